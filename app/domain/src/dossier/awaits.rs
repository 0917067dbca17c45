//! Whom a dossier that was sent awaits, and for what.

use super::{Snapshot, State, procedure::Stage};
use crate::Timestamp;

/// What a dossier that was sent awaits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Awaits {
    /// The service: nobody asked anything of it yet.
    Reading,
    /// The service: what it asked for was corrected and sent again.
    Checking,
    /// The service: all it asked for is settled.
    Deciding,
    /// The structure: it corrects what was asked.
    Structure,
    /// Nobody: it is decided.
    Nobody,
}

/// One line a thing awaited: it, its stable key.
const TABLE: [(Awaits, &str); 5] = [
    (Awaits::Reading, "lire"),
    (Awaits::Checking, "verifier"),
    (Awaits::Deciding, "decider"),
    (Awaits::Structure, "structure"),
    (Awaits::Nobody, "personne"),
];

impl Awaits {
    /// All of them, in the order of the procedure.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|(awaits, _)| awaits)
    }

    /// Stable key, in addresses and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        TABLE.iter().find(|(awaits, _)| *awaits == self).map_or("", |(_, code)| code)
    }

    /// The one of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        TABLE.iter().find(|(_, known)| *known == code).map(|(awaits, _)| *awaits)
    }
}

impl Snapshot {
    /// What the dossier awaits; none while it is a draft.
    #[must_use]
    pub fn awaits(&self) -> Option<Awaits> {
        let sent = |stage| self.corrections.iter().any(|asked| asked.stage == stage);
        match self.state() {
            State::Draft => None,
            State::Submitted if self.corrections.is_empty() && self.rulings.is_empty() => {
                Some(Awaits::Reading)
            }
            State::Submitted if sent(Stage::Sent) => Some(Awaits::Checking),
            State::Submitted => Some(Awaits::Deciding),
            State::ToCorrect => Some(Awaits::Structure),
            State::Granted | State::Refused => Some(Awaits::Nobody),
        }
    }

    /// Since when it awaits that; none while it is a draft.
    #[must_use]
    pub fn awaits_since(&self) -> Option<Timestamp> {
        match self.awaits()? {
            Awaits::Structure => self.stops.last().map(|stop| stop.from),
            Awaits::Nobody => self.ruling().map(|ruling| ruling.at),
            Awaits::Reading | Awaits::Checking | Awaits::Deciding => {
                // What was asked may be asked no more without anything being sent again.
                let back = self.stops.last().and_then(|stop| stop.until);
                self.submission().map(|sent| back.map_or(sent.at, |back| back.max(sent.at)))
            }
        }
    }
}
