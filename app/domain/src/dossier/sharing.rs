//! How the services that read a dossier share out the work on it: whose it is, and the labels it bears.
//!
//! Each service has its own: that of the département keeps its agent when that of the region takes the dossier to
//! validate it. The structure is told nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Actor, Body, Event, Seq, Snapshot};
use crate::{Error, PersonId, Refusal, Result, Timestamp, access::ServiceKey, queue::plain};

/// Longest label, in characters.
pub const LONGEST_LABEL: usize = 40;

/// Labels that a dossier bears for a service, at most.
pub const MOST_LABELS: usize = 10;

/// What a service notes on a dossier for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An agent takes care of it, or nobody does any more.
    Given {
        /// Who.
        to: Option<PersonId>,
    },
    /// It bears a label, or no more.
    Labelled {
        /// The label.
        label: String,
        /// Whether it bears it.
        on: bool,
    },
}

/// What all the services noted on a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// The last event that changed any of it.
    seq: Seq,
    /// What each service noted.
    services: BTreeMap<ServiceKey, Share>,
}

/// What one service noted on a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// To whom it was given, the first time first.
    pub handovers: Vec<Handover>,
    /// The labels it bears.
    pub labels: BTreeSet<String>,
}

/// That a dossier was given to someone, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The event.
    pub seq: Seq,
    /// Who gave it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Who takes care of it since; nobody once it was given back.
    pub to: Option<PersonId>,
}

impl Share {
    /// Who takes care of the dossier.
    #[must_use]
    pub fn agent(&self) -> Option<PersonId> {
        self.handovers.last().and_then(|handover| handover.to)
    }

    /// The event since which they do, or nobody does; none was before it was ever given.
    #[must_use]
    pub fn given(&self) -> Seq {
        self.handovers.last().map_or(0, |handover| handover.seq)
    }
}

impl Sharing {
    /// Whether nothing was ever noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seq == 0
    }

    /// The last event that changed any of it.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// What a service noted; nothing for one that never did.
    #[must_use]
    pub fn of(&self, service: &ServiceKey) -> Share {
        self.services.get(service).cloned().unwrap_or_default()
    }

    /// What each service noted.
    pub fn services(&self) -> impl Iterator<Item = (&ServiceKey, &Share)> {
        self.services.iter()
    }

    /// Who gave the dossier, and to whom.
    pub fn actors(&self) -> impl Iterator<Item = Actor> {
        let handovers = self.services.values().flat_map(|share| &share.handovers);
        handovers.flat_map(|handover| [Some(handover.by), handover.to.map(Actor::Person)]).flatten()
    }

    /// Folds a note.
    pub(super) fn fold(&mut self, event: &Event, service: &ServiceKey, note: &Note) {
        self.seq = event.seq;
        let share = self.services.entry(service.clone()).or_default();
        match note {
            Note::Given { to } => {
                share.handovers.push(Handover { seq: event.seq, by: event.actor, at: event.at, to: *to });
            }
            Note::Labelled { label, on: true } => drop(share.labels.insert(label.clone())),
            Note::Labelled { label, on: false } => drop(share.labels.remove(label)),
        }
    }
}

/// Gives a dossier to an agent of a service, or to nobody; nothing happens when it is theirs already. Of two agents who
/// act at once, the second is told who has it: `seen` is the event since which the page said it was whose it said.
///
/// # Errors
/// `Refused` when it was given to somebody else, or back, since.
pub fn give(
    snapshot: &Snapshot,
    service: &ServiceKey,
    (seen, to): (Seq, Option<PersonId>),
    name_of: impl FnOnce(PersonId) -> String,
) -> Result<Option<Body>> {
    let share = snapshot.instruction.sharing.of(service);
    if share.agent() == to {
        return Ok(None);
    }
    if share.given() > seen {
        return Err(Error::Refused(match share.agent() {
            Some(agent) => Refusal::Taken(name_of(agent)),
            None => Refusal::GivenBack,
        }));
    }
    Ok(Some(Body::Noted { service: service.clone(), note: Note::Given { to } }))
}

/// Has a dossier bear a label, or no more; nothing happens when that is so already.
///
/// # Errors
/// `Refused` when it bears as many as it may.
pub fn label(snapshot: &Snapshot, service: &ServiceKey, label: &str, on: bool) -> Result<Option<Body>> {
    let share = snapshot.instruction.sharing.of(service);
    // The same word with other capitals or accents is the same label.
    let known = share.labels.iter().find(|known| plain(known) == plain(label));
    let label = match (known, on) {
        (Some(_), true) | (None, false) => return Ok(None),
        (Some(known), false) => known.clone(),
        (None, true) if share.labels.len() >= MOST_LABELS => {
            return Err(Error::Refused(Refusal::TooManyLabels(MOST_LABELS)));
        }
        (None, true) => label.to_owned(),
    };
    Ok(Some(Body::Noted { service: service.clone(), note: Note::Labelled { label, on } }))
}

/// A label as it is kept, from what was typed: one line, without the signs that part values in a search.
///
/// # Errors
/// `Invalid` when it is blank, too long, or holds such a sign.
pub fn read_label(text: &str) -> Result<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let label = words.join(" ");
    if label.is_empty() {
        return Err(Error::Invalid("Écrivez une étiquette.".to_owned()));
    }
    if label.chars().count() > LONGEST_LABEL {
        let said = format!("Cette étiquette est trop longue\u{a0}: {LONGEST_LABEL} caractères au plus.");
        return Err(Error::Invalid(said));
    }
    let parts = |sign: char| sign == ',' || sign.is_control() || "\"«»“”".contains(sign);
    if label.contains(parts) {
        let said = "Une étiquette s’écrit sans virgule ni guillemets\u{a0}: la recherche s’en sert.";
        return Err(Error::Invalid(said.to_owned()));
    }
    Ok(label)
}

#[cfg(test)]
mod tests;
