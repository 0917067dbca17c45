//! The inventory itself: a line a datum, each column sorted by a click on its heading.

use domain::inventory::{Asked, Column, Line, Nature, Order, Supply, catalogue::Given};
use form::french;
use leptos::prelude::*;

use super::{controls::address, figures::share};

/// The columns: what they sort by, their heading, whether they hold numbers.
const HEADS: [(Column, &str, bool); 9] = [
    (Column::Datum, "Donnée", false),
    (Column::Sources, "Sources", false),
    (Column::Fresh, "Fraîcheur", true),
    (Column::Stored, "En base", true),
    (Column::Coverage, "Couverture", true),
    (Column::Kept, "Gardées", true),
    (Column::Corrected, "Corrigées", true),
    (Column::Typed, "Saisies", true),
    (Column::Contested, "Contestées", true),
];

pub(super) fn table(lines: &[&Line], asked: &Asked) -> AnyView {
    let heads = HEADS.iter().map(|(column, head, numeric)| heading(*column, head, *numeric, asked));
    let by_step = asked.column == Column::Form;
    let bodies: Vec<AnyView> = if by_step {
        lines.chunk_by(|line, next| line.step == next.step).map(|lines| body(lines, true)).collect()
    } else {
        vec![body(lines, false)]
    };
    let label = "Inventaire des données";
    view! {
        <div class="fr-table fr-table--sm fr-table--no-caption queue inventory">
            <div class="fr-table__wrapper">
                <div class="fr-table__container">
                    <div class="fr-table__content" tabindex="0" role="region" aria-label=label>
                        <table role="table">
                            <caption>"Inventaire des données, leurs sources et ce que valent leurs valeurs"</caption>
                            <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                            {bodies}
                        </table>
                    </div>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// A heading whose link sorts by its column, the other way when it does already.
fn heading(column: Column, head: &'static str, numeric: bool, asked: &Asked) -> AnyView {
    let current = asked.column == column;
    let next = match (current, asked.order) {
        (true, Order::Descending) => Order::Ascending,
        // The largest shares first, the first letters first.
        (false, _) if column == Column::Datum => Order::Ascending,
        (true, Order::Ascending) | (false, _) => Order::Descending,
    };
    let (sort, arrow) = match (current, asked.order) {
        (true, Order::Ascending) => (Some("ascending"), Some(" ↑")),
        (true, Order::Descending) => (Some("descending"), Some(" ↓")),
        (false, _) => (None, None),
    };
    let href = address("", &Asked { column, order: next, ..asked.clone() });
    view! {
        <th role="columnheader" scope="col" class:fr-cell--right=numeric aria-sort=sort>
            <a href=format!("{href}#inventaire")><span class="fr-sr-only">"Trier par "</span> {head} {arrow.map(|arrow| view! { <span aria-hidden="true">{arrow}</span> }.into_any())}</a>
        </th>
    }
    .into_any()
}

/// Lines under one heading, when they are those of a step.
fn body(lines: &[&Line], titled: bool) -> AnyView {
    let title = lines.first().filter(|_| titled).map(|line| {
        view! { <tr role="row"><th role="rowheader" scope="rowgroup" colspan=HEADS.len() class="inventory__step">{line.step_title.clone()}</th></tr> }.into_any()
    });
    let rows = lines.iter().map(|line| row(line, titled));
    view! { <tbody role="rowgroup">{title} {rows.collect_view()}</tbody> }.into_any()
}

fn row(line: &Line, titled: bool) -> AnyView {
    let figures = &line.figures;
    let fresh = line.fresh.map_or_else(|| "–".to_owned(), french::date);
    let computed = line.nature == Nature::Computed;
    let shares = [
        ("En base", line.stored.coverage()),
        ("Couverture", figures.coverage()),
        ("Gardées", figures.kept()),
        ("Corrigées", figures.corrected()),
        ("Saisies", figures.typed()),
        ("Contestées", figures.contested()),
    ];
    let cells = shares.into_iter().map(|(label, of)| {
        let text = if computed { "–".to_owned() } else { share(of) };
        view! { <td role="cell" class="fr-cell--right" data-label=label>{text}</td> }.into_any()
    });
    let step =
        (!titled).then(|| view! { <span class="fr-hint-text">{line.step_title.clone()}</span> }.into_any());
    let local = line.local.as_ref().map(|departement| {
        let text = format!("Question locale, {}", super::named(departement));
        view! { <span class="fr-hint-text">{text}</span> }.into_any()
    });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{line.label.clone()} <span class="fr-hint-text">{line.key.clone()}</span> {step} {local}</th>
            <td role="cell" data-label="Sources"><div>{sources(line)}</div></td>
            <td role="cell" class="fr-cell--right" data-label="Fraîcheur">{fresh}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

/// Who gives the datum; who could, where nobody does.
fn sources(line: &Line) -> AnyView {
    if line.nature == Nature::Computed {
        return view! { "Calculée par le formulaire" }.into_any();
    }
    let mut by: Vec<(Supply, Vec<&Given>)> = Vec::new();
    for given in &line.given {
        match by.iter_mut().find(|(supply, _)| *supply == given.supply) {
            Some((_, all)) => all.push(given),
            None => by.push((given.supply, vec![given])),
        }
    }
    let given = by.into_iter().map(|(supply, all)| {
        let fields: Vec<&str> = all.iter().map(|given| given.field).collect();
        let how = if all.iter().all(|given| given.worked_out) { "déduite\u{a0}: " } else { "" };
        view! { <li>{supply.name()} <span class="fr-hint-text">{format!("{how}{}", fields.join(" ou "))}</span></li> }.into_any()
    });
    let given: Vec<AnyView> = given.collect();
    let none = given.is_empty().then(|| view! { <strong>"Sans source"</strong> }.into_any());
    let could = line.could.iter().map(|could| {
        view! { <li>{could.who} <span class="fr-hint-text">{could.field}</span></li> }.into_any()
    });
    let could: Vec<AnyView> = could.collect();
    let elsewhere = match (line.alone(), could.is_empty()) {
        (Some(alone), _) => view! { <p class="fr-hint-text fr-mb-0">{alone}</p> }.into_any(),
        (None, true) => ().into_any(),
        (None, false) => view! { <p class="fr-hint-text fr-mb-0">"Pourrait venir de\u{a0}:"</p> <ul class="bare">{could}</ul> }.into_any(),
    };
    view! { {none} <ul class="bare">{given}</ul> {elsewhere} }.into_any()
}
