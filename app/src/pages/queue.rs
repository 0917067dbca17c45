//! `/instruction`: the dossiers sent of a service, what awaits it first, found by words and keys.

mod bands;
mod batch;
mod columns;
mod controls;
mod keys;
mod line;
mod load;
mod told;
mod views;

use domain::{
    PersonId,
    campaign::Campaign,
    queue::{Asked, Column, Found, Search, Sort, Tab},
    usecase::QueueDesk,
};
use form::french;
use leptos::prelude::*;

use crate::{Page, ui::wide_table};

pub(crate) use batch::agents;
pub(crate) use keys::{of_dossier as keys_of_dossier, section as keys};
pub use load::load;
pub use told::Told;

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
    /// What is found, and what stands around it.
    pub desk: QueueDesk,
    /// Whether its reader instructs none of its dossiers: their départements do.
    pub reads_only: bool,
    /// Who reads.
    pub me: PersonId,
    /// When the list was read, microseconds since 1970: what changes later is told.
    pub read: i64,
    /// Whether every line is ticked.
    pub ticked: bool,
    /// What was just done, or why it was not.
    pub told: Option<Told>,
}

/// The dossiers of the person's service.
#[must_use]
pub fn queue(queue: Queue) -> Page {
    let wrong = matches!(queue.told, Some(Told::Refused(_)));
    let name = title(queue.desk.shares && !queue.reads_only);
    let title = if wrong { format!("Erreur\u{a0}: {}", name.to_lowercase()) } else { name.to_owned() };
    let page = Page::new(title, move || page(queue).into_any()).with_module("queue.js");
    if wrong { page.with_status(422) } else { page }
}

/// What the list is, for who instructs its dossiers and for who reads them only.
fn title(shares: bool) -> &'static str {
    if shares { "Dossiers à instruire" } else { "Dossiers transmis" }
}

/// How many dossiers await the service; the ministry, which none awaits, reads how many await the services.
fn awaited(here: u64, shares: bool) -> String {
    let (one, many) = if shares {
        ("dossier attend votre service", "dossiers attendent votre service")
    } else {
        ("dossier à traiter par les services", "dossiers à traiter par les services")
    };
    french::count(usize::try_from(here).unwrap_or_default(), one, many)
}

fn page(queue: Queue) -> impl IntoView {
    let Queue { service, today, delay, asked, desk, reads_only, me, read, ticked, told } = queue;
    let (found, instructs) = (&desk.found, desk.shares && !reads_only);
    let count = awaited(found.count(Tab::Here, asked.level), instructs);
    let count = if asked.search.text.is_empty() { format!("{service} · {count}") } else { service };
    view! {
        <div class="fr-container fr-py-4w">
            <h1>{title(instructs)}</h1>
            <p class="fr-text--lead">{count}</p>
            {told.map(|told| told::section(&told, &asked, &desk))}
            {news(read)}
            {views::links(&asked, &desk)}
            {controls::search(&asked, &desk)}
            {controls::parts(&asked, found)}
            {if found.lines.is_empty() {
                nothing(&asked, &desk, today)
            } else {
                beside(batch::form(&asked, &desk, ticked, table(&asked, &desk, (me, ticked), (today, delay))))
            }}
            {pages(&asked, found)}
            <div class="queue__settings">{columns::form(&asked)} {views::keep(&asked)} {keys()}</div>
        </div>
    }
}

/// The list with room beside it, where a script shows a dossier at a glance on a screen that is wide enough.
fn beside(list: AnyView) -> AnyView {
    view! {
        <div class="listing">
            <div>{list}</div>
            <section class="preview" id="apercu" aria-label="Aperçu du dossier" hidden>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm fr-mb-1w" type="button" data-apercu-fermer>"Fermer l’aperçu"</button>
                <div data-apercu-ici></div>
            </section>
        </div>
        <p class="fr-sr-only" role="status" data-apercu-dit></p>
    }
    .into_any()
}

/// What changes while the page is open: a script says it, and nothing is there without one.
fn news(read: i64) -> AnyView {
    let direct = format!("/instruction/direct?depuis={read}");
    view! {
        <div class="queue__news" id="nouvelles" role="status" data-direct=direct hidden>
            <span></span>
            " "
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="button" data-actualiser>"Actualiser"</button>
        </div>
    }
    .into_any()
}

/// Why nothing is shown, and what can be done.
fn nothing(asked: &Asked, desk: &QueueDesk, today: form::Date) -> AnyView {
    let (found, shares) = (&desk.found, desk.shares);
    let everywhere = found.count(Tab::All, asked.level);
    let everything = Asked { tab: Tab::All, after: None, ..asked.clone() }.query();
    let all = |count: u64| {
        let count = french::count(usize::try_from(count).unwrap_or_default(), "dossier", "dossiers");
        view! { <a class="fr-link" href=format!("{ADDRESS}{everything}")>{format!("Voir tous les dossiers ({count})")}</a> }
            .into_any()
    };
    if asked.search.text.is_empty() && everywhere == 0 {
        let deadline = french::long_date(Campaign::running(today).deadline);
        let place = if shares { " sur votre territoire" } else { "" };
        return view! {
            <p>
                {format!("Aucun dossier n’est encore transmis{place}. Les structures ont jusqu’au {deadline}\u{202f}; chaque dossier apparaît ici dès qu’il est transmis.")}
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
        (false, _) if asked.search.is_own() => {
            "Aucun dossier ne vous est confié ici\u{a0}: prenez-en parmi ceux qui n’ont pas d’agent."
        }
        (false, _) => "Aucun dossier ne correspond ici à cette recherche.",
        (true, Tab::Here) if shares => {
            "Rien ne vous attend\u{a0}: tous les dossiers sont chez les structures, ou décidés."
        }
        (true, Tab::Here) => {
            "Aucun dossier n’attend les services\u{a0}: tous sont chez les structures, ou décidés."
        }
        (true, Tab::There) => "Aucune structure n’a de correction à faire.",
        (true, Tab::Done | Tab::All) => "Aucun dossier n’est encore décidé.",
    };
    let free = asked.search.is_own().then(|| {
        let query = Asked { search: Search::read("agent:aucun"), after: None, ..asked.clone() }.query();
        view! { <a class="fr-link fr-mr-2w" href=format!("{ADDRESS}{query}")>"Voir les dossiers sans agent"</a> }.into_any()
    });
    let cleared = Asked { search: Search::default(), after: None, ..asked.clone() }.query();
    let clear = (!asked.search.text.is_empty()).then(|| {
        view! { <a class="fr-link fr-mr-2w" href=format!("{ADDRESS}{cleared}")>"Effacer la recherche"</a> }.into_any()
    });
    view! {
        <p>{said}</p>
        <p>{free} {clear} {(everywhere > 0 && asked.tab != Tab::All).then(|| all(everywhere))}</p>
    }
    .into_any()
}

fn table(
    asked: &Asked,
    desk: &QueueDesk,
    (me, ticked): (PersonId, bool),
    (today, delay): (form::Date, u16),
) -> AnyView {
    // Who does nothing with dossiers ticks none.
    let mut heads = if desk.shares { vec![("Choisir", false)] } else { Vec::new() };
    heads.push(("Structure", false));
    let shown = Column::all().filter(|column| asked.columns.show(*column));
    heads.extend(shown.map(|column| (columns::name(column), columns::is_numeric(column))));
    let around = line::Around { asked, desk, me, ticked, today, delay };
    let rows = if (asked.sort, asked.tab) == (Sort::Delay, Tab::Here) {
        bands::rows(&desk.found.lines, &around, heads.len())
    } else {
        desk.found.lines.iter().map(|line| line::row(line, &around)).collect()
    };
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
