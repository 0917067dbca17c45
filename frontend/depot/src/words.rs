//! What is said of a document on its way.

use domain::piece;
use form::french::{self, weight};

use crate::transfer::{State, Wait};

/// What is said of a session that has ended.
const EXPIRED: &str = "Votre session a expiré. ";

/// How far it is, or what stops it.
pub fn told(state: &State, arrived: usize, size: usize) -> String {
    let far = || format!("{} sur {}", of(arrived), of(size));
    match state {
        State::Waiting => "En attente de son tour".to_owned(),
        State::Going | State::Over => far(),
        State::Cut => format!("Connexion interrompue\u{a0}: l’envoi reprendra de lui-même ({})", far()),
        State::Resting => format!("En pause ({})", far()),
        State::Mute => {
            format!("La connexion ne répond plus\u{202f}; l’envoi reprendra de lui-même ({})", far())
        }
        State::LoggedOut => {
            format!("{EXPIRED}L’envoi reprendra de lui-même une fois que vous vous serez reconnecté. ")
        }
        State::Refused(reason) => reason.clone(),
    }
}

/// What is said aloud when it comes to a state; nothing of those it passes through.
pub fn aloud(state: &State, name: &str) -> Option<String> {
    let said = match state {
        State::Going => "est en cours d’envoi.",
        State::Cut => "attend la connexion.",
        State::Mute => "attend\u{a0}: la connexion ne répond plus.",
        State::Resting => "est en pause.",
        State::LoggedOut => "attend que vous vous reconnectiez.",
        State::Refused(reason) => return Some(reason.clone()),
        State::Waiting | State::Over => return None,
    };
    Some(format!("«\u{a0}{name}\u{a0}» {said}"))
}

/// What is said of a file that was changed or moved while it was sent.
pub fn gone(name: &str) -> String {
    let name = piece::kept_name(name);
    format!(
        "«\u{a0}{name}\u{a0}» a été modifié ou déplacé sur votre ordinateur pendant l’envoi. Déposez-le de nouveau."
    )
}

/// How many documents are still to arrive, and what the most pressing waits for; nothing when none is.
pub fn count(many: usize, most: Wait) -> String {
    let (one, several, more) = match most {
        _ if many == 0 => return String::new(),
        Wait::Person => ("document en pause", "documents en pause", ""),
        Wait::Turn => ("document en cours d’envoi", "documents en cours d’envoi", ""),
        Wait::Line => ("document attend la connexion", "documents attendent la connexion", ""),
        Wait::Session => ("document attend. ", "documents attendent. ", EXPIRED),
    };
    french::count(many, one, several) + more
}

/// What is said of a document taken back that the service does not know of yet.
pub fn withdrawn(name: &str, expired: bool) -> String {
    let waits = if expired { EXPIRED } else { "Retrait en attente de la connexion." };
    format!("«\u{a0}{name}\u{a0}» sera retiré. {waits}")
}

/// What is said aloud of a document that has arrived.
pub fn arrived(name: &str) -> String {
    format!("«\u{a0}{}\u{a0}» est déposé.", piece::kept_name(name))
}

/// What is said aloud of a document that was given up.
pub fn given_up(name: &str) -> String {
    format!("L’envoi de «\u{a0}{}\u{a0}» est annulé.", piece::kept_name(name))
}

fn of(bytes: usize) -> String {
    weight(u64::try_from(bytes).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_is_told_in_words() {
        let far = "256,0\u{a0}ko sur 1,5\u{a0}Mo";
        for (state, said) in [
            (State::Going, far.to_owned()),
            (State::Resting, format!("En pause ({far})")),
            (State::Cut, format!("Connexion interrompue\u{a0}: l’envoi reprendra de lui-même ({far})")),
            (
                State::Mute,
                format!("La connexion ne répond plus\u{202f}; l’envoi reprendra de lui-même ({far})"),
            ),
            (State::Refused("Trop lourd.".to_owned()), "Trop lourd.".to_owned()),
        ] {
            assert_eq!(told(&state, 256 << 10, 3 << 19), said);
        }
    }

    #[test]
    fn the_bar_says_what_documents_wait_for_and_never_that_they_go_when_they_do_not() {
        for (many, most, said) in [
            (0, Wait::Person, ""),
            (2, Wait::Turn, "2\u{a0}documents en cours d’envoi"),
            (2, Wait::Line, "2\u{a0}documents attendent la connexion"),
            (1, Wait::Person, "1\u{a0}document en pause"),
            (1, Wait::Session, "1\u{a0}document attend. Votre session a expiré. "),
        ] {
            assert_eq!(count(many, most), said);
        }
        assert!(State::LoggedOut.wait() > State::Cut.wait() && State::Mute.wait() > State::Going.wait());
        assert_eq!(State::Over.wait(), None);
    }

    #[test]
    fn what_is_said_aloud_names_the_document() {
        assert_eq!(aloud(&State::Resting, "a.pdf").as_deref(), Some("«\u{a0}a.pdf\u{a0}» est en pause."));
        assert_eq!(aloud(&State::Waiting, "a.pdf"), None);
    }
}
