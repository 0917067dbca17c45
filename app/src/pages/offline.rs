//! `/hors-connexion`: what stands in the place of a page that cannot be fetched.
//!
//! Kept by the browser (`server/src/web/offline.js`) and shown at any address; it speaks to nobody in particular.

use leptos::prelude::*;

use crate::Page;

/// The page of who is cut off.
#[must_use]
pub fn offline() -> Page {
    Page::new("Hors connexion", || page().into_any())
}

fn page() -> impl IntoView {
    view! {
        <div class="fr-container fr-py-6w prose" id="coupure">
            <h1>"Hors connexion"</h1>
            <p>"Le service ne répond pas\u{a0}: la connexion est coupée, ou il est arrêté un instant."</p>
            <p id="non-envoye" hidden><strong>"Ce que vous veniez d’envoyer n’est peut-être pas parti."</strong> " Revenez à la page précédente pour le vérifier et, s’il le faut, l’envoyer de nouveau."</p>
            <p>"Ce que vous avez saisi dans un dossier et qui n’était pas encore enregistré est gardé dans ce navigateur\u{a0}: ouvrez une étape du dossier quand la connexion est revenue, et il part de lui-même."</p>
            <ul class="fr-btns-group fr-btns-group--inline">
                <li><button class="fr-btn" type="button" id="reessayer">"Réessayer"</button></li>
                <li><button class="fr-btn fr-btn--secondary" type="button" id="precedente">"Revenir à la page précédente"</button></li>
            </ul>
        </div>
    }
}
