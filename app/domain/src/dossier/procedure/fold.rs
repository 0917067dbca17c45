//! Folding what moves the procedure.

use super::{Answered, Correction, Move, Numbers, Ruling, Stage};
use crate::dossier::{Body, Event, Seq, Snapshot};

impl Snapshot {
    /// Folds what moves the procedure; the rest is not its own.
    pub(in super::super) fn proceed(&mut self, event: &Event) {
        let moved = match &event.body {
            Body::Submitted { .. } => {
                for asked in self.corrections.iter_mut().filter(|asked| asked.stage == Stage::Answered) {
                    asked.stage = Stage::Sent;
                }
                true
            }
            Body::CorrectionAsked { about, reason, text } => {
                self.corrections.push(Correction {
                    seq: event.seq,
                    by: event.actor,
                    at: event.at,
                    about: about.clone(),
                    reason: *reason,
                    text: text.clone(),
                    answer: None,
                    stage: Stage::Open,
                });
                true
            }
            Body::CorrectionAnswered { correction, text } => self.correct(*correction, |asked| {
                let answered = Answered { by: event.actor, at: event.at, text: text.clone() };
                (asked.answer, asked.stage) = (Some(answered), Stage::Answered);
            }),
            Body::CorrectionSettled { correction, content, text } => self.correct(*correction, |asked| {
                asked.stage = if *content { Stage::Settled } else { Stage::Open };
                if let Some(text) = text {
                    // What was asked and answered before is in the log: see `Rounds`.
                    (asked.text, asked.answer) = (text.clone(), None);
                }
            }),
            Body::Decided { version, granted, reason, motive, terms } => {
                self.instruction.answer_proposal(None);
                self.rulings.push(Ruling {
                    seq: event.seq,
                    by: event.actor,
                    at: event.at,
                    version: *version,
                    granted: *granted,
                    motive: *motive,
                    reason: reason.clone(),
                    terms: terms.clone(),
                    numbered: None,
                    reopened: None,
                });
                true
            }
            Body::DecisionReopened { reason } => {
                if !self.instruction.take_up(reason)
                    && let Some(ruling) = self.rulings.last_mut()
                {
                    ruling.reopened = Some(reason.clone());
                }
                true
            }
            Body::Moved(moved) => {
                self.instruction.fold(event, moved);
                if let Move::TakenBack { .. } = **moved {
                    for asked in self.corrections.iter_mut().filter(|asked| asked.is_to_answer()) {
                        asked.stage = Stage::Settled;
                    }
                }
                if let Move::Numbered { annexes, convention } = &**moved
                    && let Some(ruling) = self.rulings.last_mut()
                    && let Some(terms) = ruling.terms.as_mut()
                {
                    let (annexes, convention) = (annexes.clone(), convention.clone());
                    Numbers { annexes, convention }.note_on(terms);
                    ruling.numbered = Some(event.seq);
                }
                true
            }
            _ => false,
        };
        if moved {
            self.moved = event.seq;
            self.keep_delay(event.at);
        }
    }

    fn correct(&mut self, seq: Seq, change: impl FnOnce(&mut Correction)) -> bool {
        let asked = self.corrections.iter_mut().find(|asked| asked.seq == seq);
        asked.map(change).is_some()
    }
}
