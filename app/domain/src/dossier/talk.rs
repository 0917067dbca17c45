//! What colleagues say to each other about a dossier, and who takes care of which step.
//!
//! It stays between the people of the structure: the service of the State reads none of it.

use form::{Path, Step, Trame};
use serde::{Deserialize, Serialize};

use super::{Actor, News, Seq, Snapshot, What};
use crate::Timestamp;

/// What a comment is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A step, by key.
    Step(String),
    /// A question.
    Question(Path),
}

impl Subject {
    /// The step that it is, or stands in.
    #[must_use]
    pub fn step<'a>(&self, trame: &'a Trame) -> Option<&'a Step> {
        match self {
            Self::Step(key) => trame.step(key),
            Self::Question(path) => trame.step_of(&path.field()),
        }
    }
}

/// What someone wrote to colleagues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// The event that brought it: its name.
    pub seq: Seq,
    /// Who wrote it.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// What it is about.
    pub about: Subject,
    /// What it says.
    pub text: String,
    /// Who settled it, once it is.
    pub settled: Option<Actor>,
}

impl Snapshot {
    /// Folds what colleagues say and do among themselves; the rest is not its own.
    pub fn hear(&mut self, news: &News) {
        match &news.what {
            What::Commented(about, text) => {
                let comment = Comment {
                    seq: news.seq,
                    by: news.by,
                    at: news.at,
                    about: about.clone(),
                    text: text.clone(),
                    settled: None,
                };
                // Told again, by the answer to a batch and by the line that stays open.
                if self.comments.iter().all(|known| known.seq != news.seq) {
                    self.comments.push(comment);
                }
            }
            What::Settled(comment, settled) => {
                if let Some(known) = self.comments.iter_mut().find(|known| known.seq == *comment) {
                    known.settled = settled.then_some(news.by);
                }
            }
            What::Assigned(step, to) => match to {
                Some(person) => {
                    self.assigned.insert(step.clone(), *person);
                }
                None => {
                    self.assigned.remove(step);
                }
            },
            // Told again by the answer to a batch, when its author has chosen: it waits no more.
            What::Aside(aside)
                if self
                    .answers
                    .get(&aside.path)
                    .is_some_and(|answer| answer.by == aside.by && answer.version > aside.seq) => {}
            What::Aside(aside) => {
                self.set_aside.retain(|known| (&known.path, known.by) != (&aside.path, aside.by));
                self.set_aside.push(aside.clone());
            }
            _ => {}
        }
    }

    /// What is still open about a step and its questions, the first written first.
    ///
    /// `step_of` tells the step of a question.
    pub fn open_comments<'a>(
        &'a self,
        step: &'a str,
        step_of: impl Fn(&Path) -> Option<&'a str> + 'a,
    ) -> impl Iterator<Item = &'a Comment> {
        self.comments.iter().filter(move |comment| {
            comment.settled.is_none()
                && match &comment.about {
                    Subject::Step(key) => key == step,
                    Subject::Question(path) => step_of(path) == Some(step),
                }
        })
    }
}
