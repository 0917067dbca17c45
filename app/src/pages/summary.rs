//! `/dossiers/{id}/recapitulatif`: everything to check, what is missing first, then one button.

use domain::usecase::{Warnings, valid_until};
use domain::{
    PersonId,
    dossier::{Actor, Answer, DossierId, Origin, Progress, Snapshot},
};
use form::{Context, Date, Evaluation, Field, Issue, Path, Program, Step, french};
use leptos::prelude::*;

mod refusal;
mod settle;
mod table;

pub(super) use self::settle::in_row;
use self::{refusal::refusal, settle::to_settle, table::table_line};
use super::{
    dossier::present,
    sources::{alert_to_structure, contradicted},
    taken::{spared, taken_over},
};
use crate::{
    AppError, Page,
    filling::{Colleague, DossierBar, DossierView, author, known_name, left_behind, provenance},
    ui::{document_links, failure},
};

/// The check-your-answers page; `refused` says why the dossier was not sent, `warnings` what
/// sources and contests say of it, `here` who else has it open.
#[must_use]
pub fn summary(
    dossier: DossierView,
    refused: Option<String>,
    warnings: Warnings,
    here: Vec<Colleague>,
) -> Page {
    let title = match (dossier.snapshot.is_open(), &refused) {
        (false, _) => sent_title(&dossier.snapshot),
        (true, Some(_)) => "Erreur\u{a0}: Vérifier et transmettre".to_owned(),
        (true, None) => "Vérifier et transmettre".to_owned(),
    };
    Page::new(title, move || page(dossier, refused.as_deref(), &warnings, &here))
}

/// That some answers of a dossier that the service took back were changed, and are not what it reads.
fn not_sent(snapshot: &Snapshot, sent: bool) -> Option<AnyView> {
    let many = Some(snapshot.unsent()).filter(|many| sent && *many > 0 && snapshot.submission().is_some())?;
    let said = french::count(many, "réponse changée ensuite n’est", "réponses changées ensuite ne sont");
    let end = if many > 1 { "transmises" } else { "transmise" };
    let said = format!("{said} pas {end}\u{a0}: le service lit ce que vous aviez transmis avant.");
    Some(view! { <div class="fr-alert fr-alert--info fr-alert--sm fr-mb-3w"><p>{said}</p></div> }.into_any())
}

/// What the page is called once it was sent: `Dossier transmis`.
fn sent_title(snapshot: &Snapshot) -> String {
    format!("{} transmis", snapshot.opening.about.name())
}

/// What a line of the page reads from.
struct Reading<'a> {
    id: DossierId,
    program: &'a Program,
    evaluation: &'a Evaluation,
    context: &'a Context,
    snapshot: &'a Snapshot,
    names: &'a [(PersonId, String)],
    me: PersonId,
}

impl Reading<'_> {
    /// The steps that nobody confirmed as they stand, in words; none when all are.
    fn unconfirmed(&self) -> Option<String> {
        let progress = Progress::of(self.program, self.evaluation, self.snapshot);
        let steps = self.program.trame().steps.iter().zip(&progress.steps);
        let left: Vec<String> = steps
            .filter(|(_, step)| step.asked > 0 && !step.confirmed)
            .map(|(step, _)| format!("«\u{a0}{}\u{a0}»", step.title))
            .collect();
        match left.as_slice() {
            [] => None,
            steps if steps.len() == progress.steps.len() => Some("toutes les étapes".to_owned()),
            steps => Some(steps.join(", ")),
        }
    }

    /// What others wrote, that was set aside and that they have not decided on: it will not be sent.
    fn left_by_others(&self) -> Vec<String> {
        let mine = Actor::Person(self.me);
        let others = self.snapshot.set_aside.iter().filter(|aside| aside.by != mine);
        let told = others.filter_map(|aside| {
            let field = self.program.trame().field(&aside.path)?;
            let value = aside.value.as_ref().map(|value| french::value(value, &field.field_type));
            let value = value.unwrap_or_else(|| "une réponse vide".to_owned());
            let author = author(aside.by, self.me, self.names);
            Some(format!("{author} avait écrit «\u{a0}{value}\u{a0}» pour «\u{a0}{}\u{a0}» et n’a pas choisi\u{202f}; la réponse en place sera transmise.", field.label))
        });
        told.collect()
    }
}

fn page(dossier: DossierView, refused: Option<&str>, warnings: &Warnings, here: &[Colleague]) -> AnyView {
    let DossierView { id, trame, snapshot, context, names, me, .. } = dossier;
    let Ok(program) = Program::compile(trame) else {
        return failure(&AppError::Unavailable);
    };
    let evaluation = program.evaluate(&snapshot.values(), &context);
    let reading = Reading {
        id,
        program: &program,
        evaluation: &evaluation,
        context: &context,
        snapshot: &snapshot,
        names: &names,
        me,
    };
    let submission = snapshot.submission().cloned();
    let sent = !snapshot.is_open();
    let word = snapshot.opening.about.word();
    let first = program.trame().steps.first().map(|step| step.key.clone());
    let progress = Progress::of(&program, &evaluation, &snapshot);
    let spared = spared((progress.taken_over(), progress.asked())).filter(|_| !sent);
    let steps = program.trame().steps.iter().map(|step| section(&reading, step)).collect_view();
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=submission/>
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>{if sent { format!("Revenir au {word}") } else { "Revenir aux étapes".to_owned() }}</a></p>
            <h1>{if sent { sent_title(&snapshot) } else { "Vérifier et transmettre".to_owned() }}</h1>
            {(!sent).then(|| first.map(|step| left_behind(id, me, &step)))}
            {snapshot.submission().filter(|_| sent).map(|submission| sent_line(id, submission.reference.to_string()))}
            {not_sent(&snapshot, sent)}
            {refused.filter(|_| !sent).and_then(|reason| refusal(reason, snapshot.opening.about))}
            {(!sent && !here.is_empty()).then(|| writing(program.trame(), here))}
            {(!sent).then(|| alert_to_structure(id, &warnings.alerts))}
            {(!sent).then(|| contradicted(id, program.trame(), &snapshot, &warnings.still_contested))}
            {contested(id, warnings.contested, sent)}
            {(!sent).then(|| undecided(id, warnings.undecided))}
            {(!sent).then(|| to_settle(&reading, refused.is_some()))}
            {spared.map(|said| view! { <p>{said}</p> }.into_any())}
            {contents(&reading)}
            {steps}
            {set_apart(&reading)}
            {(!sent).then(|| send(&reading, refused))}
        </div>
    }
    .into_any()
}

/// What the structure says is false at its sources, which its service reads with the dossier; nothing where nothing is.
fn contested(id: DossierId, count: usize, sent: bool) -> Option<AnyView> {
    let said = french::count(count, "donnée", "données");
    let read = if sent { "le service de l’État le lit" } else { "le service de l’État le lira" };
    let text = format!("Vous contestez {said} chez leur source\u{a0}: {read} avec votre dossier. ");
    (count > 0).then(|| {
        view! { <p>{text} <a href=format!("/dossiers/{id}/donnees")>"Voir ce que disent les sources"</a></p> }
            .into_any()
    })
}

/// Who would be interrupted by sending.
fn writing(trame: &form::Trame, here: &[Colleague]) -> AnyView {
    let said = format!("{}. Ce qui serait écrit après l’envoi ne serait pas transmis.", present(trame, here));
    view! { <div class="fr-alert fr-alert--warning fr-alert--sm fr-mb-3w"><p>{said}</p></div> }.into_any()
}

/// What sources say otherwise or propose, and that nobody decided on.
fn undecided(id: DossierId, many: usize) -> Option<AnyView> {
    let said = french::count(many, "donnée reste à décider", "données restent à décider");
    (many > 0).then(|| {
        view! {
            <div class="fr-alert fr-alert--info fr-alert--sm fr-mb-3w" id="a-decider">
                <p>{format!("{said}\u{a0}: une source dit autre chose que vous, ou propose une réponse. Transmettre garde vos réponses telles qu’elles sont. ")} <a href=format!("/dossiers/{id}/donnees#differences")>"Comparer et choisir"</a></p>
            </div>
        }
        .into_any()
    })
}

/// The reference of what was sent, and its receipt.
fn sent_line(id: DossierId, reference: String) -> AnyView {
    let receipt = format!("/dossiers/{id}/recepisse");
    view! { <p>"Référence\u{a0}: " <strong>{reference}</strong> " · " <a href=receipt>"Récépissé à imprimer"</a></p> }.into_any()
}

/// The steps of the page, each a link to its answers.
fn contents(reading: &Reading<'_>) -> AnyView {
    let steps = reading.program.trame().steps.iter().map(|step| {
        let href = format!("#recap-{}", step.key);
        view! { <li><a class="fr-summary__link" href=href>{step.title.clone()}</a></li> }.into_any()
    });
    view! {
        <nav class="fr-summary fr-my-4w" role="navigation" aria-labelledby="sommaire">
            <h2 class="fr-summary__title" id="sommaire">"Sommaire"</h2>
            <ol class="contents">{steps.collect_view()}</ol>
        </nav>
    }
    .into_any()
}

/// A step: its groups, each with the answers it shows.
fn section(reading: &Reading<'_>, step: &Step) -> AnyView {
    let groups = step.groups().map(|(heading, fields)| {
        let lines: Vec<AnyView> =
            fields.iter().filter_map(|field| line(reading, field, &step.key)).collect();
        (!lines.is_empty()).then(|| {
            view! {
                {heading.map(|heading| view! { <h3 class="fr-h6 fr-mt-3w fr-mb-1w">{heading.to_owned()}</h3> }.into_any())}
                <dl class="answers">{lines}</dl>
            }
        })
    });
    view! {
        <section class="fr-mt-4w" id=format!("recap-{}", step.key)>
            <h2 class="fr-h4">{step.title.clone()}</h2>
            {groups.collect_view()}
        </section>
    }
    .into_any()
}

/// Until when documents serve, or since when one does no more.
fn serves(last: Date, today: Date) -> String {
    let day = french::date(last);
    if last < today {
        format!("un document n’est plus valable depuis le {day}")
    } else {
        format!("sert jusqu’au {day}")
    }
}

fn line(reading: &Reading<'_>, field: &Field, step: &str) -> Option<AnyView> {
    let Reading { id, program, evaluation, context, snapshot, .. } = reading;
    let state = program.state(evaluation, &field.path).filter(|state| state.visible)?;
    if let Some(table) = field.field_type.table() {
        return Some(table_line(reading, field, table, state, step));
    }
    let shown = state.value.as_ref().map(|value| french::value(value, &field.field_type));
    let answer =
        snapshot.answers.get(&field.path).filter(|answer| field.is_typed() && answer.value.is_some());
    let origin = match answer {
        Some(answer) => {
            let by = author(answer.by, reading.me, reading.names);
            let from = taken_over(answer, &by).unwrap_or_else(|| provenance(answer, &by, None));
            let until = valid_until(field, answer);
            until.map_or_else(|| from.clone(), |day| format!("{from}, {}", serves(day, context.today)))
        }
        None if !field.is_typed() && !field.is_given() && shown.is_some() => "Calculé".to_owned(),
        None => String::new(),
    };
    let changed = state.value.as_ref().and_then(|value| snapshot.changed(&field.path, value)).map(|known| {
        let name = known_name(&snapshot.opening, &field.path, known);
        format!("{name}\u{a0}: {}", french::value(&known.value, &field.field_type))
    });
    let documents = document_links(*id, state.value.as_ref());
    let is_changed = changed.is_some();
    let said: Vec<String> =
        [Some(origin).filter(|origin| !origin.is_empty()), changed].into_iter().flatten().collect();
    let edit = (field.is_typed() && snapshot.submission().is_none()).then(|| {
        let path = format!("/dossiers/{id}/etapes/{step}?retour=recapitulatif#{}", field.path.control_id());
        view! { <a class="fr-link fr-link--sm" href=path>"Modifier" <span class="fr-sr-only">{format!(" {}", field.label)}</span></a> }.into_any()
    });
    Some(
        view! {
            <div class="answers__line" class:answers__line--changed=is_changed>
                <dt>{field.label.clone()}</dt>
                <dd>
                    {match (documents, shown) {
                        (Some(documents), _) => documents,
                        (None, Some(shown)) => view! { <span class="answers__value">{shown}</span> }.into_any(),
                        (None, None) => view! { <span class="answers__none">"Non renseigné"</span> }.into_any(),
                    }}
                    {(!said.is_empty()).then(|| view! { <span class="origin">{said.join(" · ")}</span> }.into_any())}
                </dd>
                <dd class="answers__edit">{edit}</dd>
            </div>
        }
        .into_any(),
    )
}

/// What people answered and that is no longer asked: they see what is left out.
fn set_apart(reading: &Reading<'_>) -> Option<AnyView> {
    let Reading { program, evaluation, snapshot, .. } = reading;
    let is_typed = |answer: &Answer| answer.origin == Origin::Typed && answer.value.is_some();
    let typed = |path: &Path| match path.in_table() {
        Some(_) => snapshot.answers.get(path).is_some_and(is_typed),
        None => snapshot.answers_under(path).any(|(_, answer)| is_typed(answer)),
    };
    let hidden = program.trame().steps.iter().flat_map(|step| program.hidden(evaluation, &step.key));
    let lines: Vec<AnyView> = hidden
        .filter(|hidden| typed(&hidden.path))
        .map(|hidden| {
            let field = program.trame().field(&hidden.path);
            let shown = field
                .zip(hidden.value.as_ref())
                .map(|(field, value)| french::value(value, &field.field_type));
            let shown = shown.unwrap_or_else(|| "le tableau entier".to_owned());
            view! {
                <div class="answers__line">
                    <dt>{hidden.label}</dt>
                    <dd>{shown}</dd>
                </div>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="fr-mt-4w">
                <h2 class="fr-h4">"Réponses qui ne sont plus demandées"</h2>
                <p>"D’après vos autres réponses, ces questions ne vous concernent pas. Vos réponses sont gardées, et ne font pas partie de ce qui est transmis."</p>
                <dl class="answers">{lines}</dl>
            </section>
        }
        .into_any()
    })
}

fn send(reading: &Reading<'_>, refused: Option<&str>) -> AnyView {
    let Reading { id, program, evaluation, snapshot, .. } = reading;
    let (services, word) = (snapshot.opening.to_services(), snapshot.opening.about.word());
    let held = program.issues(evaluation).into_iter().any(Issue::holds_back);
    let ready = !held && snapshot.undecided(Actor::Person(reading.me)).next().is_none();
    let unconfirmed = reading
        .unconfirmed()
        .map(|steps| format!("Vous n’avez pas confirmé {steps}\u{a0}: transmettre vaut confirmation."));
    // Who was refused for what is missing had certified.
    let certified = refused == Some("incomplet");
    view! {
        <section class="fr-mt-6w" aria-labelledby="transmettre">
            <h2 class="fr-h4" id="transmettre">"Transmettre"</h2>
            <form method="post" action=format!("/dossiers/{id}/transmettre")>
                <input type="hidden" name="_vu" value=snapshot.seq.to_string()/>
                <div class="fr-checkbox-group fr-mb-3w" class:fr-checkbox-group--error=refused == Some("attestation")>
                    <input type="checkbox" id="envoi-certification" name="certification" value="oui" checked=certified/>
                    <label class="fr-label" for="envoi-certification">
                        {format!("J’atteste l’exactitude des informations de ce {word}")}
                        <span class="fr-hint-text">"Une déclaration fausse peut entraîner le remboursement de l’aide."</span>
                    </label>
                </div>
                <p>{format!("Le {word} sera transmis {services}. Ses réponses seront alors figées.")}</p>
                {reading.left_by_others().into_iter().map(|text| view! { <p>{text}</p> }.into_any()).collect_view()}
                {unconfirmed.map(|text| view! { <p>{text}</p> }.into_any())}
                {(!ready)
                    .then(|| {
                        view! { <p><a href="#manques">"Des points restent à régler avant de transmettre"</a></p> }.into_any()
                    })}
                <button class="fr-btn" type="submit">{format!("Transmettre le {word} {services}")}</button>
            </form>
        </section>
    }
    .into_any()
}
