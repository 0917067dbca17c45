//! `/administration`: what the service stands on, each with its origin and its date.

use domain::{
    dossier::About,
    ports::{KeptList, PublishedForm},
    usecase::ReferenceData,
};
use form::{Date, Parameter, french};
use leptos::prelude::*;

use crate::{Page, ui::wide_table};

/// The forms, the reference lists and the dated amounts.
#[must_use]
pub fn administration(data: ReferenceData) -> Page {
    Page::new("Administration", move || page(data))
}

fn page(data: ReferenceData) -> AnyView {
    let day = french::long_date(data.today);
    let forms = data.forms.iter().map(form_row).collect();
    let national = data.forms.iter().filter(|form| form.departement.is_none());
    let to_read = national.map(read_link).collect_view();
    let lists = data.lists.iter().map(list_row).collect();
    let parameters = data.parameters.iter().map(|parameter| parameter_row(parameter, data.today)).collect();
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Administration"</h1>
            <p class="fr-text--lead">{format!("Ce sur quoi le service s’appuie, au {day}.")}</p>
            {table("Formulaires", "Les dossiers ouverts aujourd’hui suivent la version la plus récente de chaque formulaire.", &[("Formulaire", false), ("Version", true), ("Étapes", true), ("Questions", true)], forms)}
            <ul>{to_read}</ul>
            {table("Listes de référence", "Une liste change avec la version du service.", &[("Liste", false), ("Entrées", true), ("Publiée le", true), ("Origine", false)], lists)}
            {table("Montants et repères en vigueur", "Ceux du jour\u{202f}; chaque dossier transmis garde ceux de son envoi.", &[("Paramètre", false), ("Pour", false), ("Valeur", true), ("Depuis le", true), ("Source", false)], parameters)}
        </div>
    }
    .into_any()
}

/// The way to read a national form whole.
fn read_link(form: &PublishedForm) -> AnyView {
    let name = if form.key == About::Demand.trame() { String::new() } else { format!("{}-", form.key) };
    let href = format!("/administration/formulaires/{name}{}", form.version);
    let text = format!("Lire ou imprimer «\u{a0}{}\u{a0}», version {}", form.title, form.version);
    view! { <li><a class="fr-link" href=href>{text}</a></li> }.into_any()
}

fn form_row(form: &PublishedForm) -> Vec<String> {
    let title = match &form.departement {
        None => form.title.clone(),
        Some(departement) => format!("{} ({})", form.title, departement.name()),
    };
    let whole = |count: usize| french::number(count.into(), 0);
    vec![title, form.version.to_string(), whole(form.steps), whole(form.questions)]
}

fn list_row(list: &KeptList) -> Vec<String> {
    vec![
        list.name.clone(),
        french::number(list.count.into(), 0),
        french::date(list.published),
        format!("{}, version {}", list.package, list.version),
    ]
}

fn parameter_row(parameter: &Parameter, today: Date) -> Vec<String> {
    let source = match parameter.provisional(today) {
        Some(said) => format!("{} {said}", parameter.source),
        None => parameter.source.clone(),
    };
    vec![
        parameter.about.label.clone(),
        whom(parameter),
        parameter.shown(),
        french::date(parameter.from),
        source,
    ]
}

fn whom(parameter: &Parameter) -> String {
    let word = |(fact, value): (&String, &String)| match (fact.as_str(), value.as_str()) {
        ("zone", "mayotte") => "Mayotte".to_owned(),
        ("zone", _) => "hors Mayotte".to_owned(),
        _ => value.clone(),
    };
    let words: Vec<String> = parameter.conditions.iter().map(word).collect();
    if words.is_empty() { "toutes les structures".to_owned() } else { words.join(", ") }
}

fn table(
    title: &'static str,
    note: &'static str,
    heads: &[(&'static str, bool)],
    rows: Vec<Vec<String>>,
) -> AnyView {
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().zip(heads).enumerate().map(|(place, (text, (head, numeric)))| {
            if place == 0 {
                return view! { <th role="rowheader" scope="row">{text}</th> }.into_any();
            }
            view! { <td role="cell" class:fr-cell--right=*numeric data-label=*head>{text}</td> }.into_any()
        });
        view! { <tr role="row">{cells.collect_view()}</tr> }.into_any()
    });
    let table = wide_table(title, title, heads, rows.collect());
    view! {
        <h2 class="fr-h4 fr-mt-4w">{title}</h2>
        <p>{note}</p>
        {table}
    }
    .into_any()
}
