//! What was asked and answered of a correction, each time it was asked: read from the log.

use std::collections::BTreeMap;

use super::Answered;
use crate::{
    Timestamp,
    dossier::{Actor, Body, Event, Seq},
};

/// A correction as it was asked once: it may have been answered, and asked for again since.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// What was asked.
    pub asked: String,
    /// Who asked.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What the structure answered.
    pub answer: Option<Answered>,
}

/// The rounds of the corrections that were asked for again with other words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounds(BTreeMap<Seq, Vec<Round>>);

impl Rounds {
    /// Those that a log tells.
    #[must_use]
    pub fn of(log: &[Event]) -> Self {
        let mut all: BTreeMap<Seq, Vec<Round>> = BTreeMap::new();
        for event in log {
            match &event.body {
                Body::CorrectionAsked { text, .. } => drop(all.insert(event.seq, vec![begun(event, text)])),
                Body::CorrectionAnswered { correction, text } => {
                    if let Some(round) = all.get_mut(correction).and_then(|rounds| rounds.last_mut()) {
                        round.answer = Some(Answered { by: event.actor, at: event.at, text: text.clone() });
                    }
                }
                Body::CorrectionSettled { correction, text: Some(text), .. } => {
                    all.entry(*correction).or_default().push(begun(event, text));
                }
                _ => {}
            }
        }
        all.retain(|_, rounds| rounds.len() > 1);
        Self(all)
    }

    /// All those of a correction, by its event, the first at the head; none where it was asked once.
    #[must_use]
    pub fn all(&self, correction: Seq) -> &[Round] {
        self.0.get(&correction).map_or(&[], Vec::as_slice)
    }

    /// Those before the one that stands.
    #[must_use]
    pub fn earlier(&self, correction: Seq) -> &[Round] {
        self.all(correction).split_last().map_or(&[], |(_, before)| before)
    }

    /// The one that stands, where it was asked for again.
    #[must_use]
    pub fn last(&self, correction: Seq) -> Option<&Round> {
        self.all(correction).last()
    }
}

fn begun(event: &Event, text: &str) -> Round {
    Round { asked: text.to_owned(), by: event.actor, at: event.at, answer: None }
}
