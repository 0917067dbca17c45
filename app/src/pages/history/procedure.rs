//! What the service of the State asked and decided, and what the antivirus said, in the history.

use domain::dossier::{messages::Party, timeline::Happened};
use form::file::Analysis;
use leptos::prelude::*;

use super::Reading;

/// What was done, by whom, with its detail.
pub(super) fn told(
    reading: &Reading<'_>,
    (who, has): (&str, &str),
    what: &Happened,
) -> (String, Option<AnyView>) {
    let detail = |text: &str| Some(view! { <p class="history__changes">{text.to_owned()}</p> }.into_any());
    match what {
        Happened::Analysed(name, Analysis::Refused(found)) => {
            let found = format!("«\u{a0}{found}\u{a0}» y a été trouvé.");
            (format!("L’antivirus a refusé «\u{a0}{name}\u{a0}»\u{a0}: {found}"), None)
        }
        Happened::Analysed(name, Analysis::NotMade | Analysis::Waiting) => (
            format!("«\u{a0}{name}\u{a0}» n’a pas été analysé\u{a0}: aucun antivirus n’est en service."),
            None,
        ),
        Happened::Analysed(name, Analysis::Clean) => {
            (format!("L’antivirus n’a rien trouvé dans «\u{a0}{name}\u{a0}»."), None)
        }
        Happened::SourceTold(source, count) => (
            format!(
                "{}\u{a0}: {}.",
                source.name(),
                form::french::count(*count, "donnée lue", "données lues")
            ),
            None,
        ),
        Happened::Contested(path, source, Some(text)) => {
            let about = reading.name(path);
            let said = format!(
                "{who} {has} contesté ce que {} {} de «\u{a0}{about}\u{a0}».",
                source.agrees("dit", "disent"),
                source.with_article()
            );
            (said, detail(text))
        }
        Happened::Contested(path, source, None) => {
            let conteste = if has == "avez" { "contestez" } else { "conteste" };
            let about = reading.name(path);
            (
                format!(
                    "{who} ne {conteste} plus ce que {} {} de «\u{a0}{about}\u{a0}».",
                    source.agrees("dit", "disent"),
                    source.with_article()
                ),
                None,
            )
        }
        Happened::Kept(path, value, other) => {
            let about = reading.name(path);
            let own = if has == "avez" { "votre" } else { "sa" };
            let other: Vec<String> = other
                .iter()
                .map(|(source, said)| {
                    let verb = source.agrees("disait", "disaient");
                    format!("{} {verb}\u{a0}: {}", source.with_article(), reading.shown(path, Some(said)))
                })
                .collect();
            let said = format!("{who} {has} gardé {own} réponse à «\u{a0}{about}\u{a0}».");
            let kept = format!("{}, alors que {}", reading.shown(path, Some(value)), other.join(", "));
            (said, detail(&kept))
        }
        Happened::CorrectionAsked(about, text) => {
            let about = reading.subject(about);
            (format!("{who} {has} demandé une correction de {about}."), detail(text))
        }
        Happened::CorrectionAnswered(text) => {
            (format!("{who} {has} répondu à une demande de correction."), detail(text))
        }
        Happened::CorrectionSettled(content, text) => {
            let done = if *content { "clos" } else { "rouvert" };
            let said = text.as_ref().and_then(|text| detail(text));
            (format!("{who} {has} {done} une demande de correction."), said)
        }
        Happened::Decided(granted, reason) => {
            let done = if *granted { "accepté" } else { "refusé" };
            (format!("{who} {has} {done} la demande."), detail(reason))
        }
        Happened::Reopened(reason) => (format!("{who} {has} repris la décision."), detail(reason)),
        Happened::TakenBack(reason) => {
            (format!("{who} {has} repris le dossier tel qu’il était transmis."), detail(reason))
        }
        Happened::Acknowledged => {
            (format!("{who} {has} accusé réception du dossier, reconnu complet."), None)
        }
        Happened::Numbered => (format!("{who} {has} noté les numéros donnés par l’ASP."), None),
        Happened::NoMoreConsulted(of) => {
            let ask = if has == "avez" { "demandez" } else { "demande" };
            (format!("{who} ne {ask} plus l’avis {}.", of.of_label()), None)
        }
        Happened::Consulted(of) => (format!("{who} {has} demandé l’avis {}.", of.of_label()), None),
        // Who gave it, or wrote it down, is the service's own.
        Happened::Advised(of, given) => match given {
            Some(given) => {
                let sense = given.stance.label().to_lowercase();
                let said = format!("L’avis {} est enregistré\u{a0}: {sense}.", of.of_label());
                (said, detail(&given.text).filter(|_| !given.text.is_empty()))
            }
            None => (format!("L’avis {} est enregistré.", of.of_label()), None),
        },
        Happened::Wrote(Party::Structure, text) => (format!("{who} {has} écrit au service."), detail(text)),
        Happened::Wrote(Party::Service, text) => ("Le service vous a écrit.".to_owned(), detail(text)),
        Happened::Withdrawn(reason) => {
            (format!("{who} {has} retiré la demande."), detail(reason).filter(|_| !reason.is_empty()))
        }
        _ => ("Le dossier a changé.".to_owned(), None),
    }
}
