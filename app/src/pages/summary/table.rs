//! A table of the check before sending: its rows as they were filled, their totals.

use form::{Field, FieldState, Table, engine::column_total, french};
use leptos::prelude::*;

use super::Reading;
use crate::pages::taken::of_table;

/// A table: its rows as they were filled, and the way back to it.
pub(super) fn table_line(
    reading: &Reading<'_>,
    field: &Field,
    table: &Table,
    state: &FieldState,
    step: &str,
) -> AnyView {
    let says = |row: &&form::RowState| row.cells.iter().any(|cell| cell.value.is_some());
    let asked =
        |place: usize| state.rows.iter().any(|row| row.cells.get(place).is_some_and(|cell| cell.visible));
    let asked: Vec<bool> = (0..table.columns.len()).map(asked).collect();
    let said = state.rows.iter().enumerate().filter(|(_, row)| !table.is_fixed() || says(row));
    let rows = said.map(|(place, row)| {
        let cells = table.columns.iter().zip(&row.cells).zip(&asked).filter(|(_, asked)| **asked);
        let cells = cells.map(|((column, cell), _)| {
            let shown = cell.value.as_ref().map(|value| french::value(value, &column.field_type));
            let numeric = cell.value.as_ref().is_some_and(|value| value.number().is_some());
            view! { <td class:numeric=numeric data-label=column.label.clone()>{shown}</td> }.into_any()
        });
        view! { <tr><th scope="row">{table.row_title(place)}</th> {cells.collect_view()}</tr> }.into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let heads = table.columns.iter().zip(&asked).filter(|(_, asked)| **asked);
    let heads = heads.map(|(column, _)| view! { <th scope="col">{column.label.clone()}</th> }.into_any());
    let shown = if rows.is_empty() {
        view! { <p class="answers__none fr-mb-0">"Aucune ligne"</p> }.into_any()
    } else {
        view! {
            <table class="lines">
                <thead><tr><td></td> {heads.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
                {totals(table, state, &asked)}
            </table>
        }
        .into_any()
    };
    let edit = (field.is_typed() && reading.snapshot.submission().is_none()).then(|| {
        let path = format!("/dossiers/{}/etapes/{step}?retour=recapitulatif#{}", reading.id, field.path.control_id());
        view! { <a class="fr-link fr-link--sm" href=path>"Modifier" <span class="fr-sr-only">{format!(" {}", field.label)}</span></a> }.into_any()
    });
    view! {
        <div class="answers__line answers__line--table">
            <dt>{field.label.clone()}</dt>
            <dd>
                {shown}
                {of_table(reading.snapshot, &field.path).map(|said| view! { <span class="origin">{said}</span> }.into_any())}
            </dd>
            <dd class="answers__edit">{edit}</dd>
        </div>
    }
    .into_any()
}

/// The totals under the rows, where columns have one.
fn totals(table: &Table, state: &FieldState, asked: &[bool]) -> Option<AnyView> {
    let columns = table.columns.iter().enumerate().filter(|(place, _)| asked[*place]);
    let cells = columns.map(|(place, column)| {
        let shown = column.total.then(|| column_total(&state.rows, place, &column.field_type));
        view! { <td class="numeric" data-label=column.label.clone()>{shown}</td> }.into_any()
    });
    table.columns.iter().any(|column| column.total).then(|| {
        view! { <tfoot><tr><th scope="row">"Total"</th> {cells.collect_view()}</tr></tfoot> }.into_any()
    })
}
