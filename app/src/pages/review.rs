//! `/instruction/dossiers/{id}`: a submitted version, each value with its source and last year's.

mod contested;
mod corrections;
mod procedure;

use domain::{
    dossier::{
        About, Actor, DossierId, Opening, Origin,
        procedure::{Correction, Stage},
        talk::Subject,
    },
    inventory::Contest,
    usecase::{Difference, FilledBy, Finding, Otherwise, Review, ReviewLine, ReviewStep},
};
use form::{Path, french};
use leptos::prelude::*;

pub use corrections::Correcting;
use corrections::Desk;

use super::sources::alert_to_service;
use crate::{
    Page,
    filling::{DossierBar, provenance},
    ui::{document_links, why},
};

/// A submitted dossier, read by a service; what its agent is about to ask, or just did.
#[must_use]
pub fn review(review: Review, asked: Correcting) -> Page {
    let title = title(&review.opening);
    let title = if asked.refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    Page::new(title, move || page(review, &asked).into_any())
}

/// `ACI 2027 · Ateliers du Bocage`, `Bilan ACI 2026 · Ateliers du Bocage`.
fn title(opening: &Opening) -> String {
    let Opening { about, kind, year, structure_name, .. } = opening;
    let about = if *about == About::Bilan { "Bilan " } else { "" };
    format!("{about}{kind} {year} · {structure_name}")
}

fn page(review: Review, asked: &Correcting) -> impl IntoView + use<> {
    let desk = Desk::of(&review);
    let name_of = {
        let names = review.names.clone();
        move |actor: Actor| match actor {
            Actor::Person(person) => names
                .iter()
                .find(|(known, _)| *known == person)
                .map_or_else(String::new, |(_, name)| name.clone()),
            Actor::Application => String::new(),
        }
    };
    let standing = procedure::section(&review, (&desk, &name_of), asked);
    let Review {
        id,
        opening,
        submission,
        figures,
        steps,
        findings,
        contested,
        alerts,
        corrections,
        state,
        ..
    } = review;
    let title = title(&opening);
    let (day, hour) = french::time_of_day(submission.at);
    let sent = format!(
        "Référence {}, version {}, transmise le {} à {hour} (heure de Paris)",
        submission.reference,
        submission.version,
        french::long_date(day)
    );
    let years = (
        opening.previous_year.map_or_else(|| "Connu avant".to_owned(), |year| format!("Connu en {year}")),
        match opening.about {
            About::Demand => format!("Demandé pour {}", opening.year),
            About::Bilan => format!("Bilan {}", opening.year),
        },
    );
    let told = contested::list(&contested, &steps, opening.campaign_year());
    let corrected = corrections::list(&corrections, &steps, (&desk, &name_of), asked);
    let around = Around {
        id,
        years: &years,
        contested: &contested,
        name_of: &name_of,
        desk: &desk,
        corrections: &corrections,
        asked,
    };
    let sections = steps.into_iter().map(|step| section(step, &around)).collect_view();
    view! {
        <DossierBar opening=opening state=state submission=Some(submission)/>
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href="/instruction">"← Dossiers à instruire"</a></p>
            <h1>{title}</h1>
            <p>{sent}</p>
            {key_figures(figures, &years.0)}
            {standing}
            {alert_to_service(&alerts)}
            {(!findings.is_empty()).then(|| to_look_at(findings))}
            {corrected}
            {told}
            {sections}
        </div>
    }
}

fn to_look_at(findings: Vec<Finding>) -> impl IntoView {
    let items = findings.into_iter().map(|finding| {
        let href = format!("#{}", line_id(&finding.path));
        let explanation = finding.explanation.map(|text| {
            view! { <span class="finding__answer">{format!("Explication de la structure\u{a0}: «\u{a0}{text}\u{a0}»")}</span> }
        });
        let about = french::about(&finding.label, &finding.text);
        view! { <li><a href=href>{about}</a> {explanation} {why(finding.grounds)}</li> }
    });
    view! {
        <div class="fr-alert fr-alert--info fr-mb-3w">
            <h2 class="fr-alert__title">"Points d’attention"</h2>
            <ul>{items.collect_view()}</ul>
        </div>
    }
}

/// What is asked at a glance, each figure over what was known.
fn key_figures(figures: Vec<ReviewLine>, before: &str) -> impl IntoView + use<> {
    let figures = figures.into_iter().map(|figure| {
        let previous = figure.previous.map(|previous| format!("{before}\u{a0}: {previous}"));
        view! {
            <div>
                <dt>{figure.label}</dt>
                <dd>{figure.shown.unwrap_or_else(|| "—".to_owned())}</dd>
                <dd class="digest__before">{previous}</dd>
            </div>
        }
    });
    view! { <dl class="digest digest--wide">{figures.collect_view()}</dl> }
}

fn line_id(path: &Path) -> String {
    format!("ligne-{}", path.control_id())
}

/// What the lines of the page read from.
struct Around<'a> {
    id: DossierId,
    /// What was known before, and what is asked, as columns are headed.
    years: &'a (String, String),
    contested: &'a [Contest],
    name_of: &'a dyn Fn(Actor) -> String,
    desk: &'a Desk,
    corrections: &'a [Correction],
    asked: &'a Correcting,
}

/// What a source says otherwise: `Selon les emplois, au 16/11/2026 : 12`.
fn otherwise(said: &Otherwise) -> AnyView {
    let day = said.as_of.map(|day| format!(", au {}", french::date(day))).unwrap_or_default();
    let doubt = said.doubt.as_ref().map(|doubt| format!(" ({doubt})")).unwrap_or_default();
    let same = if said.same_name { " (écrit autrement)" } else { "" };
    let text = format!("Selon {}{day}\u{a0}: {}{same}{doubt}", said.source.name(), said.shown);
    view! { <span class="finding__answer">{text}</span> }.into_any()
}

/// A step: open when something in it is new, changed or contested, folded to one line otherwise.
fn section(step: ReviewStep, around: &Around<'_>) -> impl IntoView + use<> {
    let wrong = contested::in_step(around.contested, &step);
    let count = |difference| step.lines().filter(|line| line.difference == difference).count();
    let (changed, new) = (count(Difference::Changed), count(Difference::New));
    let answered = step.lines().filter(|line| line.shown.is_some()).count();
    let note = match (changed, new) {
        (0, 0) => format!("{}, aucune ne change", french::count(answered, "réponse", "réponses")),
        (0, _) => french::count(new, "réponse nouvelle", "réponses nouvelles"),
        _ => french::count(changed, "réponse changée", "réponses changées"),
    };
    let note = match wrong {
        0 => note,
        _ => format!("{note}, {}", french::count(wrong, "donnée contestée", "données contestées")),
    };
    let lines: Vec<Path> = step.lines().map(|line| line.path.clone()).collect();
    let groups = step.groups.into_iter().map(|group| {
        let title = group.title.map(|title| {
            view! { <tr role="row" class="compare__group"><th role="columnheader" scope="colgroup" colspan="4">{title}</th></tr> }
        });
        let rows = group.lines.into_iter().map(|line| row(line, around)).collect_view();
        view! { <tbody role="rowgroup">{title} {rows}</tbody> }
    });
    let groups = groups.collect_view();
    let about = Subject::Step(step.key.clone());
    let asking = around.asked.about.as_ref() == Some(&about);
    let whole = around.desk.asks.then(|| {
        if asking {
            corrections::form(around.desk, &about, &step.title, around.asked)
        } else {
            corrections::link(around.desk.id, &about, &step.title, "Demander une correction sur cette étape")
        }
    });
    // The form may be about one of its answers.
    let asking = asking || corrections::is_about_line(around.asked, &lines);
    let pinned = around.corrections.iter().filter(|pinned| pinned.stage != Stage::Settled);
    let pinned = pinned.filter(|pinned| corrections::is_in(&pinned.about, &step.key, &lines)).count();
    let note = match pinned {
        0 => note,
        _ => format!("{note}, {}", french::count(pinned, "correction en cours", "corrections en cours")),
    };
    let caption = format!("{}\u{a0}: valeurs demandées et valeurs connues avant", step.title);
    let id = format!("etape-{}", step.key);
    let (last, asked) = around.years.clone();
    view! {
        <details class="section-fold" open={asking || changed + new + wrong + pinned > 0}>
            <summary><h2 class="fr-h4" id=id>{step.title}</h2> <span class="fr-text--sm">{note}</span></summary>
            <table class="compare" role="table">
                <caption class="fr-sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Donnée"</th>
                        <th role="columnheader" scope="col">{last}</th>
                        <th role="columnheader" scope="col">{asked}</th>
                        <th role="columnheader" scope="col">"Source de la réponse"</th>
                    </tr>
                </thead>
                {groups}
            </table>
            {whole}
        </details>
    }
}

fn row(line: ReviewLine, around: &Around<'_>) -> impl IntoView + use<> {
    let source = match &line.answer {
        _ if line.filled_by == FilledBy::Computation => "Calculé".to_owned(),
        Some(answer) if answer.value.is_some() => provenance(answer, &(around.name_of)(answer.by), None),
        _ => String::new(),
    };
    let detail = line.answer.as_ref().and_then(|answer| match &answer.origin {
        Origin::Prefilled { record, column, original, .. } => {
            Some(format!("{record}, {column}\u{a0}: {original}"))
        }
        Origin::Derived { how, .. } => Some(how.clone()),
        Origin::Typed | Origin::Given { .. } => None,
    });
    let previous_source = line.previous_origin.and_then(|origin| match origin {
        Origin::Prefilled { source, record, .. } => Some(format!("{source}, {record}")),
        Origin::Derived { from, .. } => Some(format!("déduite de {from}")),
        Origin::Given { dossier, .. } => Some(format!("dossier {dossier}")),
        Origin::Typed => None,
    });
    let unsourced = source.is_empty();
    let source = match detail {
        Some(detail) => {
            view! { <details class="source__fold"><summary>{source}</summary> <span class="source__detail">{detail}</span></details> }.into_any()
        }
        None => view! { <span>{source}</span> }.into_any(),
    };
    let wrong = contested::beside(around.contested, &line.path);
    let corrected = corrections::beside(around.corrections, &line.path);
    let about = Subject::Question(line.path.clone());
    let asks = around.desk.asks && line.filled_by == FilledBy::Structure;
    let form = (asks && around.asked.about.as_ref() == Some(&about)).then(|| {
        let form = corrections::form(around.desk, &about, &line.label, around.asked);
        view! { <tr role="row"><td role="cell" colspan="4">{form}</td></tr> }
    });
    let ask = (asks && form.is_none())
        .then(|| corrections::link(around.desk.id, &about, &line.label, "Demander une correction"));
    let others = line.others.iter().map(otherwise).collect_view();
    let replaced = line.replaced.map(|before| {
        view! { <span class="finding__answer">{format!("Version précédente\u{a0}: {before}")}</span> }
            .into_any()
    });
    let blank = unsourced && !asks && wrong.is_none() && corrected.is_none();
    let documents = document_links(around.id, line.answer.as_ref().and_then(|answer| answer.value.as_ref()));
    let numeric = line.numeric;
    let (last, asked) = around.years.clone();
    let changed = line.difference == Difference::Changed;
    view! {
        <tr role="row" class:differs=changed id=line_id(&line.path)>
            <th role="rowheader" scope="row">{line.label}</th>
            <td role="cell" class:numeric=numeric title=previous_source data-label=last>{line.previous}</td>
            <td role="cell" class:numeric=numeric class:long=line.long class="asked" data-label=asked>
                {match (documents, line.shown) {
                    (Some(documents), _) => documents,
                    (None, Some(shown)) => view! { <span>{shown}</span> }.into_any(),
                    (None, None) => view! { <span class="answers__none">"Non renseigné"</span> }.into_any(),
                }}
                {changed.then(|| view! { <span class="fr-sr-only">" (a changé)"</span> })}
                {replaced}
                {others}
            </td>
            <td role="cell" class="source" class:blank=blank data-label="Source"><div>{source} {wrong} {corrected} {ask}</div></td>
        </tr>
        {form}
    }
}
