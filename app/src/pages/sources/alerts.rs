//! What sources say that puts the convention in doubt: an alert to who fills a dossier, and to who reads it.

use domain::{
    dossier::{DossierId, heard::Alert},
    source::Finding,
};
use form::french;
use leptos::prelude::*;

use super::findings::told;

/// For the structure, while it can still change its dossier.
pub(in crate::pages) fn alert_to_structure(id: DossierId, alerts: &[Alert]) -> Option<AnyView> {
    let contest = format!("/dossiers/{id}/donnees");
    let what_to_do = view! {
        <p>"Vérifiez le SIRET de votre structure, ou " <a href=contest>"contestez cette donnée"</a> "\u{a0}: le service de l’État le lira avec votre dossier."</p>
    };
    alert(alerts, what_to_do.into_any())
}

/// For the service that reads the version sent.
pub(in crate::pages) fn alert_to_service(alerts: &[Alert]) -> Option<AnyView> {
    alert(alerts, view! { <p>"À éclaircir avec la structure."</p> }.into_any())
}

/// What each source says, with its day, then what can be done; nothing where none says anything.
fn alert(alerts: &[Alert], what_to_do: AnyView) -> Option<AnyView> {
    let closed = alerts.iter().any(|alert| matches!(alert.finding, Finding::Closed { .. }));
    let (class, title) = if closed {
        ("fr-alert fr-alert--error fr-mb-4w", "La structure est signalée comme fermée")
    } else {
        ("fr-alert fr-alert--warning fr-mb-4w", "Une source dit autre chose de la structure")
    };
    let lines: Vec<AnyView> =
        alerts.iter().map(|alert| view! { <li>{line(alert)}</li> }.into_any()).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class=class>
                <h2 class="fr-alert__title">{title}</h2>
                <ul>{lines}</ul>
                {what_to_do}
            </div>
        }
        .into_any()
    })
}

fn line(alert: &Alert) -> String {
    let (source, day) = (alert.source.with_article(), french::date(alert.as_of));
    format!("Selon {source}, au {day}\u{a0}: {}", told(&alert.finding, Some(alert.as_of)))
}
