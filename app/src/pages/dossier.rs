//! `/dossiers/{id}`: the task list.

mod now;

use domain::dossier::{
    Actor, ChangedTrame, DossierId, Opening, Progress, Snapshot, StepProgress, StepStatus, Submission,
    renewal::Renewal,
};
use domain::usecase::{Renewing, SourcesRead};
use form::{Program, Step, Trame, french};
use leptos::prelude::*;

use super::{
    following::taken_back,
    messages::link_to_messages,
    receipt::refused_pieces,
    renewal::{look, points},
    sources::{alert_to_structure, progress},
};
use crate::{
    AppError, Page,
    filling::{Colleague, DossierBar, DossierView, author, left_behind, step_note},
    ui::failure,
};
use now::now;

/// The task list of a dossier, read beside last year's.
#[must_use]
pub fn dossier(dossier: DossierView, read: Renewing, here: Vec<Colleague>, unread: usize) -> Page {
    Page::new(dossier.snapshot.opening.title(), move || page(dossier, &read, (&here, unread)))
}

fn page(dossier: DossierView, read: &Renewing, (here, unread): (&[Colleague], usize)) -> AnyView {
    let Renewing { sources, before, .. } = read;
    let DossierView { id, trame, snapshot, context, me, names, .. } = dossier;
    let Ok(program) = Program::compile(trame) else {
        return failure(&AppError::Unavailable);
    };
    let evaluation = program.evaluate(&snapshot.values(), &context);
    let progress = Progress::of(&program, &evaluation, &snapshot);
    let submission = snapshot.submission().cloned();
    // Open again while the service awaits corrections.
    let sent = !snapshot.is_open();
    let changed = snapshot.trame_change.clone().filter(|_| !sent);
    let title = snapshot.opening.title();
    let word = snapshot.opening.about.word();
    let beside = before.name(&snapshot.opening);
    let rows =
        program.trame().steps.iter().zip(&progress.steps).enumerate().map(|(place, (step, progress))| {
            let given =
                snapshot.assigned.get(&step.key).map(|person| author(Actor::Person(*person), me, &names));
            let waits = !sent && !progress.confirmed && progress.asked > 0;
            let renewal = waits.then(|| Renewal::of(&program, &evaluation, &snapshot, (step, before)));
            let look = renewal.filter(Renewal::is_known).map(|renewal| {
                let points = points(id, (&program, &evaluation), (&snapshot, me), step);
                let waiting = sources.waiting_in(step).count();
                look((id, &step.key), (&renewal, &beside, before.is_own), (&points, waiting))
            });
            let asked = snapshot.to_answer_in(&step.key, program.trame()).count();
            let link = (asked > 0).then(|| correction_link(id, asked));
            let news = if sent { 0 } else { sources.newer_in(step) };
            let news = (news > 0).then(|| news_link(id, news));
            let any = link.is_some() || news.is_some() || look.is_some();
            let look = any.then(|| view! { {link} {news} {look} }.into_any());
            let path = format!("/dossiers/{id}/etapes/{}", step.key);
            row(&path, (place + 1, step), (progress, given), (asked > 0, look))
        });
    let rows = rows.collect_view();
    let waiting = snapshot.comments.iter().filter(|comment| comment.settled.is_none()).count();
    let talk = match waiting {
        0 => "Échanges entre collègues, qui fait quoi".to_owned(),
        _ => format!(
            "Échanges entre collègues\u{a0}: {}",
            french::count(waiting, "message en attente", "messages en attente")
        ),
    };
    let here = (!here.is_empty()).then(|| present(program.trame(), here));
    let first = program.trame().steps.first().map(|step| step.key.clone());
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=submission/>
        <div class="fr-container fr-py-4w">
            <h1>{title}</h1>
            {here.map(|here| view! { <p class="fr-text--sm">{here}</p> }.into_any())}
            {(!sent).then(|| first.map(|step| left_behind(id, me, &step)))}
            {changed.map(changed_form)}
            {(!sent).then(|| alert_to_structure(id, &sources.heard.alerts()))}
            {refused_pieces(&snapshot)}
            {to_correct(id, &snapshot)}
            {taken_back(&snapshot)}
            <div class="two two--now">
                // First where there is one column: what presses comes before twenty steps.
                <aside aria-labelledby="maintenant">
                    {match snapshot.submission().filter(|_| sent) {
                        Some(submission) => sent_aside(submission, &snapshot.opening).into_any(),
                        None => now(&(id, me), &program, &progress, &snapshot, &sources.still_contested).into_any(),
                    }}
                </aside>
                <section aria-labelledby="etapes">
                    <h2 class="fr-h4" id="etapes">"Les étapes"</h2>
                    <ol class="tasks bare">{rows}</ol>
                    {(!sent).then(|| view! { <p class="fr-mt-3w"><a class="fr-btn" href=format!("/dossiers/{id}/recapitulatif")>{format!("Vérifier le {word}")}</a></p> }.into_any())}
                    {snapshot.submission().map(|_| view! { <p class="fr-mt-3w"><a class="fr-btn fr-btn--secondary" href=format!("/dossiers/{id}/suivi")>{format!("Où en est votre {word}")}</a></p> }.into_any())}
                    {sent.then(|| view! { <p><a class="fr-link" href=format!("/dossiers/{id}/recepisse")>"Voir le récépissé"</a></p> }.into_any())}
                    {snapshot.submission().map(|_| view! { <p class="fr-mt-2w">{link_to_messages(id, unread)}</p> }.into_any())}
                    <p class="fr-mt-2w"><a class="fr-link" href=format!("/dossiers/{id}/echanges")>{talk}</a></p>
                    <p><a class="fr-link" href=format!("/dossiers/{id}/historique")>{format!("Historique du {word}")}</a></p>
                </section>
                <aside aria-labelledby="origines">
                    {origins(id, sources)}
                    {sisters(id, sources)}
                </aside>
            </div>
        </div>
    }
    .into_any()
}

/// Who else has the dossier open, each with the step they look at.
pub(super) fn present(trame: &Trame, here: &[Colleague]) -> String {
    let one = |colleague: &Colleague| match trame.step(&colleague.step) {
        Some(step) => format!("{} («\u{a0}{}\u{a0}»)", colleague.name, step.title),
        None => colleague.name.clone(),
    };
    let names: Vec<String> = here.iter().map(one).collect();
    format!("Sur ce dossier en ce moment\u{a0}: {}", names.join(", "))
}

/// What became of the answers when the form changed.
fn changed_form(change: ChangedTrame) -> impl IntoView + use<> {
    let day = french::long_date(french::time_of_day(change.at).0);
    let told = change.told.into_iter().map(|told| view! { <li>{told.said()}</li> }.into_any()).collect_view();
    let none = told.is_empty();
    view! {
        <div class="fr-alert fr-alert--info fr-mb-4w">
            <h2 class="fr-alert__title">{format!("Le formulaire a changé le {day}")}</h2>
            <p>"Vos réponses ont suivi. Les étapes dont les questions ont changé sont à relire et à confirmer."</p>
            {(!none).then(|| view! {
                <details class="fr-mt-1w">
                    <summary>"Ce que sont devenues vos réponses"</summary>
                    <ul>{told}</ul>
                </details>
            }.into_any())}
        </div>
    }
}

/// Under a step: that the service asks to correct something in it.
fn correction_link(id: DossierId, asked: usize) -> AnyView {
    let said = french::count(asked, "correction demandée", "corrections demandées");
    view! {
        <a class="fr-link fr-link--sm tasks__look" href=format!("/dossiers/{id}/corrections")>{said}</a>
    }
    .into_any()
}

/// Under a step: that sources came to say another value of something that was answered in it.
fn news_link(id: DossierId, news: usize) -> AnyView {
    let said = french::count(news, "nouvelle valeur disponible", "nouvelles valeurs disponibles");
    view! { <a class="fr-link fr-link--sm tasks__look" href=format!("/dossiers/{id}/donnees")>{said}</a> }
        .into_any()
}

fn row(
    path: &str,
    (number, step): (usize, &Step),
    (progress, given): (&StepProgress, Option<String>),
    (is_to_correct, look): (bool, Option<AnyView>),
) -> AnyView {
    const WARNING: &str = "fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon";
    let given = given.map(|name| format!(" · confiée à {name}"));
    let badge = match progress.status {
        _ if is_to_correct => WARNING,
        StepStatus::Complete | StepStatus::NotConcerned => "tasks__status",
        StepStatus::ToCheck => "fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon",
        StepStatus::InProgress => WARNING,
        StepStatus::ToDo => "fr-badge fr-badge--sm",
    };
    // All is answered there, and something is to be answered otherwise.
    let note = if is_to_correct { "À corriger".to_owned() } else { step_note(progress) };
    let time = match progress.minutes_left(step.minutes) {
        0 => String::new(),
        minutes => format!(" · {minutes}\u{a0}min"),
    };
    let detail = format!(
        "{} sur {}{}{time}",
        progress.answered,
        french::count(progress.asked, "réponse", "réponses"),
        if progress.taken_over > 0 {
            format!(", dont {}", french::count(progress.taken_over, "reprise", "reprises"))
        } else {
            String::new()
        }
    );
    view! {
        <li class="tasks__row">
            <span><a class="fr-link" href=path.to_owned()>{format!("{number}. {}", step.title)}</a> {look}</span>
            <span class="tasks__detail">{detail} {given}</span>
            <span class=badge>{note}</span>
        </li>
    }
    .into_any()
}

/// Where the data come from, source by source, and how many wait for a person: they differ, or are proposed in doubt.
fn origins(id: DossierId, sources: &SourcesRead) -> AnyView {
    let decide = |count| french::count(count, "donnée à décider", "données à décider");
    // As the page counts them: those that differ, then those proposed where nobody answered.
    let link = match (sources.undecided().count(), sources.proposals().len()) {
        (0, 0) => "Voir ce que disent les sources".to_owned(),
        (0, offered) => {
            format!("Voir {}", french::count(offered, "donnée proposée", "données proposées"))
        }
        (differing, 0) => format!("Voir {}", decide(differing)),
        (differing, offered) => {
            format!("Voir {} et {}", decide(differing), french::count(offered, "proposée", "proposées"))
        }
    };
    let newer = sources.newer();
    let newer = (newer > 0).then(|| {
        let count = french::count(newer, "nouvelle valeur disponible", "nouvelles valeurs disponibles");
        view! { <p class="fr-badge fr-badge--new fr-badge--sm">{count}</p> }.into_any()
    });
    view! {
        <h2 class="fr-h5" id="origines">"D’où viennent vos données"</h2>
        {progress(id, sources)}
        {newer}
        <p><a class="fr-link" href=format!("/dossiers/{id}/donnees")>{link}</a></p>
    }
    .into_any()
}

/// The other dossiers of the year and what they propose to this one, and the départements of this one.
fn sisters(id: DossierId, sources: &SourcesRead) -> Option<AnyView> {
    let opening = &sources.snapshot.opening;
    let names = sources.sisters.iter().map(|name| view! { <li>{name.clone()}</li> }.into_any());
    let proposed = match sources.proposed() {
        0 => "Les comparer".to_owned(),
        count => french::count(count, "nouvelle valeur proposée", "nouvelles valeurs proposées"),
    };
    if sources.sisters.is_empty() {
        return (opening.territories.len() > 1).then(|| {
            view! {
                <h2 class="fr-h5 fr-mt-4w" id="territoires">"Vos départements"</h2>
                <p><a class="fr-link" href=format!("/dossiers/{id}/territoires")>"Comparer les annexes de chaque département"</a></p>
            }
            .into_any()
        });
    }
    Some(
        view! {
            <h2 class="fr-h5 fr-mt-4w" id="territoires">{format!("Vos autres {}s de l’année", opening.about.word())}</h2>
            <ul>{names.collect_view()}</ul>
            <p><a class="fr-link" href=format!("/dossiers/{id}/territoires")>{proposed}</a></p>
        }
        .into_any(),
    )
}

/// What the service asks to correct, and what to do of it.
fn to_correct(id: DossierId, snapshot: &Snapshot) -> Option<AnyView> {
    let asked = snapshot.to_answer().count();
    let left = snapshot.unanswered();
    let said = match left {
        0 => "Vous avez répondu à tout\u{a0}: transmettez de nouveau le dossier.".to_owned(),
        _ => format!(
            "{} {}. Seules les réponses dont il parle, et celles qui doivent les suivre, peuvent changer.",
            french::count(left, "attend", "attendent"),
            "votre réponse"
        ),
    };
    (asked > 0).then(|| {
        let title = french::count(asked, "correction demandée par le service", "corrections demandées par le service");
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-4w">
                <h2 class="fr-alert__title">{title}</h2>
                <p>{said} " " <a href=format!("/dossiers/{id}/corrections")>"Voir les corrections et y répondre"</a></p>
            </div>
        }
        .into_any()
    })
}

/// What was sent, when, and to whom.
fn sent_aside(submission: &Submission, opening: &Opening) -> impl IntoView + use<> {
    let (day, hour) = french::time_of_day(submission.at);
    let sent = format!(
        "Transmis le {} à {hour} (heure de Paris) {}.",
        french::long_date(day),
        opening.to_services()
    );
    view! {
        <h2 class="fr-h4" id="maintenant">{format!("{} transmis", opening.about.name())}</h2>
        <p>{sent}</p>
        <p>"Référence\u{a0}: " <strong>{submission.reference.to_string()}</strong></p>
        <p>"Ses réponses sont figées. Si le service demande des corrections, elles s’affichent ici."</p>
    }
}
