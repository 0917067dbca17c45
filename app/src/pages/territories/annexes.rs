//! What ASP's annexes say of each département of a structure, in columns, beside what its dossier asks.

use domain::prefill::{AnnexeLine, AnnexesBeside, Cell, Place};
use leptos::prelude::*;

/// The annexes of the last year, a column a département.
pub(super) fn annexes(read: &AnnexesBeside) -> AnyView {
    let year = read.year;
    let heads = read.places.iter().map(|place| {
        let none = (!place.has_annexe).then(|| {
            view! { <span class="fr-hint-text">{format!("Pas d’annexe en {year}")}</span> }.into_any()
        });
        view! { <th scope="col">{named(place)} {none}</th> }.into_any()
    });
    let rows = read.lines.iter().map(|line| row(line, &read.places));
    view! {
        <section class="fr-mt-4w" aria-labelledby="annexes">
            <h2 class="fr-h4" id="annexes">"Ce que disent les annexes de chaque département"</h2>
            <p>{format!("Annexes de {year} connues de l’ASP, et postes que ce dossier demande pour chaque département.")}</p>
            <table class="lines territories__table">
                <caption class="fr-sr-only">{format!("Annexes de {year}, par département")}</caption>
                <thead><tr><th scope="col">"Donnée"</th> {heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// « Finistère (29) ».
fn named(place: &Place) -> String {
    format!("{} ({})", place.departement.name(), place.departement.code())
}

fn row(line: &AnnexeLine, places: &[Place]) -> AnyView {
    let differs = line
        .differs
        .then(|| view! { <span class="fr-hint-text">"Diffère d’un département à l’autre"</span> }.into_any());
    let cells = line.cells.iter().zip(places).map(|(cell, place)| one(cell, place));
    view! { <tr><th scope="row">{line.label} " " {differs}</th> {cells.collect_view()}</tr> }.into_any()
}

fn one(cell: &Cell, place: &Place) -> AnyView {
    let shown = match &cell.shown {
        Some(shown) => view! { <span class="territories__value">{shown.clone()}</span> }.into_any(),
        None => view! { <span class="answers__none">"Rien"</span> }.into_any(),
    };
    let other = cell
        .is_other
        .then(|| view! { " " <span class="fr-hint-text">"Autre nombre que dans l’annexe"</span> }.into_any());
    view! { <td data-label=named(place)>{shown} {other}</td> }.into_any()
}
