//! What a page sends, and what it is answered.

use form::{Path, Value};
use serde::{Deserialize, Serialize};

use super::{Answer, ClientId, News, Seq};
use crate::Timestamp;

/// Edits of one page, in the order they were typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The page that writes.
    pub client: ClientId,
    /// Last event of the log the page has seen.
    pub known: Seq,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// One edit: the text as typed, read by the server with the same code as the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The page's own count.
    pub number: u64,
    /// Key of the answer.
    pub path: Path,
    /// What was typed.
    pub text: String,
    /// Version of the answer the author had seen; 0 for none.
    pub base: Seq,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// Last event of the log.
    pub head: Seq,
    /// When the server took the batch.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What became of each edit.
    pub outcomes: Vec<Outcome>,
    /// What others did since the last event the page had seen.
    pub others: Vec<News>,
}

/// What became of one edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The page's own count.
    pub number: u64,
    /// Key of the answer.
    pub path: Path,
    /// The verdict.
    pub verdict: Verdict,
}

/// The verdict on one edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Kept, as this version of the answer.
    Kept(Seq),
    /// Set aside: both values, and a person chooses.
    Conflict {
        /// The value in place, with its author and time.
        theirs: Option<Box<Answer>>,
        /// The value that was sent.
        yours: Option<Value>,
    },
    /// Never to be taken, whatever is done: the reason.
    Refused(String),
    /// Its page wrote the same answer again since: what stands.
    Overtaken(Option<Box<Answer>>),
}
