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
    /// So many texts were refused: the page says which, and why.
    NotTaken(usize),
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

    /// The state in words, the hour of today or the day of another.
    #[must_use]
    pub fn text(&self, today: form::Date) -> String {
        match self {
            Self::Saved(at) => match french::time_of_day(*at) {
                (day, hour) if day == today => format!("Enregistré à {hour}"),
                (day, hour) => format!("Enregistré à {hour} le {}", french::date(day)),
            },
            Self::Saving => "Enregistrement…".to_owned(),
            Self::Offline(0) => "Hors connexion, aucune réponse en attente".to_owned(),
            Self::Offline(waiting) => format!("Hors connexion, {} en attente", edits(*waiting)),
            Self::LoggedOut(waiting) => {
                format!(
                    "Hors connexion, votre session n’est plus ouverte\u{a0}: {} en attente",
                    edits(*waiting)
                )
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
            Self::NotTaken(count) => {
                format!(
                    "Non enregistré\u{a0}: {}",
                    french::count(*count, "réponse refusée", "réponses refusées")
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
