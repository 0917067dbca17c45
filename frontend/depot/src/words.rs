//! What is said of a document on its way.

use domain::piece;
use form::french::weight;

use crate::transfer::State;

/// How far it is, or what stops it.
pub fn told(state: &State, arrived: usize, size: usize) -> String {
    let far = || format!("{} sur {}", of(arrived), of(size));
    match state {
        State::Waiting => "En attente de son tour".to_owned(),
        State::Going | State::Over => far(),
        State::Cut => format!("Connexion interrompue\u{a0}: l’envoi reprendra de lui-même ({})", far()),
        State::Resting => format!("En pause ({})", far()),
        State::LoggedOut => {
            "Votre session a expiré. Reconnectez-vous dans un autre onglet, puis reprenez l’envoi.".to_owned()
        }
        State::Refused(reason) => reason.clone(),
    }
}

/// What is said aloud when it comes to a state; nothing of those it passes through.
pub fn aloud(state: &State, name: &str) -> Option<String> {
    let said = match state {
        State::Going => "est en cours d’envoi.",
        State::Cut => "attend la connexion.",
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

/// How many documents are still to arrive; nothing when none is.
pub fn count(many: usize) -> String {
    if many == 0 {
        return String::new();
    }
    form::french::count(many, "document en cours d’envoi", "documents en cours d’envoi")
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
            (State::Refused("Trop lourd.".to_owned()), "Trop lourd.".to_owned()),
        ] {
            assert_eq!(told(&state, 256 << 10, 3 << 19), said);
        }
    }

    #[test]
    fn what_is_said_aloud_names_the_document() {
        assert_eq!(aloud(&State::Resting, "a.pdf").as_deref(), Some("«\u{a0}a.pdf\u{a0}» est en pause."));
        assert_eq!(aloud(&State::Waiting, "a.pdf"), None);
    }
}
