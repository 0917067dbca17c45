//! What was asked and answered of a correction each time before it was asked for again: read from the log.

use super::Answered;
use crate::dossier::{Body, Event, Seq};

/// A request that was answered, and asked for again since.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// What was asked.
    pub asked: String,
    /// What the structure answered.
    pub answer: Option<Answered>,
}

/// The rounds of each correction that was asked for again with other words, by its event, the first round first.
#[must_use]
pub fn rounds(log: &[Event]) -> Vec<(Seq, Vec<Round>)> {
    let mut all: Vec<(Seq, Vec<Round>)> = Vec::new();
    for event in log {
        match &event.body {
            Body::CorrectionAsked { text, .. } => {
                all.push((event.seq, vec![Round { asked: text.clone(), answer: None }]));
            }
            Body::CorrectionAnswered { correction, text } => {
                if let Some(round) = of(&mut all, *correction).and_then(|rounds| rounds.last_mut()) {
                    round.answer = Some(Answered { by: event.actor, at: event.at, text: text.clone() });
                }
            }
            Body::CorrectionSettled { correction, text: Some(text), .. } => {
                if let Some(rounds) = of(&mut all, *correction) {
                    rounds.push(Round { asked: text.clone(), answer: None });
                }
            }
            _ => {}
        }
    }
    for (_, rounds) in &mut all {
        // The last is the one that stands.
        rounds.pop();
    }
    all.retain(|(_, rounds)| !rounds.is_empty());
    all
}

fn of(all: &mut [(Seq, Vec<Round>)], correction: Seq) -> Option<&mut Vec<Round>> {
    all.iter_mut().find(|(seq, _)| *seq == correction).map(|(_, rounds)| rounds)
}
