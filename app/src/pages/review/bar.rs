//! The bar of a dossier, for the service: its own words for where it stands.

use domain::dossier::{Opening, State};
use leptos::prelude::*;

/// Which dossier it is, and where it stands.
pub(in crate::pages) fn bar(opening: &Opening, state: State) -> AnyView {
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
                <p class=class>{state.to_service()}</p>
            </div>
        </div>
    }
    .into_any()
}
