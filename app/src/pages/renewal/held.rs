//! What holds a step back, by name, each with the way to its question.

use domain::PersonId;
use domain::dossier::{
    Actor, DossierId, Snapshot,
    renewal::{held, told},
};
use form::{Evaluation, Program, Step, french};
use leptos::prelude::*;

use crate::pages::summary::in_row;

/// What is named of a step in a line, at most.
const NAMED: usize = 3;

/// A point that holds a step back.
pub struct Point {
    /// The question.
    name: String,
    /// What is wrong with it.
    said: String,
    /// Whether it is only that nothing is answered.
    is_missing: bool,
    /// Where it is settled.
    href: String,
}

/// What holds a step back for a person: what is missing, what is wrong, and two answers that await their choice.
#[must_use]
pub fn points(
    id: DossierId,
    (program, evaluation): (&Program, &Evaluation),
    (snapshot, me): (&Snapshot, PersonId),
    step: &Step,
) -> Vec<Point> {
    let at = |control: String, verify: &str| format!("/dossiers/{id}/etapes/{}{verify}#{control}", step.key);
    let issues = held(program, evaluation, step).into_iter().filter_map(|issue| {
        Some(Point {
            name: in_row(program, evaluation, &issue.path)?,
            said: issue.said(),
            is_missing: issue.is_missing(),
            href: at(issue.path.control_id(), "?verifier=1"),
        })
    });
    let torn = snapshot.undecided(Actor::Person(me));
    let torn = torn.filter(|path| step.fields.iter().any(|field| field.path == path.field()));
    let torn = torn.filter_map(|path| {
        Some(Point {
            name: in_row(program, evaluation, path)?,
            said: "deux réponses attendent qu’on choisisse".to_owned(),
            is_missing: false,
            href: at(path.control_id(), ""),
        })
    });
    issues.chain(torn).collect()
}

/// What rules say of a step without holding it back, each with the way to its question; nothing where none does.
pub(super) fn noted(
    id: DossierId,
    (program, evaluation): (&Program, &Evaluation),
    step: &Step,
) -> Option<AnyView> {
    let each = told(program, evaluation, step).into_iter().filter_map(|issue| {
        let href = format!("/dossiers/{id}/etapes/{}#{}", step.key, issue.path.control_id());
        let said = french::about(&in_row(program, evaluation, &issue.path)?, &issue.said());
        Some(view! { <li><a href=href>{said}</a></li> }.into_any())
    });
    let each: Vec<AnyView> = each.collect();
    (!each.is_empty()).then(|| {
        view! {
            <section class="findings fr-mt-3w" aria-labelledby="constats">
                <h2 class="fr-text--md fr-mb-1v" id="constats">"À regarder sur cette étape"</h2>
                <ul class="fr-mb-0">{each}</ul>
            </section>
        }
        .into_any()
    })
}

/// All of them, a line each: `Nom : répondez`.
pub(super) fn list(points: &[Point]) -> AnyView {
    let each = points.iter().map(|point| {
        let said = french::about(&point.name, &point.said);
        view! { <li><a href=point.href.clone()>{said}</a></li> }.into_any()
    });
    view! { <ul>{each.collect_view()}</ul> }.into_any()
}

/// Their names in a line: « Il manque : Nom, Date de début et 2 autres points ».
pub(super) fn in_short(points: &[Point]) -> Option<AnyView> {
    let all_missing = points.iter().all(|point| point.is_missing);
    let mut named: Vec<&Point> = Vec::new();
    for point in points {
        if named.iter().all(|known| known.name != point.name) {
            named.push(point);
        }
    }
    let left = named.len().saturating_sub(NAMED);
    let links = named.iter().take(NAMED).enumerate().map(|(place, point)| {
        let between = if place == 0 { "" } else { ", " };
        view! { {between} <a class="fr-link fr-link--sm" href=point.href.clone()>{point.name.clone()}</a> }
            .into_any()
    });
    let links = links.collect_view();
    let said = if all_missing { "Il manque\u{a0}: " } else { "À régler avant de confirmer\u{a0}: " };
    let more = (left > 0).then(|| format!(" et {}", french::count(left, "autre point", "autres points")));
    (!points.is_empty()).then(|| {
        view! { <span class="fr-text--sm fr-mb-0 tasks__held">{said} {links} {more}</span> }.into_any()
    })
}
