//! A step of the task list beside last year's, in a line.

use domain::dossier::{
    DossierId,
    renewal::{Mark, Renewal},
};
use form::french;
use leptos::prelude::*;

use super::held::{Point, in_short};

/// What stands out of a step, in a few words: what is the same comes last.
#[must_use]
pub fn figures(renewal: &Renewal, is_own: bool) -> String {
    // Beside an annexe, what other sources say is no less known, and is not in it.
    let same =
        if is_own { ("identique", "identiques") } else { ("dite par les sources", "dites par les sources") };
    let said = |mark: Mark, one: &'static str, many: &'static str| {
        let count = renewal.marked(mark).count();
        (count > 0).then(|| french::count(count, one, many))
    };
    let all = [
        said(Mark::Missing, "manque", "manquent"),
        said(Mark::Changed, "modifiée", "modifiées"),
        said(Mark::New, "nouvelle", "nouvelles"),
        said(Mark::Gone, "sans réponse cette année", "sans réponse cette année"),
        said(Mark::Same, same.0, same.1),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Under a step of the task list: what stands out beside what, the way to confirm it after one look, and what would keep
/// it from being confirmed; `waiting` data of it are to be decided.
#[must_use]
pub fn look(
    (id, step): (DossierId, &str),
    (renewal, beside, is_own): (&Renewal, &str, bool),
    (points, waiting): (&[Point], usize),
) -> AnyView {
    let to_compare = if waiting == 0 {
        String::new()
    } else {
        let counted =
            french::count(waiting, "réponse à comparer aux sources", "réponses à comparer aux sources");
        format!(", {counted}")
    };
    let same = if is_own { format!("Identique à {beside}") } else { "Dit par les sources".to_owned() };
    let said = match (renewal.is_unchanged(), points.is_empty()) {
        (true, true) => format!("{same}{to_compare}\u{a0}: relire et confirmer"),
        (true, false) => format!("{same}{to_compare}\u{a0}: à compléter"),
        (false, _) => format!("Comparer à {beside}\u{a0}: {}{to_compare}", figures(renewal, is_own)),
    };
    let href = format!("/dossiers/{id}/etapes/{step}/reconduire");
    view! { <a class="fr-link fr-link--sm tasks__look" href=href>{said}</a> {in_short(points)} }.into_any()
}
