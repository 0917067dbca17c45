//! What every page shares: its failure, the badge of a dossier's state.

use domain::{Timestamp, dossier::State};
use form::french;
use leptos::prelude::*;

use crate::AppError;

/// The title of a page that could not be made.
pub fn failure_title(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "Page introuvable",
        AppError::LoggedOut => "Connectez-vous pour continuer",
        AppError::Forbidden(_) => "Accès réservé",
        _ => "Cette page n’a pas pu s’afficher",
    }
}

/// A page that could not be made, and what to do next.
pub fn failure(error: &AppError) -> AnyView {
    failure_leading(error, if *error == AppError::LoggedOut { "/connexion" } else { "/" })
}

/// The same, leading to an address.
pub fn failure_leading(error: &AppError, path: &str) -> AnyView {
    let path = path.to_owned();
    let next = match error {
        AppError::LoggedOut => "Se connecter",
        _ => "Revenir à l’accueil",
    };
    let text = match error {
        AppError::LoggedOut => "Cette page est personnelle.".to_owned(),
        other => other.to_string(),
    };
    view! {
        <div class="fr-container fr-py-6w">
            <h1>{failure_title(error)}</h1>
            <p class="fr-text--lead">{text}</p>
            <p><a class="fr-btn" href=path>{next}</a></p>
        </div>
    }
    .into_any()
}

/// The state of a dossier, impossible to miss.
#[component]
pub fn StateBadge(
    /// Where the dossier stands.
    state: State,
    /// When it was sent.
    submitted: Option<Timestamp>,
) -> impl IntoView {
    match (state, submitted) {
        (State::Complete | State::Proposed, _) => {
            view! { <p class="fr-badge fr-badge--info">{state.to_structure()}</p> }.into_any()
        }
        (State::Withdrawn, _) => view! { <p class="fr-badge">"Retiré"</p> }.into_any(),
        (State::Granted, _) => view! { <p class="fr-badge fr-badge--success">"Accepté"</p> }.into_any(),
        (State::Refused, _) => view! { <p class="fr-badge fr-badge--error">"Refusé"</p> }.into_any(),
        (State::ToCorrect, _) => view! { <p class="fr-badge fr-badge--warning">"À corriger"</p> }.into_any(),
        (State::Submitted, Some(at)) => {
            let (day, hour) = french::time_of_day(at);
            let text = format!("Transmis le {} à {hour}", french::long_date(day));
            view! { <p class="fr-badge fr-badge--success" title="Heure de Paris">{text}</p> }.into_any()
        }
        _ => view! { <p class="fr-badge fr-badge--warning">"Brouillon, non transmis"</p> }.into_any(),
    }
}
