//! The bar of a dossier, for the service: its own words for where it stands.

use domain::dossier::{Opening, State};
use leptos::prelude::*;

/// Which dossier it is, and where it stands.
///
/// `answered` says that corrections were answered and are still to be read: the queue says so too.
pub(in crate::pages) fn bar(opening: &Opening, state: State, answered: bool) -> AnyView {
    let said = if answered { "Corrigé, à vérifier" } else { state.to_service() };
    let class = match state {
        State::Granted => "fr-badge fr-badge--success",
        State::Refused => "fr-badge fr-badge--error",
        State::Submitted => "fr-badge fr-badge--new",
        State::ToCorrect => "fr-badge fr-badge--warning",
        State::Complete | State::Proposed => "fr-badge fr-badge--info",
        State::Draft | State::Withdrawn => "fr-badge",
    };
    view! {
        <div class="bar">
            <div class="fr-container">
                <p class="bar__name">
                    <strong>{opening.title()}</strong>
                    {format!(" · {}, {}", opening.structure_name, opening.places())}
                </p>
                <p class=class>{said}</p>
            </div>
        </div>
    }
    .into_any()
}
