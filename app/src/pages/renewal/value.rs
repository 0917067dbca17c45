//! The values of a step beside those of before: one, or those of a row.

use domain::dossier::renewal::{Mark, Pair, Row};
use leptos::prelude::*;

/// A row: what it is called, what it is beside that of before, what it says, and where that comes from.
pub(super) fn row(row: &Row, before: &str, origin: Option<String>) -> AnyView {
    let cells = row.cells.iter().map(|cell| {
        // A row that is new, or gone, says so once.
        let plain = matches!(row.mark, Mark::New | Mark::Gone | Mark::Same) && cell.mark != Mark::Missing;
        let said = if plain {
            let shown = cell.now.clone().or_else(|| cell.before.clone()).unwrap_or_default();
            view! { {shown} }.into_any()
        } else {
            value(cell, before)
        };
        view! { <li><span class="renewal__column">{format!("{}\u{a0}: ", cell.label)}</span> {said}</li> }
            .into_any()
    });
    view! {
        <li>
            <p class="fr-mb-0 renewal__row">{row.title.clone()} " " {(row.mark != Mark::Same).then(|| badge(row.mark))}</p>
            <ul class="bare renewal__cells">{cells.collect_view()}</ul>
            {origin.map(origin_line)}
        </li>
    }
    .into_any()
}

/// Texts longer than this are folded: their beginning tells which they are.
const FOLDED: usize = 160;

/// A value: before and now where they differ; `named` is what before is called.
pub(super) fn value(pair: &Pair, named: &str) -> AnyView {
    let now = pair.now.clone().map(text);
    let before = pair.before.clone().map(text);
    let then = format!("{named}\u{a0}: ");
    match pair.mark {
        Mark::Same | Mark::New => view! { {now} " " {(pair.mark == Mark::New).then(|| badge(Mark::New))} }.into_any(),
        Mark::Changed => view! {
            <span class="fr-sr-only">{then}</span>
            <span class="renewal__before">{before}</span>
            " → "
            <span class="fr-sr-only">"Cette année\u{a0}: "</span>
            <strong>{now}</strong>
            " "
            {badge(Mark::Changed)}
        }
        .into_any(),
        Mark::Missing | Mark::Gone => view! {
            {badge(pair.mark)}
            {before.map(|before| view! { " " {then} <span class="renewal__before">{before}</span> }.into_any())}
        }
        .into_any(),
    }
}

/// A text, folded where it is long.
fn text(text: String) -> AnyView {
    if text.chars().count() <= FOLDED {
        return view! { <span class="answers__value">{text}</span> }.into_any();
    }
    let start: String = text.chars().take(FOLDED).collect();
    let start = start.rsplit_once(' ').map_or(start.clone(), |(start, _)| start.to_owned());
    view! { <details class="renewal__text"><summary>{format!("{start}…")}</summary>{text}</details> }
        .into_any()
}

/// Where an answer comes from, under it.
pub(super) fn origin_line(said: String) -> AnyView {
    view! { <span class="origin">{said}</span> }.into_any()
}

fn badge(mark: Mark) -> AnyView {
    let (class, name) = match mark {
        Mark::Missing => ("fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon", "Manque"),
        Mark::Changed => ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Modifié"),
        Mark::New => ("fr-badge fr-badge--new fr-badge--sm fr-badge--no-icon", "Nouveau"),
        Mark::Gone => ("fr-badge fr-badge--sm", "Sans réponse cette année"),
        Mark::Same => ("tasks__status", "Identique"),
    };
    view! { <span class=class>{name}</span> }.into_any()
}
