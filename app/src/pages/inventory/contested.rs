//! `/pilotage/donnees/contestations`: what structures say is wrong at the sources, by producer.

use domain::{
    dossier::About,
    inventory::{Asked, Contest, PRODUCERS},
    ports::ContestedLine,
    usecase::Contests,
};
use form::{FieldType, Value, french};
use leptos::prelude::*;

use super::{
    ADDRESS, contests_address,
    controls::{address, select},
};
use crate::{Page, ui::wide_table};

/// Lines that a page shows; its export holds them all.
const SHOWN: usize = 200;

/// What is contested, of one producer where its key is given; `about` is the form whose inventory one comes from.
#[must_use]
pub fn contests(contests: Contests, producer: String, about: About) -> Page {
    Page::new("Données contestées par les structures", move || page(contests, &producer, about))
}

fn page(contests: Contests, producer: &str, about: About) -> AnyView {
    let Contests { year, years, places, lines } = contests;
    let place = places.unwrap_or_else(|| "France entière".to_owned());
    let said = match lines.len() {
        0 => "Aucune donnée n’est contestée dans les dossiers et les bilans transmis.".to_owned(),
        count => format!(
            "{} dans les dossiers et les bilans transmis.",
            french::count(count, "donnée contestée", "données contestées")
        ),
    };
    let more = (lines.len() > SHOWN)
        .then(|| view! { <p>{format!("Les {SHOWN} plus récentes sont affichées\u{a0}; l’export les contient toutes.")}</p> }.into_any());
    let export = contests_address(".csv", about, Some(year), producer);
    let export = (!lines.is_empty()).then(|| {
        view! { <p><a class="fr-link" href=export download="">"Exporter pour le producteur (CSV)"</a></p> }.into_any()
    });
    let back = address("", &Asked { about, year: Some(about.year_in(year)), ..Asked::default() });
    let table = (!lines.is_empty()).then(|| table(&lines));
    view! {
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href=back>"Revenir à l’inventaire"</a></p>
            <h1>"Données contestées par les structures"</h1>
            <p class="fr-text--lead">"Les données que les structures contestent chez une source, pour que son producteur les corrige."</p>
            <p>{format!("Campagne {year}, bilans de {}, {place}. {said}", About::Bilan.year_in(year))}</p>
            {filter(year, &years, producer, about)}
            {export}
            {table}
            {more}
        </div>
    }
    .into_any()
}

fn filter(year: i16, years: &[i16], producer: &str, about: About) -> AnyView {
    let choices = years.iter().map(|year| (year.to_string(), format!("Campagne {year}")));
    let producers = PRODUCERS.iter().map(|(code, name, _)| ((*code).to_owned(), (*name).to_owned()));
    let producers = std::iter::once((String::new(), "Tous les producteurs".to_owned())).chain(producers);
    view! {
        <form method="get" action=format!("{ADDRESS}/contestations") class="fr-mb-3w" role="search" aria-label="Filtrer les données contestées">
            {(about == About::Bilan).then(|| view! { <input type="hidden" name="formulaire" value=Asked::form(about)/> }.into_any())}
            <div class="fr-grid-row fr-grid-row--gutters fr-grid-row--bottom">
                {select("campagne", "Campagne", choices.collect(), &year.to_string())}
                {select("source", "Producteur", producers.collect(), producer)}
                <div class="fr-col-12 fr-col-md-4">
                    <button class="fr-btn" type="submit">"Afficher"</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn table(lines: &[ContestedLine]) -> AnyView {
    let heads = [
        ("Structure", false),
        ("Donnée", false),
        ("Source", false),
        ("Valeur de la source", false),
        ("Ce que dit la structure", false),
        ("Contestée le", true),
        ("Dossier", false),
    ];
    let rows = lines.iter().take(SHOWN).map(row).collect();
    let caption = "Données contestées, de la plus récente à la plus ancienne";
    let table = wide_table("Données contestées", caption, &heads, rows);
    view! { <div class="inventory">{table}</div> }.into_any()
}

/// The value as people read it; as the source wrote it, in a record of before that has no other.
fn said(contest: &Contest) -> String {
    if contest.shown.is_empty() { contest.said.clone() } else { contest.shown.clone() }
}

fn row(line: &ContestedLine) -> AnyView {
    let ContestedLine { dossier, contest } = line;
    let siret = french::value(&Value::Text(contest.siret.clone()), &FieldType::Siret);
    let place: Vec<&str> =
        [contest.record.as_str(), &contest.column].into_iter().filter(|part| !part.is_empty()).collect();
    let dated = contest.as_of.map(|day| format!("au {}", french::date(day))).unwrap_or_default();
    let sent = match &contest.sent {
        Some(sent) => sent.clone(),
        None if contest.is_of_answer() => "Laissée sans réponse".to_owned(),
        None => String::new(),
    };
    let (day, _) = french::time_of_day(contest.at);
    let reference = dossier.reference.clone();
    let bilan = (dossier.about == About::Bilan)
        .then(|| view! { <span class="fr-hint-text">{dossier.about.name()}</span> }.into_any());
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{dossier.structure.clone()} <span class="fr-hint-text">{format!("SIRET {siret}")}</span></th>
            <td role="cell" data-label="Donnée">{contest.label.clone()}</td>
            <td role="cell" data-label="Source"><span>{contest.source()} <span class="fr-hint-text">{place.join(", ")}</span></span></td>
            <td role="cell" data-label="Valeur de la source"><span>{said(contest)} <span class="fr-hint-text">{dated}</span></span></td>
            <td role="cell" data-label="Ce que dit la structure"><span>{sent} <span class="fr-hint-text">{contest.text.clone()}</span></span></td>
            <td role="cell" class="fr-cell--right" data-label="Contestée le">{french::date(day)}</td>
            <td role="cell" data-label="Dossier"><span><a class="fr-link fr-link--sm" href=format!("/instruction/dossiers/{}", dossier.id)>{reference}</a> {bilan}</span></td>
        </tr>
    }
    .into_any()
}
