//! The procedure: what the service of the State asks and decides, and what the structure may do meanwhile.
//!
//! A dossier that was sent is frozen. A correction opens the answers it is about, and those that they newly ask for,
//! until the dossier is sent again; a decision is on the version that its author read, or is not taken.

mod act;
mod asked;
mod decide;
mod draft;
mod fold;
pub mod machine;
mod moves;
mod number;
pub mod opinion;
mod rounds;
mod rules;
mod ruling;
pub mod terms;

use form::{FileRef, Path, Program, Trame, Value};
use serde::{Deserialize, Serialize};

use super::{About, Actor, Seq, Snapshot, State, talk::Subject};
use crate::{Refusal, Timestamp};

pub(crate) use act::said;
pub use act::{
    LONGEST, acknowledge, answer, ask, awaited, consult, drop_opinion, give_opinion, invite, is_to_send,
    reopen, settle, take_back, withdraw,
};
pub use asked::asked_terms;
pub use decide::{decide, give_back};
pub use draft::{Draft, Drafted, Wrong};
pub use machine::Act;
pub use moves::{Acknowledged, Aside, Instruction, Move, Proposal, TakingBack, Withdrawal};
pub use number::{Numbers, number};
pub use rounds::{Round, Rounds};
pub use rules::{Rules, Tier};
pub use ruling::{Decision, Motive, Ruling};
pub use terms::Terms;

/// A correction that the service of the State asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The event that asked for it: its name.
    pub seq: Seq,
    /// Who asked.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What it is about.
    pub about: Subject,
    /// Why, among the reasons that are counted.
    pub reason: Reason,
    /// What is asked, in words.
    pub text: String,
    /// What the structure answered last.
    pub answer: Option<Answered>,
    /// Where it stands.
    pub stage: Stage,
}

impl Correction {
    /// Whether the structure works on it.
    #[must_use]
    pub fn is_to_answer(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Answered)
    }

    /// Whether it is about an answer: that one, the step, the table or the row that it stands in.
    #[must_use]
    pub fn covers(&self, path: &Path, trame: &Trame) -> bool {
        match &self.about {
            Subject::Step(key) => trame.step_of(&path.field()).is_some_and(|step| step.key == *key),
            Subject::Question(about) => about == path || *about == path.field() || is_cell_of(path, about),
        }
    }
}

/// What a structure answers to a correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Who answered.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What was done, in words.
    pub text: String,
}

/// Why a correction is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Something is missing: the demand is not complete (code du travail, art. R. 5132-1 et suivants).
    Missing,
    /// It does not agree with what else the dossier or a source says.
    Inconsistent,
    /// It is not precise enough to be judged.
    Unclear,
    /// A document cannot be used: unreadable, out of date, another's.
    Document,
    /// Anything else.
    Other,
}

impl Reason {
    /// All of them, in the order they are proposed.
    pub const ALL: [Self; 5] =
        [Self::Missing, Self::Inconsistent, Self::Unclear, Self::Document, Self::Other];

    /// Its name in a form and in an export.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "manquant",
            Self::Inconsistent => "incoherent",
            Self::Unclear => "imprecis",
            Self::Document => "document",
            Self::Other => "autre",
        }
    }

    /// It in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Missing => "Élément manquant",
            Self::Inconsistent => "Incohérence",
            Self::Unclear => "Réponse imprécise",
            Self::Document => "Document inutilisable",
            Self::Other => "Autre motif",
        }
    }

    /// The reason of a name.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Where a correction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The structure has not answered.
    Open,
    /// It has, and has not sent its dossier again.
    Answered,
    /// The answer was sent with the dossier; the service reads it.
    Sent,
    /// The service is content, or asks no more.
    Settled,
}

/// Whether a path is a cell of a row.
#[must_use]
pub fn is_cell_of(path: &Path, row: &Path) -> bool {
    match (path.in_table(), row.in_table()) {
        (Some(cell), Some(row)) => row.column.is_none() && (cell.table, cell.row) == (row.table, row.row),
        _ => false,
    }
}

impl Snapshot {
    /// Where a dossier that was sent stands.
    pub(super) fn sent_state(&self) -> State {
        match self.ruling() {
            _ if self.instruction.withdrawal().is_some() => State::Withdrawn,
            Some(Ruling { granted: true, .. }) => State::Granted,
            Some(_) => State::Refused,
            None if self.to_answer().next().is_some() => State::ToCorrect,
            None if self.instruction.proposal().is_some() => State::Proposed,
            None if self.instruction.acknowledged.is_some() => State::Complete,
            None => State::Submitted,
        }
    }

    /// The decision that holds.
    #[must_use]
    pub fn ruling(&self) -> Option<&Ruling> {
        self.rulings.last().filter(|ruling| ruling.reopened.is_none())
    }

    /// The corrections that the structure works on, the first asked first.
    pub fn to_answer(&self) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(|asked| asked.is_to_answer())
    }

    /// How many corrections the structure has not answered yet.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.to_answer().filter(|asked| asked.stage == Stage::Open).count()
    }

    /// The corrections that the structure works on in a step.
    pub fn to_answer_in<'a>(
        &'a self,
        step: &'a str,
        trame: &'a Trame,
    ) -> impl Iterator<Item = &'a Correction> {
        self.to_answer().filter(move |asked| asked.about.step(trame).is_some_and(|own| own.key == step))
    }

    /// How many answers changed since the dossier was last sent.
    #[must_use]
    pub fn unsent(&self) -> usize {
        let sent = self.submission().map_or(0, |sent| sent.seq);
        self.answers.values().filter(|answer| answer.version > sent).count()
    }

    /// Whether what a correction is about is as it was when it was asked: the service would read the same again.
    #[must_use]
    pub fn is_as_asked(&self, asked: &Correction, trame: &Trame) -> bool {
        let mut since = self.answers.iter().filter(|(_, answer)| answer.version > asked.seq);
        !since.any(|(path, _)| asked.covers(path, trame))
    }

    /// Whether the decision needs the commission's opinion on the last version sent.
    #[must_use]
    pub fn needs_opinion(&self) -> bool {
        let needed = || self.submission().is_some_and(|sent| opinion::is_needed(&self.opening, sent));
        self.opening.about == About::Demand && needed()
    }

    /// Why an answer may not be changed as things stand; none when it may: it is open by itself, or has to follow what is
    /// to correct.
    #[must_use]
    pub fn refuses(&self, path: &Path, program: &Program) -> Option<Refusal> {
        self.closes(path, program).filter(|_| !self.has_to_follow(path, program))
    }

    /// Whether an answer may have to follow what the structure is asked to correct, or what it corrects could not be sent.
    #[must_use]
    pub fn has_to_follow(&self, path: &Path, program: &Program) -> bool {
        let binds = |asked: &Correction| match &asked.about {
            Subject::Question(about) => program.is_bound(about, path),
            Subject::Step(key) => program
                .trame()
                .step(key)
                .is_some_and(|step| step.fields.iter().any(|field| program.is_bound(&field.path, path))),
        };
        self.state() == State::ToCorrect && self.to_answer().any(binds)
    }

    /// Why an answer is not open by itself; none when it is.
    #[must_use]
    pub fn closes(&self, path: &Path, program: &Program) -> Option<Refusal> {
        match self.state() {
            State::Draft => None,
            State::ToCorrect if self.is_to_correct(path, program) => None,
            State::ToCorrect => Some(Refusal::NotToCorrect),
            State::Submitted
            | State::Complete
            | State::Proposed
            | State::Granted
            | State::Refused
            | State::Withdrawn => Some(Refusal::AlreadySubmitted),
        }
    }

    /// Whether an answer is open to the structure while it corrects its dossier.
    fn is_to_correct(&self, path: &Path, program: &Program) -> bool {
        let trame = program.trame();
        let covers = |asked: &Correction| asked.covers(path, trame);
        // What is corrected may ask for what nobody had to answer.
        let was_blank = || self.submission().is_some_and(|sent| sent.counted.get(path).is_none());
        let follows = |asked: &Correction| match &asked.about {
            Subject::Question(about) => program.may_open(about, path),
            Subject::Step(key) => trame
                .step(key)
                .is_some_and(|step| step.fields.iter().any(|field| program.may_open(&field.path, path))),
        };
        // A document that the antivirus refused has to be given again, whatever was asked.
        let is_refused =
            || matches!(self.value(path), Some(Value::Files(files)) if files.iter().any(FileRef::is_refused));
        self.to_answer().any(covers) || is_refused() || (was_blank() && self.to_answer().any(follows))
    }
}
