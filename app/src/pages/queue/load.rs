//! `/instruction/charge`: how many dossiers each agent of a service has, and since when they wait.

use domain::{
    queue::{Asked, Search, Tab},
    usecase::{AGES, Loads},
};
use form::{Date, Decimal, french};
use leptos::prelude::*;

use super::ADDRESS;
use crate::{Page, ui::wide_table};

/// The load of the service, each figure leading to the dossiers behind it.
#[must_use]
pub fn load(service: String, loads: Loads) -> Page {
    Page::new("Charge par agent", move || page(&service, &loads).into_any())
}

fn page(service: &str, loads: &Loads) -> AnyView {
    let mut rows: Vec<AnyView> = vec![row("Sans agent", "agent:aucun", &loads.nobody, &loads.days)];
    rows.extend(
        loads
            .agents
            .iter()
            .map(|(_, name, by_age)| row(name, &format!("agent:\"{name}\""), by_age, &loads.days)),
    );
    let all = loads.agents.iter().map(|(.., by_age)| by_age).chain([&loads.nobody]);
    let total: u64 = all.flatten().sum();
    let count =
        french::count(usize::try_from(total).unwrap_or_default(), "dossier en cours", "dossiers en cours");
    let free = format!("{ADDRESS}{}", to("agent:aucun").query());
    let heads = [
        ("Agent", false),
        ("Moins de 15 jours", true),
        ("De 15 à 29 jours", true),
        ("De 30 à 59 jours", true),
        ("60 jours et plus", true),
        ("Total", true),
    ];
    view! {
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href=ADDRESS>"← Dossiers à instruire"</a></p>
            <h1>"Charge par agent"</h1>
            <p class="fr-text--lead">{format!("{service} · {count}")}</p>
            <p>
                "Dossiers transmis et pas encore décidés, par ancienneté de la dernière version transmise. Chaque nombre ouvre la liste\u{a0}; pour répartir autrement, cochez-y des dossiers et confiez-les. "
                <a class="fr-link" href=free>"Répartir les dossiers sans agent"</a>
            </p>
            {wide_table("Charge par agent", "Dossiers en cours, par agent et par ancienneté", &heads, rows)}
        </div>
    }
    .into_any()
}

/// What leads to some dossiers that nobody decided.
fn to(text: &str) -> Asked {
    Asked { search: Search::read(&format!("{text} -attend:personne")), tab: Tab::All, ..Asked::default() }
}

/// The words that find an age: since a day, before another.
fn of_age(days: &[Date], place: usize) -> String {
    let since = days.get(place).map(|day| format!(" depuis:{day}"));
    let before = place.checked_sub(1).and_then(|place| days.get(place)).map(|day| format!(" avant:{day}"));
    format!("{}{}", since.unwrap_or_default(), before.unwrap_or_default())
}

fn row(name: &str, text: &str, by_age: &[u64], days: &[Date]) -> AnyView {
    let names = ["Moins de 15 jours", "De 15 à 29 jours", "De 30 à 59 jours", "60 jours et plus"];
    let cell = |label: &'static str, count: u64, text: String| {
        let shown = french::number(Decimal::from(count), 0);
        let shown = if count == 0 {
            view! { <span>{shown}</span> }.into_any()
        } else {
            view! { <a class="fr-link fr-link--sm" href=format!("{ADDRESS}{}", to(&text).query())>{shown}</a> }.into_any()
        };
        view! { <td role="cell" class="fr-cell--right" data-label=label>{shown}</td> }.into_any()
    };
    let cells = by_age
        .iter()
        .zip(names)
        .enumerate()
        .map(|(place, (count, label))| cell(label, *count, format!("{text}{}", of_age(days, place))));
    let total = cell("Total", by_age.iter().sum(), text.to_owned());
    view! { <tr role="row"><th role="rowheader" scope="row">{name.to_owned()}</th>{cells.collect_view()}{total}</tr> }
        .into_any()
}

/// The ages that the headings name are those that are counted.
const _: () = assert!(AGES[0] == 15 && AGES[1] == 30 && AGES[2] == 60);
