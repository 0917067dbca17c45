//! What was asked and answered of a correction, each time it was asked: read from the log.

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

/// The rounds of each correction that was asked for again with other words, by its event, the first round first; the
/// last is the one that stands.
#[must_use]
pub fn rounds(log: &[Event]) -> Vec<(Seq, Vec<Round>)> {
    let mut all: Vec<(Seq, Vec<Round>)> = Vec::new();
    for event in log {
        match &event.body {
            Body::CorrectionAsked { text, .. } => {
                all.push((event.seq, vec![begun(event, text)]));
            }
            Body::CorrectionAnswered { correction, text } => {
                if let Some(round) = of(&mut all, *correction).and_then(|rounds| rounds.last_mut()) {
                    round.answer = Some(Answered { by: event.actor, at: event.at, text: text.clone() });
                }
            }
            Body::CorrectionSettled { correction, text: Some(text), .. } => {
                if let Some(rounds) = of(&mut all, *correction) {
                    rounds.push(begun(event, text));
                }
            }
            _ => {}
        }
    }
    all.retain(|(_, rounds)| rounds.len() > 1);
    all
}

fn begun(event: &Event, text: &str) -> Round {
    Round { asked: text.to_owned(), by: event.actor, at: event.at, answer: None }
}

fn of(all: &mut [(Seq, Vec<Round>)], correction: Seq) -> Option<&mut Vec<Round>> {
    all.iter_mut().find(|(seq, _)| *seq == correction).map(|(_, rounds)| rounds)
}
