//! What every page shares: its title, its failure, its waiting, the badge of a dossier's state.

use domain::{Timestamp, dossier::State};
use form::french;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::AppError;

/// The title of the browser's tab.
#[component]
pub fn PageTitle(
    /// Title of the page, without the service's name.
    #[prop(into)]
    text: String,
    /// Whether the page refuses what was asked: said first, where a screen reader begins.
    #[prop(optional, into)]
    refused: Signal<bool>,
) -> impl IntoView {
    // The title is written as it is: no character of a name may open a tag.
    let plain = text.replace('&', "et").replace(['<', '>'], "");
    // The title outlives the page that set it.
    let refused = move || refused.try_get().unwrap_or(false);
    view! { <Title text=move || if refused() { format!("Erreur\u{a0}: {plain}") } else { plain.clone() }/> }
}

/// A page that could not be made, and what to do next.
#[component]
pub fn Failure(
    /// Why.
    error: AppError,
) -> impl IntoView {
    let title = match &error {
        AppError::NotFound => "Page introuvable",
        AppError::LoggedOut => "Connectez-vous pour continuer",
        AppError::Forbidden(_) => "Accès réservé",
        _ => "Cette page n’a pas pu s’afficher",
    };
    let next = match &error {
        AppError::LoggedOut => ("/connexion", "Se connecter"),
        _ => ("/", "Revenir à l’accueil"),
    };
    let text = match &error {
        AppError::LoggedOut => "Cette page est personnelle.".to_owned(),
        other => other.to_string(),
    };
    view! {
        <PageTitle text=title/>
        <div class="fr-container fr-py-6w">
            <h1>{title}</h1>
            <p class="fr-text--lead">{text}</p>
            <p><a class="fr-btn" href=next.0 rel="external">{next.1}</a></p>
        </div>
    }
}

/// What stands in place of a page while it is fetched.
pub fn loading() -> impl IntoView {
    view! {
        <div class="fr-container fr-py-6w skeleton" aria-busy="true">
            <p role="status">"Chargement…"</p>
        </div>
    }
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
        (State::Submitted, Some(at)) => {
            let (day, hour) = french::time_of_day(at);
            let text = format!("Transmis le {} à {hour}", french::long_date(day));
            view! { <p class="fr-badge fr-badge--success" title="Heure de Paris">{text}</p> }.into_any()
        }
        _ => view! { <p class="fr-badge fr-badge--warning">"Brouillon, non transmis"</p> }.into_any(),
    }
}
