//! What the inventory is asked: form, year, step, source, words, order; and the files to take away.

use domain::{
    dossier::About,
    inventory::{Asked, Column, Inventory, Order, Reach, Supply, Wanted},
};
use leptos::prelude::*;

use super::ADDRESS;

/// The columns to sort by, as a list names them.
const SORTS: [(Column, &str); 11] = [
    (Column::Form, "Ordre du formulaire"),
    (Column::Datum, "Donnée"),
    (Column::Sources, "Nombre de sources"),
    (Column::Fresh, "Fraîcheur"),
    (Column::Stored, "En base"),
    (Column::Coverage, "Couverture"),
    (Column::Kept, "Gardées"),
    (Column::Corrected, "Corrigées"),
    (Column::Left, "Non reprises"),
    (Column::Typed, "Saisies"),
    (Column::Contested, "Contestées"),
];

/// The forms to choose from.
const FORMS: [(About, &str); 2] = [(About::Demand, "Demande"), (About::Bilan, "Bilan")];

/// The address that asks something of the page, or of one of its exports.
pub(super) fn address(end: &str, asked: &Asked) -> String {
    format!("{ADDRESS}{end}{}", asked.query())
}

/// The form of the filters, which needs no script.
pub(super) fn controls(inventory: &Inventory, asked: &Asked) -> AnyView {
    let forms = FORMS.iter().map(|(about, name)| (Asked::form(*about).to_owned(), (*name).to_owned()));
    let (word, of_year) = (Asked::year_word(asked.about), super::of_year(asked.about));
    let years = inventory.years.iter().map(|year| (year.to_string(), format!("{of_year} {year}")));
    let steps = inventory.steps.clone().into_iter();
    let steps = std::iter::once((String::new(), "Toutes les étapes".to_owned())).chain(steps);
    let any = [
        (Wanted::Any, "Toutes les données, avec ou sans source"),
        (Wanted::Elsewhere, "Une autre administration ou un autre service"),
        (Wanted::Without, "Sans source"),
    ];
    let any = any.into_iter().map(|(wanted, name)| (wanted.code().to_owned(), name.to_owned()));
    let supplies = Supply::all().filter(|supply| inventory.gives(*supply));
    let sources = any.chain(supplies.map(|supply| (supply.code().to_owned(), supply.name().to_owned())));
    let reaches = [
        (Reach::All, "Toutes les questions"),
        (Reach::National, "Formulaire national"),
        (Reach::Local, "Questions locales"),
    ];
    let reaches = reaches.into_iter().map(|(reach, name)| (reach.code().to_owned(), name.to_owned()));
    let sorts = SORTS.iter().map(|(column, name)| (column.code().to_owned(), (*name).to_owned()));
    let orders = [(Order::Ascending, "Croissant"), (Order::Descending, "Décroissant")];
    let orders = orders.into_iter().map(|(order, name)| (order.code().to_owned(), name.to_owned()));
    let unfiltered = Asked { about: asked.about, year: asked.year, ..Asked::default() };
    let clear = (*asked != unfiltered).then(|| {
        let href = address("", &unfiltered);
        view! { <p class="fr-mt-2w fr-mb-0"><a class="fr-link" href=format!("{href}#inventaire")>"Effacer les filtres"</a></p> }
            .into_any()
    });
    view! {
        <form method="get" action=format!("{ADDRESS}#inventaire") role="search" aria-label="Filtrer l’inventaire">
            <div class="fr-grid-row fr-grid-row--gutters fr-grid-row--bottom">
                {select("formulaire", "Formulaire", forms.collect(), Asked::form(asked.about))}
                {(inventory.years.len() > 1).then(|| select(word, of_year, years.collect(), &inventory.year.to_string()))}
                {select("etape", "Étape", steps.collect(), &asked.step)}
                {(!inventory.asking().is_empty()).then(|| select("portee", "Questions", reaches.collect(), asked.reach.code()))}
                {select("source", "Source", sources.collect(), asked.source.code())}
                <div class="fr-col-12 fr-col-md-4">
                    <label class="fr-label" for="mot">"Mots contenus dans la ligne"</label>
                    <input class="fr-input" type="search" id="mot" name="mot" maxlength="100" value=asked.words.clone()/>
                </div>
                {select("tri", "Trier par", sorts.collect(), asked.column.code())}
                {select("ordre", "Ordre", orders.collect(), asked.order.code())}
                <div class="fr-col-12 fr-col-md-4">
                    <button class="fr-btn" type="submit">"Afficher"</button>
                </div>
            </div>
        </form>
        {clear}
    }
    .into_any()
}

/// A list of choices under its label.
pub(super) fn select(
    name: &'static str,
    label: &'static str,
    choices: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let options = choices.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }.into_any()
    });
    view! {
        <div class="fr-col-12 fr-col-md-4">
            <label class="fr-label" for=name>{label}</label>
            <select class="fr-select" id=name name=name>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

/// The files to take away: what is shown, and its definitions.
pub(super) fn exports(asked: &Asked) -> AnyView {
    let link = |end: &str, text: &'static str| {
        let href = address(end, asked);
        view! { <li><a class="fr-link" href=href download="">{text}</a></li> }.into_any()
    };
    view! {
        <h3 class="fr-h6 fr-mt-3w">"Exporter ce qui est affiché"</h3>
        <ul>
            {link(".xlsx", "Classeur (XLSX)\u{a0}: inventaire, sources et définitions")}
            {link(".csv", "Tableau (CSV)\u{a0}: inventaire seul")}
            {link("/definitions.csv", "Tableau (CSV)\u{a0}: définitions")}
        </ul>
    }
    .into_any()
}
