//! What the service of the State asked and decided, and what the antivirus said, in the history.

use domain::dossier::{messages::Party, timeline::Happened};
use form::file::Analysis;
use leptos::prelude::*;

use super::{Reading, label};

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
            let about = label(reading.trame, path);
            let said = format!("{who} {has} contesté ce que dit {} de «\u{a0}{about}\u{a0}».", source.name());
            (said, detail(text))
        }
        Happened::Contested(path, source, None) => {
            let about = label(reading.trame, path);
            (format!("{who} ne conteste plus ce que dit {} de «\u{a0}{about}\u{a0}».", source.name()), None)
        }
        Happened::CorrectionAsked(about, text) => {
            let about = reading.subject(about);
            (format!("{who} {has} demandé une correction de {about}."), detail(text))
        }
        Happened::CorrectionAnswered(text) => {
            (format!("{who} {has} répondu à une demande de correction."), detail(text))
        }
        Happened::CorrectionSettled(content) => {
            let done = if *content { "clos" } else { "rouvert" };
            (format!("{who} {has} {done} une demande de correction."), None)
        }
        Happened::Decided(granted, reason) => {
            let done = if *granted { "accepté" } else { "refusé" };
            (format!("{who} {has} {done} la demande."), detail(reason))
        }
        Happened::Reopened(reason) => (format!("{who} {has} repris la décision."), detail(reason)),
        Happened::Acknowledged => {
            (format!("{who} {has} accusé réception du dossier, reconnu complet."), None)
        }
        Happened::Consulted(of) => (format!("{who} {has} demandé l’avis {}.", of.of_label()), None),
        Happened::Advised(of, given) => match given {
            Some(given) => {
                let said = format!(
                    "{who} {has} enregistré l’avis {}\u{a0}: {}.",
                    of.of_label(),
                    given.stance.label().to_lowercase()
                );
                (said, detail(&given.text).filter(|_| !given.text.is_empty()))
            }
            None => (format!("{who} {has} enregistré l’avis {}.", of.of_label()), None),
        },
        Happened::Wrote(Party::Structure, text) => (format!("{who} {has} écrit au service."), detail(text)),
        Happened::Wrote(Party::Service, text) => ("Le service vous a écrit.".to_owned(), detail(text)),
        Happened::Withdrawn(reason) => {
            (format!("{who} {has} retiré la demande."), detail(reason).filter(|_| !reason.is_empty()))
        }
        _ => ("Le dossier a changé.".to_owned(), None),
    }
}
