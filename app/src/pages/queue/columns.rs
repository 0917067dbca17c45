//! The choice of the columns.

use domain::queue::{Asked, Column};
use leptos::prelude::*;

use super::ADDRESS;

/// One line a column: it, its heading, whether it is of numbers.
const COLUMNS: [(Column, &str, bool); 10] = [
    (Column::Why, "Pourquoi ici", false),
    (Column::Delay, "Délai", false),
    (Column::Agent, "Agent", false),
    (Column::Kind, "Type", false),
    (Column::Posts, "Postes demandés", true),
    (Column::Gap, "Écart", true),
    (Column::Amount, "Aide demandée", true),
    (Column::Findings, "Constats", true),
    (Column::Places, "Département", false),
    (Column::Sent, "Transmis", false),
];

/// The heading of a column.
pub(super) fn name(column: Column) -> &'static str {
    COLUMNS.iter().find(|(known, ..)| *known == column).map_or("", |(_, name, _)| name)
}

/// Whether a column is of numbers.
pub(super) fn is_numeric(column: Column) -> bool {
    COLUMNS.iter().any(|(known, _, numeric)| *known == column && *numeric)
}

/// What is asked, as hidden fields of a form that asks it again: all but the place in the list, and some fields.
pub(super) fn kept(asked: &Asked, but: &str) -> Vec<AnyView> {
    let words = [
        ("q", asked.search.text.clone()),
        ("vue", asked.tab.code().to_owned()),
        ("tri", asked.sort.code().to_owned()),
        ("colonnes", asked.columns.codes()),
    ];
    let kept = words.into_iter().filter(|(name, value)| *name != but && !value.is_empty());
    kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any()).collect()
}

/// The form of the choice: it asks the same list with other columns.
pub(super) fn form(asked: &Asked) -> AnyView {
    let boxes = COLUMNS.map(|(column, name, _)| {
        let id = format!("colonne-{}", column.code());
        view! {
            <div class="fr-checkbox-group fr-checkbox-group--sm">
                <input type="checkbox" id=id.clone() name="colonne" value=column.code() checked={asked.columns.show(column)}/>
                <label class="fr-label" for=id>{name}</label>
            </div>
        }
        .into_any()
    });
    view! {
        <details>
            <summary>"Colonnes"</summary>
            <form method="get" action=ADDRESS>
                {kept(asked, "colonnes")}
                <fieldset class="fr-fieldset">
                    <legend class="fr-fieldset__legend fr-text--regular">"Colonnes affichées\u{a0}; sans choix, celles d’usage le sont"</legend>
                    <div class="fr-fieldset__element queue__columns">{boxes.into_iter().collect_view()}</div>
                </fieldset>
                <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit">"Afficher ces colonnes"</button>
            </form>
        </details>
    }
    .into_any()
}
