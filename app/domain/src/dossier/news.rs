//! What a page that is open is told of what others did: less than the log, which no page reads.

use form::{Path, file::Analysis};
use serde::{Deserialize, Serialize};

use super::{Actor, Answer, Body, Event, Seq, SetAside, Submission, talk::Subject};
use crate::{PersonId, Timestamp};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Place in the log.
    pub seq: Seq,
    /// When the server took it.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What was done.
    pub what: What,
}

/// What was done, as far as an open page is concerned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// An answer changed.
    Answered(Path, Answer),
    /// A step was confirmed.
    Confirmed(String),
    /// Something was written to colleagues, about what.
    Commented(Subject, String),
    /// What was written by an event was settled (true) or opened again.
    Settled(Seq, bool),
    /// A step was given to someone, or to nobody.
    Assigned(String, Option<PersonId>),
    /// The antivirus said something of a document, by its digest.
    Analysed(String, Analysis),
    /// The dossier was sent.
    Sent(Box<Submission>),
    /// The form changed: the page shows the one of before.
    Reshaped,
    /// What someone wrote was set aside, for them to decide.
    Aside(SetAside),
}

impl News {
    /// Whether a row of a table was taken away.
    #[must_use]
    pub fn takes_away(&self) -> bool {
        let What::Answered(path, Answer { value: None, .. }) = &self.what else { return false };
        path.in_table().is_some_and(|parts| parts.column.is_none())
    }

    /// What an event tells an open page; none when it changes nothing there.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let what = match &event.body {
            Body::AnswerSet { path, .. } => What::Answered(path.clone(), Answer::of(event)?),
            Body::StepConfirmed { step } => What::Confirmed(step.clone()),
            Body::Commented { about, text } => What::Commented(about.clone(), text.clone()),
            Body::CommentSettled { comment, settled } => What::Settled(*comment, *settled),
            Body::StepAssigned { step, to } => What::Assigned(step.clone(), *to),
            Body::PieceAnalysed { digest, analysis, .. } => What::Analysed(digest.clone(), analysis.clone()),
            Body::Submitted { .. } => What::Sent(Box::new(Submission::of(event)?)),
            Body::TrameChanged(_) => What::Reshaped,
            Body::AnswerSetAside { path, value, .. } => {
                let (path, value) = (path.clone(), value.clone());
                What::Aside(SetAside { path, value, seq: event.seq, by: event.actor, at: event.at })
            }
            Body::Opened(_)
            | Body::SourceTold { .. }
            | Body::ValueContested { .. }
            | Body::CorrectionAsked { .. }
            | Body::CorrectionAnswered { .. }
            | Body::CorrectionSettled { .. }
            | Body::Decided { .. }
            | Body::Moved(_)
            | Body::DecisionReopened { .. }
            | Body::Worked(_)
            | Body::Exchanged(_)
            | Body::Noted { .. } => return None,
        };
        Some(Self { seq: event.seq, at: event.at, by: event.actor, what })
    }
}
