//! `/instruction/dossiers/{id}`: a submitted version, each value with its source and last year's.

use domain::{
    dossier::{Actor, DossierId, Origin},
    usecase::{Contested, Difference, Finding, Review, ReviewLine, ReviewStep},
};
use form::french;
use leptos::prelude::*;

use crate::{
    Page,
    filling::{DossierBar, provenance},
    ui::{document_links, why},
};

/// A submitted dossier, read by a service.
#[must_use]
pub fn review(review: Review) -> Page {
    let title =
        format!("{} {} · {}", review.opening.kind, review.opening.year, review.opening.structure_name);
    Page::new(title, move || page(review).into_any())
}

fn page(review: Review) -> impl IntoView {
    let Review { id, opening, submission, figures, steps, findings, contested, names } = review;
    let title = format!("{} {} · {}", opening.kind, opening.year, opening.structure_name);
    let (day, hour) = french::time_of_day(submission.at);
    let sent = format!(
        "Référence {}, version {}, transmise le {} à {hour} (heure de Paris)",
        submission.reference,
        submission.version,
        french::long_date(day)
    );
    let years = (
        opening.previous_year.map_or_else(|| "Connu avant".to_owned(), |year| format!("Connu en {year}")),
        format!("Demandé pour {}", opening.year),
    );
    let name_of = move |actor: Actor| match actor {
        Actor::Person(person) => names
            .iter()
            .find(|(known, _)| *known == person)
            .map_or_else(String::new, |(_, name)| name.clone()),
        Actor::Application => String::new(),
    };
    let sections = steps.into_iter().map(|step| section(id, step, &years, &name_of)).collect_view();
    view! {
        <DossierBar opening=opening submission=Some(submission)/>
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href="/instruction">"← Dossiers à instruire"</a></p>
            <h1>{title}</h1>
            <p>{sent}</p>
            {key_figures(figures, &years.0)}
            {(!findings.is_empty()).then(|| to_look_at(findings))}
            {(!contested.is_empty()).then(|| contests(contested))}
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

/// What the structure says that sources have wrong.
fn contests(contested: Vec<Contested>) -> AnyView {
    let items = contested.into_iter().map(|contest| {
        let href = format!("#{}", line_id(&contest.path));
        let said = format!(
            "\u{a0}: {} dit «\u{a0}{}\u{a0}». La structure répond\u{a0}: «\u{a0}{}\u{a0}»",
            contest.source.name(),
            contest.shown,
            contest.text
        );
        view! { <li><a href=href>{contest.label}</a> {said}</li> }.into_any()
    });
    view! {
        <div class="fr-alert fr-alert--info fr-mb-3w">
            <h2 class="fr-alert__title">"Données contestées par la structure"</h2>
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
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

fn line_id(path: &form::Path) -> String {
    format!("ligne-{}", path.control_id())
}

/// A step: open when something in it is new or changed, folded to one line otherwise.
fn section(
    dossier: DossierId,
    step: ReviewStep,
    years: &(String, String),
    name_of: &dyn Fn(Actor) -> String,
) -> impl IntoView + use<> {
    let count = |difference| step.lines().filter(|line| line.difference == difference).count();
    let (changed, new) = (count(Difference::Changed), count(Difference::New));
    let answered = step.lines().filter(|line| line.shown.is_some()).count();
    let note = match (changed, new) {
        (0, 0) => format!("{}, aucune ne change", french::count(answered, "réponse", "réponses")),
        (0, _) => french::count(new, "réponse nouvelle", "réponses nouvelles"),
        _ => french::count(changed, "réponse changée", "réponses changées"),
    };
    let groups = step.groups.into_iter().map(|group| {
        let title = group.title.map(|title| {
            view! { <tr role="row" class="compare__group"><th role="columnheader" scope="colgroup" colspan="4">{title}</th></tr> }
        });
        let rows = group.lines.into_iter().map(|line| row(dossier, line, years, name_of)).collect_view();
        view! { <tbody role="rowgroup">{title} {rows}</tbody> }
    });
    let groups = groups.collect_view();
    let caption = format!("{}\u{a0}: valeurs demandées et valeurs connues avant", step.title);
    let id = format!("etape-{}", step.key);
    let (last, asked) = years.clone();
    view! {
        <details class="section-fold" open={changed + new > 0}>
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
        </details>
    }
}

fn row(
    dossier: DossierId,
    line: ReviewLine,
    years: &(String, String),
    name_of: &dyn Fn(Actor) -> String,
) -> impl IntoView + use<> {
    let source = match &line.answer {
        _ if line.computed => "Calculé".to_owned(),
        Some(answer) if answer.value.is_some() => provenance(answer, &name_of(answer.by), None),
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
    let blank = source.is_empty();
    let source = match detail {
        Some(detail) => {
            view! { <details class="source__fold"><summary>{source}</summary> <span class="source__detail">{detail}</span></details> }.into_any()
        }
        None => view! { <span>{source}</span> }.into_any(),
    };
    let documents = document_links(dossier, line.answer.as_ref().and_then(|answer| answer.value.as_ref()));
    let numeric = line.numeric;
    let (last, asked) = years.clone();
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
            </td>
            <td role="cell" class="source" class:blank=blank data-label="Source">{source}</td>
        </tr>
    }
}
