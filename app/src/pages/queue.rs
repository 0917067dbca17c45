//! `/instruction`: the dossiers sent of a service, what awaits it first, found by words and keys.

mod controls;
mod line;

use domain::{
    campaign::Campaign,
    queue::{Asked, Found, Search, Tab},
};
use form::french;
use leptos::prelude::*;

use crate::{Page, ui::wide_table};

const ADDRESS: &str = "/instruction";

/// A service's queue.
pub struct Queue {
    /// Name of the service.
    pub service: String,
    /// Today, in Paris.
    pub today: form::Date,
    /// How long the service has to instruct a dossier, in days.
    pub delay: u16,
    /// What is asked of it.
    pub asked: Asked,
    /// What is found.
    pub found: Found,
}

/// The dossiers of the person's service.
#[must_use]
pub fn queue(queue: Queue) -> Page {
    Page::new("Dossiers à instruire", move || page(queue).into_any())
}

fn page(queue: Queue) -> impl IntoView {
    let Queue { service, today, delay, asked, found } = queue;
    let here = found.count(Tab::Here, asked.level);
    let count = french::count(
        usize::try_from(here).unwrap_or_default(),
        "dossier vous attend",
        "dossiers vous attendent",
    );
    let count = if asked.search.text.is_empty() { format!("{service} · {count}") } else { service };
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Dossiers à instruire"</h1>
            <p class="fr-text--lead">{count}</p>
            {controls::search(&asked)}
            {controls::parts(&asked, &found)}
            {if found.lines.is_empty() { nothing(&asked, &found, today) } else { table(&asked, &found, (today, delay)) }}
            {pages(&asked, &found)}
        </div>
    }
}

/// Why nothing is shown, and what can be done.
fn nothing(asked: &Asked, found: &Found, today: form::Date) -> AnyView {
    let everywhere = found.count(Tab::All, asked.level);
    let everything = Asked { tab: Tab::All, after: None, ..asked.clone() }.query();
    let all = |count: u64| {
        let count = french::count(usize::try_from(count).unwrap_or_default(), "dossier", "dossiers");
        view! { <a class="fr-link" href=format!("{ADDRESS}{everything}")>{format!("Voir tous les dossiers ({count})")}</a> }
            .into_any()
    };
    if asked.search.text.is_empty() && everywhere == 0 {
        let deadline = french::long_date(Campaign::running(today).deadline);
        return view! {
            <p>
                {format!("Aucun dossier n’est encore transmis sur votre territoire. Les structures ont jusqu’au {deadline}\u{202f}; chaque dossier apparaît ici dès qu’il est transmis.")}
            </p>
        }
        .into_any();
    }
    if asked.after.is_some() {
        let first = Asked { after: None, ..asked.clone() }.query();
        return view! {
            <p>"Il n’y a plus de dossier après ceux que vous avez vus."</p>
            <p><a class="fr-link" href=format!("{ADDRESS}{first}")>"Revenir au début"</a></p>
        }
        .into_any();
    }
    let said = match (asked.search.text.is_empty(), asked.tab) {
        (false, _) => "Aucun dossier ne correspond ici à cette recherche.",
        (true, Tab::Here) => {
            "Rien ne vous attend\u{a0}: tous les dossiers sont chez les structures, ou décidés."
        }
        (true, Tab::There) => "Aucune structure n’a de correction à faire.",
        (true, Tab::Done | Tab::All) => "Aucun dossier n’est encore décidé.",
    };
    let cleared = Asked { search: Search::default(), after: None, ..asked.clone() }.query();
    let clear = (!asked.search.text.is_empty()).then(|| {
        view! { <a class="fr-link fr-mr-2w" href=format!("{ADDRESS}{cleared}")>"Effacer la recherche"</a> }.into_any()
    });
    view! {
        <p>{said}</p>
        <p>{clear} {(everywhere > 0 && asked.tab != Tab::All).then(|| all(everywhere))}</p>
    }
    .into_any()
}

fn table(asked: &Asked, found: &Found, (today, delay): (form::Date, u16)) -> AnyView {
    let heads = [
        ("Structure", false),
        ("Pourquoi ici", false),
        ("Délai", false),
        ("Type", false),
        ("Postes demandés", true),
        ("Écart", true),
        ("Aide demandée", true),
        ("Points d’attention", true),
        ("Département", false),
        ("Transmis", false),
    ];
    let rows = found.lines.iter().map(|line| line::row(line, today, delay)).collect();
    let (label, caption) = controls::named(asked);
    wide_table(label, caption, &heads, rows)
}

/// The way to the lines that follow, and back to the first.
fn pages(asked: &Asked, found: &Found) -> AnyView {
    let first = asked.after.is_some().then(|| {
        let href = format!("{ADDRESS}{}", Asked { after: None, ..asked.clone() }.query());
        view! { <li><a class="fr-pagination__link fr-pagination__link--first" href=href>"Début"</a></li> }
            .into_any()
    });
    let next = found.next.clone().map(|next| {
        let href = format!("{ADDRESS}{}", Asked { after: Some(next), ..asked.clone() }.query());
        view! { <li><a class="fr-pagination__link fr-pagination__link--next" rel="next" href=href>"Dossiers suivants"</a></li> }
            .into_any()
    });
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    view! { <nav class="fr-pagination" aria-label="Pages de la file"><ul class="fr-pagination__list">{first} {next}</ul></nav> }
        .into_any()
}
