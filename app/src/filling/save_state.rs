//! What is said of saving, in one line.

use domain::{
    PersonId, Timestamp,
    dossier::{Actor, Snapshot},
};
use form::french;

/// What is said of saving, in one line.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Everything is in, since this instant.
    Saved(Timestamp),
    /// Something is on its way.
    Saving,
    /// The server does not answer; so many edits wait.
    Offline(usize),
    /// The session has ended; so many edits wait.
    LoggedOut(usize),
    /// Two people wrote in the same fields; so many are to decide.
    Conflict(usize),
    /// So many texts are too long to be sent: they stand in the page only.
    KeptHere(usize),
    /// The server refuses, whatever is done: why.
    Refused(String),
}

impl SaveState {
    pub(super) fn opened(snapshot: &Snapshot, me: PersonId) -> Self {
        match snapshot.undecided(Actor::Person(me)).count() {
            0 => Self::Saved(snapshot.at),
            count => Self::Conflict(count),
        }
    }

    /// The state in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Saved(at) => format!("Enregistré à {}", french::time_of_day(*at).1),
            Self::Saving => "Enregistrement…".to_owned(),
            Self::Offline(0) => "Hors connexion, rien en attente".to_owned(),
            Self::Offline(waiting) => format!("Hors connexion, {} en attente", edits(*waiting)),
            Self::LoggedOut(waiting) => {
                format!("Hors connexion, votre session a expiré : {} en attente", edits(*waiting))
            }
            Self::Conflict(count) => {
                format!("Conflit : {} à décider", french::count(*count, "réponse", "réponses"))
            }
            Self::KeptHere(count) => {
                format!(
                    "Non enregistré\u{a0}: {}",
                    french::count(*count, "texte trop long", "textes trop longs")
                )
            }
            Self::Refused(reason) => reason.clone(),
        }
    }

    /// Whether it calls for an action.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        !matches!(self, Self::Saved(_) | Self::Saving)
    }
}

fn edits(count: usize) -> String {
    french::count(count, "modification", "modifications")
}
