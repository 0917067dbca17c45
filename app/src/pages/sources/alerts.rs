//! What sources say that puts the convention in doubt: an alert to who fills a dossier, and to who reads it.

use domain::{
    dossier::{DossierId, heard::Alert},
    source::Finding,
};
use form::{Path, french};
use leptos::prelude::*;

use super::{AskedSources, Reading, acts, findings::told, values::contested};

/// For the structure, while it can still change its dossier.
pub(in crate::pages) fn alert_to_structure(id: DossierId, alerts: &[Alert]) -> Option<AnyView> {
    let sources = format!("/dossiers/{id}/donnees");
    let advice = if is_of_kind(alerts) {
        "Une première demande pour un autre type de structure est courante\u{a0}: continuez. Si ce type n’est pas le vôtre, vérifiez le SIRET. "
    } else {
        "Vérifiez le SIRET de votre structure. Si la source se trompe, contestez ce qu’elle dit\u{a0}; le service de l’État lit cette alerte, et votre réponse, avec votre dossier. "
    };
    let contest = |of: &Alert| {
        let key = of.finding.key()?;
        let said = if of.contested.is_some() { "Voir, ou ne plus contester" } else { "Contester" };
        Some(view! { " " <a href=format!("/dossiers/{id}/donnees?champ={key}")>{said}</a> }.into_any())
    };
    let what = view! { <p>{advice} <a href=sources>"Lire ce que dit chaque source"</a></p> }.into_any();
    alert(alerts, ("vous", &contest), what)
}

/// The page of what puts the convention in doubt, by its key: what each source says of it, and the way to contest it.
pub(super) fn one(reading: &Reading, path: &Path, asked: &AskedSources) -> AnyView {
    let read = &reading.read;
    let saying = read.heard.said.keys().filter_map(|source| {
        let finding = read.heard.alert(*source, path)?;
        let contest = read.heard.contested.get(&(path.clone(), *source));
        let act = read.may_fill.then(|| acts::acts(reading, (path, *source), true, contest, asked));
        let said = told(finding, None);
        let day = read.heard.said.get(source).and_then(|said| said.at);
        let day = day.map(|(_, day)| format!(", au {}", french::date(day))).unwrap_or_default();
        Some(
            view! {
                <li class="sources__said">
                    <p class="sources__value"><strong>{french::capital(&said)}</strong> " " {format!("{}{day}.", french::capital(&source.according()))}</p>
                    {contest.map(|contest| contested(reading, contest))}
                    {act.map(|act| view! { <div class="sources__acts">{act}</div> }.into_any())}
                </li>
            }
            .into_any(),
        )
    });
    let saying: Vec<AnyView> = saying.collect();
    if saying.is_empty() {
        return view! { <p>"Aucune source ne le dit plus."</p> }.into_any();
    }
    view! { <ul class="bare">{saying}</ul> }.into_any()
}

/// Whether all that is said is that the structure is known under another kind.
fn is_of_kind(alerts: &[Alert]) -> bool {
    alerts.iter().all(|alert| matches!(alert.finding, Finding::OtherKind { .. }))
}

/// For the service that reads the version sent.
pub(in crate::pages) fn alert_to_service(alerts: &[Alert]) -> Option<AnyView> {
    alert(alerts, ("la structure", &|_| None), view! { <p>"À éclaircir avec la structure."</p> }.into_any())
}

/// What can be done with an alert.
type Act<'a> = dyn Fn(&Alert) -> Option<AnyView> + 'a;

/// What each source says, with its day, then what can be done; nothing where none says anything.
fn alert(alerts: &[Alert], (by, act): (&str, &Act<'_>), what_to_do: AnyView) -> Option<AnyView> {
    let closed = alerts.iter().any(|alert| matches!(alert.finding, Finding::Closed { .. }));
    let (class, title) = if closed {
        ("fr-alert fr-alert--error fr-mb-4w", "La structure est signalée comme fermée")
    } else if is_of_kind(alerts) {
        ("fr-alert fr-alert--info fr-mb-4w", "Cette structure est connue sous un autre type")
    } else {
        ("fr-alert fr-alert--warning fr-mb-4w", "Une source dit autre chose de la structure")
    };
    let lines: Vec<AnyView> =
        alerts.iter().map(|alert| view! { <li>{line(alert, by)} {act(alert)}</li> }.into_any()).collect();
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

fn line(alert: &Alert, by: &str) -> String {
    let (source, day) = (alert.source.with_article(), french::date(alert.as_of));
    let contested = alert.contested.as_ref();
    let contested = contested.map(|text| format!(" Contesté par {by}\u{a0}: «\u{a0}{text}\u{a0}»"));
    let said = told(&alert.finding, Some(alert.as_of));
    format!("Selon {source}, au {day}\u{a0}: {said}{}", contested.unwrap_or_default())
}
