//! Whom a dossier that was sent awaits, and for what.

use super::{
    Snapshot, State,
    procedure::{Stage, opinion::Adviser},
};
use crate::Timestamp;

/// What a dossier that was sent awaits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Awaits {
    /// The service: nobody asked anything of it yet.
    Reading,
    /// The service: what it asked for was corrected and sent again.
    Checking,
    /// The service: the commission's opinion, which the decision needs, is still to be asked.
    Consulting,
    /// The service: all it asked for is settled, and what is left is to say that it is complete, then to decide.
    Deciding,
    /// An adviser, whose opinion is asked.
    Opinion,
    /// The service of the region, which validates what is proposed.
    Validating,
    /// The structure: it corrects what was asked.
    Structure,
    /// Nobody: it is decided, or given up.
    Nobody,
}

/// One line a thing awaited: it, its stable key.
const TABLE: [(Awaits, &str); 8] = [
    (Awaits::Reading, "lire"),
    (Awaits::Checking, "verifier"),
    (Awaits::Consulting, "consulter"),
    (Awaits::Deciding, "decider"),
    (Awaits::Opinion, "avis"),
    (Awaits::Validating, "valider"),
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
            State::Submitted if self.corrections.is_empty() => Some(Awaits::Reading),
            State::Submitted | State::Complete if sent(Stage::Sent) => Some(Awaits::Checking),
            State::Complete if self.lacks_commission() => Some(Awaits::Consulting),
            State::Complete if self.instruction.awaited().next().is_some() => Some(Awaits::Opinion),
            State::Submitted | State::Complete => Some(Awaits::Deciding),
            State::Proposed => Some(Awaits::Validating),
            State::ToCorrect => Some(Awaits::Structure),
            State::Granted | State::Refused | State::Withdrawn => Some(Awaits::Nobody),
        }
    }

    /// Whether the decision needs the commission's opinion, which was neither given nor asked.
    fn lacks_commission(&self) -> bool {
        let asked = || self.instruction.awaited().any(|opinion| opinion.of == Adviser::Commission);
        !self.instruction.has_commission() && !asked() && self.needs_opinion()
    }

    /// Since when it awaits that; none while it is a draft.
    #[must_use]
    pub fn awaits_since(&self) -> Option<Timestamp> {
        match self.awaits()? {
            Awaits::Structure => self.corrects_since(),
            Awaits::Nobody => {
                let given_up = self.instruction.withdrawal().map(|withdrawal| withdrawal.at);
                given_up.or_else(|| self.ruling().map(|ruling| ruling.at))
            }
            Awaits::Opinion => self.instruction.awaited().map(|opinion| opinion.at).min(),
            Awaits::Validating => self.instruction.proposal().map(|proposal| proposal.at),
            Awaits::Reading | Awaits::Checking | Awaits::Consulting | Awaits::Deciding => {
                // What was asked may be asked no more, and what was decided taken up again, without anything being sent.
                let back = self.stops.last().and_then(|stop| stop.until);
                self.submission().map(|sent| back.map_or(sent.at, |back| back.max(sent.at)))
            }
        }
    }
}
