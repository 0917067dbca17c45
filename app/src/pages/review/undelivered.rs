//! The mails about a dossier that did not arrive, for its agent: nobody waits for who was never told.

use domain::ports::notices::Undelivered;
use form::french;
use leptos::prelude::*;

/// Each address with what happened and what to do; nothing where all arrived.
pub(super) fn list(undelivered: &[Undelivered]) -> Option<AnyView> {
    let lines = undelivered.iter().map(|mail| view! { <li>{said(mail)}</li> }.into_any());
    (!undelivered.is_empty()).then(|| {
        view! {
            <div class="fr-alert fr-alert--warning fr-mb-4w" id="courriels">
                <h2 class="fr-alert__title">"Un courriel n’est pas arrivé"</h2>
                <ul>{lines.collect_view()}</ul>
                <p>"Appelez la personne\u{a0}: ce qu’elle doit savoir l’attend dans le service, à la page «\u{a0}Notifications\u{a0}». Son adresse se corrige dans le compte avec lequel elle se connecte\u{202f}; cet avertissement disparaît dès qu’un courriel arrive à l’adresse."</p>
            </div>
        }
        .into_any()
    })
}

fn said(mail: &Undelivered) -> String {
    let (address, subject) = (&mail.address, &mail.subject);
    let day = french::date(french::time_of_day(mail.at).0);
    let why = if mail.refused {
        "adresse refusée"
    } else {
        "le serveur de courriel n’a pas répondu pendant plusieurs jours"
    };
    format!("Le courriel à {address} n’est pas arrivé\u{a0}: {why} («\u{a0}{subject}\u{a0}», le {day}).")
}
