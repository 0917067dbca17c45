//! `/dossiers` and `/bilans`: a structure's dossiers, one card each, and the next thing to do.

use domain::{
    Kind, PersonId,
    dossier::{About, State},
    usecase::{Card, Creatable},
};
use form::french;
use leptos::prelude::*;

use crate::{Page, filling::left_behind_in, ui::StateBadge};

/// A structure's dossiers about something, and what it may open one for.
pub struct MyDossiers {
    /// What they are about.
    pub about: About,
    /// Its dossiers.
    pub cards: Vec<Card>,
    /// Year of the campaign, or the one that is reported on.
    pub year: i16,
    /// Kinds not yet begun.
    pub kinds: Creatable,
    /// Who reads.
    pub me: PersonId,
}

/// The dossiers of the person's structure.
#[must_use]
pub fn dossiers(room: MyDossiers) -> Page {
    Page::new(format!("Mes {}s", room.about.word()), move || page(room).into_any())
}

fn page(room: MyDossiers) -> impl IntoView {
    let MyDossiers { about, cards, year, kinds, me } = room;
    let empty = cards.is_empty();
    let none = match about {
        About::Demand => {
            "Vous n’avez pas encore de dossier. Ouvrez celui de l’année\u{a0}: ce que l’ASP sait de vous y sera déjà."
        }
        About::Bilan => {
            "Vous n’avez pas encore de bilan. Ouvrez celui de l’année\u{a0}: ce que l’ASP a compté y sera déjà."
        }
    };
    let other = match about {
        About::Demand => (About::Bilan, "Mes bilans annuels"),
        About::Bilan => (About::Demand, "Mes dossiers de conventionnement"),
    };
    view! {
        <div class="fr-container fr-py-4w">
            <h1>{format!("Mes {}s", about.word())}</h1>
            {empty.then(|| view! { <p class="fr-text--lead">{none}</p> })}
            <ul class="cards bare">{cards.into_iter().map(|one| card(one, me)).collect_view()}</ul>
            {create(about, year, kinds)}
            <p class="fr-mt-4w"><a class="fr-link" href=other.0.list()>{other.1}</a></p>
        </div>
    }
}

/// What may be opened: the kinds that ASP knows first, a first demand of another kind folded under them.
fn create(about: About, year: i16, kinds: Creatable) -> impl IntoView {
    let Creatable { held, new } = kinds;
    let first_only = held.is_empty();
    let (known, first) = match about {
        About::Bilan => ("les sommes des états mensuels et vos objectifs signés", ""),
        About::Demand if first_only => (
            "ce que l’ASP sait de votre structure",
            "Première demande\u{a0}: choisissez le type de structure",
        ),
        About::Demand => {
            ("les données de votre dernière annexe", "Première demande pour un autre type de structure")
        }
    };
    let heading = match about {
        About::Demand => format!("Demander pour {year}"),
        About::Bilan => format!("Rendre compte de {year}"),
    };
    let word = about.word();
    (!held.is_empty() || !new.is_empty()).then(|| {
        view! {
            <h2 class="fr-h4 fr-mt-6w">{heading}</h2>
            <p>{format!("Le {word} s’ouvre avec {known}\u{202f}; rien n’est transmis avant que vous le décidiez.")}</p>
            <form method="post" action=about.list()>
                {(!held.is_empty()).then(|| view! { <ul class="fr-btns-group fr-btns-group--inline">{openings(about, held, year, false)}</ul> }.into_any())}
                {(!new.is_empty())
                    .then(|| {
                        view! {
                            <details class="first-demand" open=first_only>
                                <summary>{first}</summary>
                                <ul class="fr-btns-group fr-btns-group--inline fr-mt-2w">{openings(about, new, year, true)}</ul>
                            </details>
                        }
                    })}
            </form>
        }
    })
}

fn openings(about: About, kinds: Vec<Kind>, year: i16, in_full: bool) -> impl IntoView {
    let buttons = kinds.into_iter().map(move |kind| {
        // Who holds an annexe of a kind knows its letters.
        let name = if in_full { format!(" ({})", kind.name().to_ascii_lowercase()) } else { String::new() };
        view! {
            <li>
                <button class="fr-btn fr-btn--secondary" type="submit" name="type" value=kind.code()>
                    {format!("Ouvrir le {} {kind} {year}{name}", about.word())}
                </button>
            </li>
        }
        .into_any()
    });
    buttons.collect_view()
}

fn card(card: Card, me: PersonId) -> AnyView {
    let Card {
        id,
        about,
        structure,
        kind,
        year,
        places,
        state,
        deadline,
        submitted,
        reference,
        progress,
        ..
    } = card;
    let word = about.word();
    let (missing, to_check) = progress.left();
    let figures = format!(
        "{}\u{a0}% rempli · {} · {}",
        progress.percent(),
        french::count(progress.taken_over(), "donnée reprise", "données reprises"),
        french::count(missing + to_check, "point à régler", "points à régler"),
    );
    let (path, action) = match state {
        State::Draft => (format!("/dossiers/{id}"), format!("Continuer le {word}")),
        State::ToCorrect => (format!("/dossiers/{id}"), format!("Corriger le {word}")),
        State::Submitted | State::Complete | State::Proposed => {
            (format!("/dossiers/{id}/recepisse"), "Voir le récépissé".to_owned())
        }
        State::Granted | State::Refused => (format!("/dossiers/{id}/suivi"), "Lire la décision".to_owned()),
        State::Withdrawn => (format!("/dossiers/{id}/suivi"), "Voir le suivi".to_owned()),
    };
    let bilan = if about == About::Bilan { "Bilan " } else { "" };
    let title = format!("{bilan}{kind} {year} · {structure}");
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
            {(state == State::Draft || state == State::ToCorrect).then(|| left_behind_in(id, me))}
            <p class="fr-mb-0"><a class="fr-btn" href=path>{action}</a></p>
        </li>
    }
    .into_any()
}
