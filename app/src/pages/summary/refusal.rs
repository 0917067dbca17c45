//! Why a dossier was not sent, and what to do about it.

use domain::dossier::About;
use leptos::prelude::*;

/// The page beside this one where corrections are answered.
const CORRECTIONS: &str = "corrections";

/// Why it was not sent.
pub(super) fn refusal(reason: &str, about: About) -> Option<AnyView> {
    let word = about.word();
    let (text, link) = match reason {
        "attestation" => (
            "L’exactitude des informations n’est pas attestée.".to_owned(),
            Some(("envoi-certification", "Cochez la case.")),
        ),
        "incomplet" => {
            ("Il reste des points à régler.".to_owned(), Some(("manques", "Voir les points à régler.")))
        }
        "change" => (
            format!(
                "Le {word} a changé pendant que vous le relisiez\u{a0}: quelqu’un d’autre y a répondu, ou une source. Voici ce qu’il dit maintenant\u{202f}; relisez, puis transmettez."
            ),
            None,
        ),
        "corrections" => (
            "Une correction demandée n’a pas de réponse.".to_owned(),
            Some((CORRECTIONS, "Répondez à chaque correction.")),
        ),
        "droits" => (
            format!(
                "Seul un administrateur de la structure peut transmettre le {word}. Vos réponses sont enregistrées\u{202f}; prévenez-le."
            ),
            None,
        ),
        _ => return None,
    };
    let link = link.map(|(place, text)| {
        let href = if place == CORRECTIONS { place.to_owned() } else { format!("#{place}") };
        view! { <a href=href>{text}</a> }
    });
    Some(
        view! {
            // The answer of the server leads here: the focus is on it.
            <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="refus" tabindex="-1">
                <h2 class="fr-alert__title">{format!("{} non transmis", about.name())}</h2>
                <p>{text} " " {link}</p>
            </div>
        }
        .into_any(),
    )
}
