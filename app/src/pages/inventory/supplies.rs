//! The sources one by one: their pace, what is in store, what their values are worth.

use domain::inventory::{Inventory, SupplyLine};
use form::{Decimal, french};
use leptos::prelude::*;

use super::figures::share;
use crate::ui::wide_table;

pub(super) fn table(inventory: &Inventory) -> AnyView {
    let heads = [
        ("Source", false),
        ("Cadence", false),
        ("En base au", true),
        ("Lues au", true),
        ("Données", true),
        ("Structures", true),
        ("Valeurs", true),
        ("Gardées", true),
        ("Écartées", true),
        ("Non reprises", true),
        ("Contestées", true),
    ];
    let rows = inventory.supplies.iter().map(row).collect();
    let caption = "Les sources, leur cadence et ce que valent leurs valeurs";
    let table = wide_table("Tableau des sources", caption, &heads, rows);
    view! { <div class="supplies">{table}</div> }.into_any()
}

fn row(line: &SupplyLine) -> AnyView {
    let number = |count: u32| french::number(Decimal::from(count), 0);
    let fresh = line.fresh.map_or_else(|| line.supply.absent().to_owned(), french::date);
    let read = line.read.map_or_else(|| "–".to_owned(), french::date);
    let figures = line.figures;
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{line.supply.name()}</th>
            <td role="cell" data-label="Cadence">{line.supply.pace()}</td>
            <td role="cell" class="fr-cell--right" data-label="En base au">{fresh}</td>
            <td role="cell" class="fr-cell--right" data-label="Lues au">{read}</td>
            <td role="cell" class="fr-cell--right" data-label="Données">{line.data}</td>
            <td role="cell" class="fr-cell--right" data-label="Structures">{number(figures.covered)}</td>
            <td role="cell" class="fr-cell--right" data-label="Valeurs">{number(figures.came)}</td>
            <td role="cell" class="fr-cell--right" data-label="Gardées">{share(figures.kept())}</td>
            <td role="cell" class="fr-cell--right" data-label="Écartées">{share(figures.set_aside())}</td>
            <td role="cell" class="fr-cell--right" data-label="Non reprises">{share(figures.left())}</td>
            <td role="cell" class="fr-cell--right" data-label="Contestées">{share(figures.contested())}</td>
        </tr>
    }
    .into_any()
}
