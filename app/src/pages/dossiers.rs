//! `/dossiers`: a structure's dossiers, one card each, and the next thing to do.

use domain::{
    Kind,
    dossier::State,
    usecase::{Card, Creatable},
};
use form::french;
use leptos::prelude::*;

use crate::{Page, ui::StateBadge};

/// A structure's dossiers, and what it may open one for.
pub struct MyDossiers {
    /// Its dossiers.
    pub cards: Vec<Card>,
    /// Year of the campaign.
    pub year: i16,
    /// Kinds not yet begun.
    pub kinds: Creatable,
}

/// The dossiers of the person's structure.
#[must_use]
pub fn dossiers(room: MyDossiers) -> Page {
    Page::new("Mes dossiers", move || page(room).into_any())
}

fn page(room: MyDossiers) -> impl IntoView {
    let MyDossiers { cards, year, kinds } = room;
    let empty = cards.is_empty();
    view! {
        <div class="fr-container fr-py-4w">
            <h1>"Mes dossiers"</h1>
            {empty
                .then(|| {
                    view! {
                        <p class="fr-text--lead">
                            "Vous n’avez pas encore de dossier. Ouvrez celui de l’année : ce que l’ASP sait de vous y sera déjà."
                        </p>
                    }
                })}
            <ul class="cards bare">{cards.into_iter().map(card).collect_view()}</ul>
            {create(year, kinds)}
        </div>
    }
}

/// What may be opened: the kinds that ASP knows first, a first demand of another kind folded under them.
fn create(year: i16, kinds: Creatable) -> impl IntoView {
    let Creatable { held, new } = kinds;
    let first_only = held.is_empty();
    let (known, first) = if first_only {
        ("ce que l’ASP sait de votre structure", "Première demande\u{a0}: choisissez le type de structure")
    } else {
        ("les données de votre dernière annexe", "Première demande pour un autre type de structure")
    };
    (!held.is_empty() || !new.is_empty()).then(|| {
        view! {
            <h2 class="fr-h4 fr-mt-6w">{format!("Demander pour {year}")}</h2>
            <p>{format!("Le dossier s’ouvre avec {known}\u{202f}; rien n’est transmis avant que vous le décidiez.")}</p>
            <form method="post" action="/dossiers">
                {(!held.is_empty()).then(|| view! { <ul class="fr-btns-group fr-btns-group--inline">{openings(held, year, false)}</ul> }.into_any())}
                {(!new.is_empty())
                    .then(|| {
                        view! {
                            <details class="first-demand" open=first_only>
                                <summary>{first}</summary>
                                <ul class="fr-btns-group fr-btns-group--inline fr-mt-2w">{openings(new, year, true)}</ul>
                            </details>
                        }
                    })}
            </form>
        }
    })
}

fn openings(kinds: Vec<Kind>, year: i16, in_full: bool) -> impl IntoView {
    let buttons = kinds.into_iter().map(|kind| {
        // Who holds an annexe of a kind knows its letters.
        let name = if in_full { format!(" ({})", kind.name().to_ascii_lowercase()) } else { String::new() };
        view! {
            <li>
                <button class="fr-btn fr-btn--secondary" type="submit" name="type" value=kind.code()>
                    {format!("Ouvrir le dossier {kind} {year}{name}")}
                </button>
            </li>
        }
        .into_any()
    });
    buttons.collect_view()
}

fn card(card: Card) -> AnyView {
    let Card { id, structure, kind, year, places, state, deadline, submitted, reference, progress, .. } =
        card;
    let (missing, to_check) = progress.left();
    let figures = format!(
        "{}\u{a0}% rempli · {} · {}",
        progress.percent(),
        french::count(progress.taken_over(), "donnée reprise", "données reprises"),
        french::count(missing + to_check, "point à régler", "points à régler"),
    );
    let (path, action) = match state {
        State::Draft => (format!("/dossiers/{id}"), "Continuer le dossier"),
        State::ToCorrect => (format!("/dossiers/{id}"), "Corriger le dossier"),
        State::Submitted | State::Granted | State::Refused => {
            (format!("/dossiers/{id}/recepisse"), "Voir le récépissé")
        }
    };
    let title = format!("{kind} {year} · {structure}");
    view! {
        <li class="card">
            <div class="card__head">
                <h2 class="fr-h5 fr-mb-0">{title}</h2>
                <StateBadge state=state submitted=submitted/>
            </div>
            <p class="fr-mb-1v">{format!("{}, {places}", kind.name())}</p>
            {match state {
                State::Draft => view! { <p class="fr-mb-1v">{format!("À transmettre jusqu’au {}", french::long_date(deadline))}</p> }.into_any(),
                _ => view! { <p class="fr-mb-1v">{reference.map(|reference| format!("Référence {reference}"))}</p> }.into_any(),
            }}
            {(state == State::Draft).then(|| view! { <p class="figures">{figures}</p> }.into_any())}
            <p class="fr-mb-0"><a class="fr-btn" href=path>{action}</a></p>
        </li>
    }
    .into_any()
}
