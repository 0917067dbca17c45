//! What the structure and the service write to each other about a dossier that was sent, in threads.
//!
//! Both sides read it, in the log and nowhere in the snapshot: it is folded when a page asks for it. Who of the
//! service wrote is the service's own; the structure reads which service did.

use std::collections::BTreeMap;

use form::{FileRef, file::Analysis};
use serde::{Deserialize, Serialize};

use super::{Actor, Body, Event, Seq, talk::Subject};
use crate::Timestamp;

/// Longest subject of a thread, in characters.
pub const LONGEST_TITLE: usize = 120;

/// Most documents that a message carries: what one form may send.
pub const MOST_FILES: usize = 3;

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The structure.
    Structure,
    /// The service that instructs.
    Service,
}

impl Party {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Structure => Self::Service,
            Self::Service => Self::Structure,
        }
    }
}

/// Something that one side says to the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exchange {
    /// A thread was opened with its first message.
    Opened {
        /// Who writes.
        from: Party,
        /// About what; about the whole dossier where it is nothing in particular.
        about: Option<Subject>,
        /// Its subject, in words.
        title: String,
        /// The message.
        text: String,
        /// The documents it carries, as they were when it was sent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
    },
    /// A message was added to a thread.
    Replied {
        /// Who writes.
        from: Party,
        /// The event that opened the thread.
        thread: Seq,
        /// The message.
        text: String,
        /// The documents it carries, as they were when it was sent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
    },
    /// A side said that it read a thread, as far as the log went.
    Read {
        /// Who read.
        from: Party,
        /// The event that opened the thread.
        thread: Seq,
    },
}

impl Exchange {
    /// Which side did it.
    #[must_use]
    pub fn from(&self) -> Party {
        match self {
            Self::Opened { from, .. } | Self::Replied { from, .. } | Self::Read { from, .. } => *from,
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The event: its name.
    pub seq: Seq,
    /// Who wrote it.
    pub by: Actor,
    /// For which side.
    pub from: Party,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub text: String,
    /// The documents it carries, with what the antivirus said of them since.
    pub files: Vec<FileRef>,
}

/// Messages about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The event that opened it: its name.
    pub seq: Seq,
    /// About what.
    pub about: Option<Subject>,
    /// Its subject, in words.
    pub title: String,
    /// Its messages, the first written first: one at least.
    pub posts: Vec<Post>,
    /// How far each side read, and when it said so.
    read: BTreeMap<Party, (Seq, Timestamp)>,
}

impl Thread {
    /// Messages of the other side that a side has not said it read.
    #[must_use]
    pub fn unread_by(&self, party: Party) -> usize {
        let read = self.read.get(&party).map_or(0, |(seq, _)| *seq);
        self.posts.iter().filter(|post| post.from != party && post.seq > read).count()
    }

    /// When the other side said that it read a message.
    #[must_use]
    pub fn read_at(&self, post: &Post) -> Option<Timestamp> {
        let (seq, at) = self.read.get(&post.from.other())?;
        (*seq > post.seq).then_some(*at)
    }

    /// The last message.
    #[must_use]
    pub fn last(&self) -> &Post {
        self.posts.last().expect("a thread is opened with its first message")
    }
}

/// The threads of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Threads(pub Vec<Thread>);

impl Threads {
    /// What a log says was written, the first thread opened first.
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        let mut threads = Self::default();
        for event in events {
            threads.apply(event);
        }
        threads
    }

    /// Folds one more event; those that are no messages change nothing.
    pub fn apply(&mut self, event: &Event) {
        if let Body::PieceAnalysed { digest, analysis, .. } = &event.body {
            self.mark(digest, analysis);
        }
        let Body::Exchanged(exchange) = &event.body else { return };
        let (seq, by, at) = (event.seq, event.actor, event.at);
        match &**exchange {
            Exchange::Opened { from, about, title, text, files } => self.0.push(Thread {
                seq,
                about: about.clone(),
                title: title.clone(),
                posts: vec![Post { seq, by, from: *from, at, text: text.clone(), files: files.clone() }],
                read: BTreeMap::new(),
            }),
            Exchange::Replied { from, thread, text, files } => {
                if let Some(thread) = self.thread_mut(*thread) {
                    let (text, files) = (text.clone(), files.clone());
                    thread.posts.push(Post { seq, by, from: *from, at, text, files });
                    // Who answers has read what stood there.
                    thread.read.insert(*from, (seq, at));
                }
            }
            Exchange::Read { from, thread } => {
                if let Some(thread) = self.thread_mut(*thread) {
                    thread.read.insert(*from, (seq, at));
                }
            }
        }
    }

    /// Notes what the antivirus said of a document, in every message that carries it.
    fn mark(&mut self, digest: &str, analysis: &Analysis) {
        let posts = self.0.iter_mut().flat_map(|thread| &mut thread.posts);
        for file in posts.flat_map(|post| &mut post.files).filter(|file| file.id == digest) {
            file.analysis = analysis.clone();
        }
    }

    /// The documents that messages carry.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.0.iter().flat_map(|thread| &thread.posts).flat_map(|post| &post.files)
    }

    fn thread_mut(&mut self, seq: Seq) -> Option<&mut Thread> {
        self.0.iter_mut().find(|thread| thread.seq == seq)
    }

    /// A thread, by the event that opened it.
    #[must_use]
    pub fn thread(&self, seq: Seq) -> Option<&Thread> {
        self.0.iter().find(|thread| thread.seq == seq)
    }

    /// Messages that a side has not said it read.
    #[must_use]
    pub fn unread_by(&self, party: Party) -> usize {
        self.0.iter().map(|thread| thread.unread_by(party)).sum()
    }

    /// Who wrote for a side.
    pub fn actors(&self, party: Party) -> impl Iterator<Item = Actor> {
        let posts = self.0.iter().flat_map(|thread| &thread.posts);
        posts.filter(move |post| post.from == party).map(|post| post.by)
    }
}

#[cfg(test)]
mod tests;
