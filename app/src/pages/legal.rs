//! `/mentions-legales`.

use leptos::prelude::*;

use crate::Page;

/// Legal notice.
#[must_use]
pub fn legal() -> Page {
    Page::new("Mentions légales", || page().into_any())
}

fn page() -> impl IntoView {
    view! {
        <div class="fr-container fr-py-6w prose">
            <h1>"Mentions légales"</h1>
            <h2>"Éditeur"</h2>
            <p>"À compléter par l’administration qui ouvre le service : nom, adresse, directeur de la publication."</p>
            <h2>"Hébergement"</h2>
            <p>"À compléter par l’administration qui ouvre le service."</p>
            <h2>"Code source"</h2>
            <p>"Le code de ce service est libre, sous licence AGPL-3.0 ou ultérieure."</p>
        </div>
    }
}
