//! The inventory itself: a line a datum, each column sorted by a click on its heading; step by step, each is folded.

use domain::inventory::{Asked, Column, Line, Nature, Order, Supply, catalogue::Given};
use form::french;
use leptos::prelude::*;

use super::{controls::address, figures::share};

/// The columns: what they sort by, their heading, whether they hold numbers.
const HEADS: [(Column, &str, bool); 10] = [
    (Column::Datum, "Donnée", false),
    (Column::Sources, "Sources", false),
    (Column::Fresh, "Fraîcheur", true),
    (Column::Stored, "En base", true),
    (Column::Coverage, "Couverture", true),
    (Column::Kept, "Gardées", true),
    (Column::Corrected, "Corrigées", true),
    (Column::Left, "Non reprises", true),
    (Column::Typed, "Saisies", true),
    (Column::Contested, "Contestées", true),
];

pub(super) fn table(lines: &[&Line], asked: &Asked) -> AnyView {
    if asked.column != Column::Form {
        return of(lines, "Inventaire des données".to_owned(), asked);
    }
    // All of it is longer than anybody reads at once: what was asked for is shown, the rest is one click away.
    let open = lines.len() <= FEW;
    let steps = lines.chunk_by(|line, next| line.step == next.step);
    let folds = steps.filter_map(|lines| Some(fold(lines.first()?, lines, open, asked)));
    view! { <div class="inventory__steps">{folds.collect_view()}</div> }.into_any()
}

/// Lines shown at once; more are folded, step by step.
const FEW: usize = 40;

/// The lines of a step, under its title.
fn fold(first: &Line, lines: &[&Line], open: bool, asked: &Asked) -> AnyView {
    let without =
        lines.iter().filter(|line| line.given.is_empty() && line.nature != Nature::Computed).count();
    let without = (without > 0).then(|| format!(", dont {without} sans source"));
    let count = french::count(lines.len(), "donnée", "données");
    let said = format!("{count}{}", without.unwrap_or_default());
    let table = of(lines, format!("Inventaire des données, {}", first.step_title), asked);
    view! {
        <details class="inventory__fold" open=open>
            <summary>{first.step_title.clone()} <span class="fr-hint-text">{said}</span></summary>
            {table}
        </details>
    }
    .into_any()
}

/// A table of some lines.
fn of(lines: &[&Line], label: String, asked: &Asked) -> AnyView {
    let heads = HEADS.iter().map(|(column, head, numeric)| heading(*column, head, *numeric, asked));
    let titled = asked.column == Column::Form;
    let rows = lines.iter().map(|line| row(line, titled));
    let caption = format!("{label}\u{a0}: leurs sources et ce que valent leurs valeurs");
    view! {
        <div class="fr-table fr-table--sm fr-table--no-caption queue inventory">
            <div class="fr-table__wrapper">
                <div class="fr-table__container">
                    <div class="fr-table__content" tabindex="0" role="region" aria-label=label>
                        <table role="table">
                            <caption>{caption}</caption>
                            <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                            <tbody role="rowgroup">{rows.collect_view()}</tbody>
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

fn row(line: &Line, titled: bool) -> AnyView {
    let figures = &line.figures;
    let fresh = line.fresh.map_or_else(|| "–".to_owned(), french::date);
    let computed = line.nature == Nature::Computed;
    let shares = [
        ("En base", line.in_store()),
        ("Couverture", Some(figures.coverage())),
        ("Gardées", Some(figures.kept())),
        ("Corrigées", Some(figures.corrected())),
        ("Non reprises", Some(figures.left())),
        ("Saisies", Some(figures.typed())),
        ("Contestées", Some(figures.contested())),
    ];
    let cells = shares.into_iter().map(|(label, of)| {
        let text = match of {
            _ if computed => "–".to_owned(),
            None => "non mesurée".to_owned(),
            Some(of) => share(of),
        };
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
    if line.nature == Nature::Computed && line.given.is_empty() {
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
    let known =
        (line.nature == Nature::Computed).then_some("Connue du service, personne ne la saisit\u{a0}:");
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
    view! { {none} {known} <ul class="bare">{given}</ul> {elsewhere} }.into_any()
}
