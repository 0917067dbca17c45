//! What the service does on a dossier for itself: findings set aside, sections read, notes.
//!
//! It is in the log of the dossier and nowhere in its snapshot: no page of the structure holds any of it. It is folded
//! when a service reads the dossier, as what sources said is (`heard`).

use std::collections::BTreeMap;

use form::{Answers, Path, Trame};
use serde::{Deserialize, Serialize};

use super::{Actor, Body, Event, Seq, Submission, talk::Subject};
use crate::Timestamp;

/// Something that the service does for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// A finding is set aside.
    FindingDismissed {
        /// The answer it stands beside.
        path: Path,
        /// Its code.
        code: String,
        /// Why, in words.
        reason: String,
        /// What it was judged on, each question with its value in words: another value brings the finding back.
        judged: Vec<(String, String)>,
    },
    /// A finding that was set aside is taken back.
    FindingRestored {
        /// The answer it stands beside.
        path: Path,
        /// Its code.
        code: String,
    },
    /// A section was read, as the version last sent has it.
    StepRead {
        /// Key of the step.
        step: String,
    },
    /// It is to be read again.
    StepUnread {
        /// Key of the step.
        step: String,
    },
    /// Something was noted.
    Noted {
        /// About what; about the whole dossier where it is nothing in particular.
        about: Option<Subject>,
        /// What kind of note.
        kind: NoteKind,
        /// What it says.
        text: String,
    },
    /// A note was written again.
    NoteChanged {
        /// The event that brought it.
        note: Seq,
        /// What kind of note.
        kind: NoteKind,
        /// What it says.
        text: String,
    },
    /// A note was struck out; it stays in the log.
    NoteStruck {
        /// The event that brought it.
        note: Seq,
    },
}

/// What a note is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Something to be verified.
    ToCheck,
    /// Something to keep in mind.
    Attention,
    /// Something to tell the commission.
    Commission,
    /// Anything else.
    Free,
    /// What was said and agreed in the dialogue de gestion.
    Dialogue,
}

/// One line a kind: it, its name in a form, it in words.
const KINDS: [(NoteKind, &str, &str); 5] = [
    (NoteKind::ToCheck, "verifier", "À vérifier"),
    (NoteKind::Attention, "attention", "Point d’attention"),
    (NoteKind::Commission, "commission", "Pour la commission"),
    (NoteKind::Dialogue, "dialogue", "Relevé du dialogue de gestion"),
    (NoteKind::Free, "libre", "Libre"),
];

impl NoteKind {
    /// All of them, in the order they are proposed.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.into_iter().map(|(kind, ..)| kind)
    }

    /// Its name in a form.
    #[must_use]
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| code)
    }

    /// It in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., label)| label)
    }

    /// The kind of a name.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }
}

/// That a finding is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// Who set it aside.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why, in words.
    pub reason: String,
    /// What it was judged on.
    pub judged: Vec<(String, String)>,
}

/// That a section was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepReading {
    /// Who read it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The version that was read.
    pub version: u32,
}

/// A note, with every version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The event that brought it: its name.
    pub seq: Seq,
    /// About what.
    pub about: Option<Subject>,
    /// Its versions, the first first: one at least.
    pub versions: Vec<NoteVersion>,
    /// Who struck it out and when, once it is.
    pub struck: Option<(Actor, Timestamp)>,
}

/// A note as someone wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVersion {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What kind of note.
    pub kind: NoteKind,
    /// What it says.
    pub text: String,
}

impl Note {
    /// As it stands.
    #[must_use]
    pub fn now(&self) -> &NoteVersion {
        self.versions.last().expect("a note is made with its first version")
    }
}

/// What the service did for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Findings set aside, by answer and code.
    pub dismissed: BTreeMap<(Path, String), Dismissal>,
    /// Sections read, by key of the step.
    pub read: BTreeMap<String, StepReading>,
    /// Notes, the first written first; those struck out stay.
    pub notes: Vec<Note>,
    /// The version last sent.
    version: u32,
}

impl Desk {
    /// What a log says was done.
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        let mut desk = Self::default();
        for event in events {
            desk.apply(event);
        }
        desk
    }

    /// Folds one more event; those that are not the service's own change nothing but the version.
    pub fn apply(&mut self, event: &Event) {
        match &event.body {
            Body::Submitted { version, .. } => self.version = *version,
            Body::Worked(work) => self.take((event.seq, event.actor, event.at), work),
            _ => {}
        }
    }

    fn take(&mut self, (seq, by, at): (Seq, Actor, Timestamp), work: &Work) {
        match work {
            Work::FindingDismissed { path, code, reason, judged } => {
                let dismissal = Dismissal { by, at, reason: reason.clone(), judged: judged.clone() };
                self.dismissed.insert((path.clone(), code.clone()), dismissal);
            }
            Work::FindingRestored { path, code } => {
                self.dismissed.remove(&(path.clone(), code.clone()));
            }
            Work::StepRead { step } => {
                self.read.insert(step.clone(), StepReading { by, at, version: self.version });
            }
            Work::StepUnread { step } => {
                self.read.remove(step);
            }
            Work::Noted { about, kind, text } => self.notes.push(Note {
                seq,
                about: about.clone(),
                versions: vec![NoteVersion { by, at, kind: *kind, text: text.clone() }],
                struck: None,
            }),
            Work::NoteChanged { note, kind, text } => {
                if let Some(note) = self.note_mut(*note) {
                    note.versions.push(NoteVersion { by, at, kind: *kind, text: text.clone() });
                }
            }
            Work::NoteStruck { note } => {
                if let Some(note) = self.note_mut(*note) {
                    note.struck = Some((by, at));
                }
            }
        }
    }

    fn note_mut(&mut self, seq: Seq) -> Option<&mut Note> {
        self.notes.iter_mut().find(|note| note.seq == seq)
    }

    /// A note that is not struck out.
    #[must_use]
    pub fn note(&self, seq: Seq) -> Option<&Note> {
        self.notes.iter().find(|note| note.seq == seq && note.struck.is_none())
    }

    /// That a finding is set aside, as long as what it was judged on says the same.
    #[must_use]
    pub fn dismissal(&self, (path, code): (&Path, &str), judged: &[(String, String)]) -> Option<&Dismissal> {
        let known = self.dismissed.get(&(path.clone(), code.to_owned()))?;
        (known.judged == judged).then_some(known)
    }

    /// That a section was read, as long as no answer of it changed between the version read and the last one sent.
    #[must_use]
    pub fn reading(&self, step: &str, trame: &Trame, submissions: &[Submission]) -> Option<&StepReading> {
        let reading = self.read.get(step)?;
        let then = submissions.iter().find(|sent| sent.version == reading.version)?;
        let now = submissions.last()?;
        same_in(step, trame, (&then.counted, &now.counted)).then_some(reading)
    }

    /// Who did any of it.
    pub fn actors(&self) -> impl Iterator<Item = Actor> {
        let dismissed = self.dismissed.values().map(|dismissal| dismissal.by);
        let read = self.read.values().map(|reading| reading.by);
        let versions = self.notes.iter().flat_map(|note| note.versions.iter().map(|version| version.by));
        let struck = self.notes.iter().filter_map(|note| note.struck.map(|(by, _)| by));
        dismissed.chain(read).chain(versions).chain(struck)
    }
}

/// Whether the answers of a step are the same in two versions.
fn same_in(step: &str, trame: &Trame, (then, now): (&Answers, &Answers)) -> bool {
    if std::ptr::eq(then, now) {
        return true;
    }
    let Some(step) = trame.step(step) else { return false };
    let own = |path: &Path| {
        let field = path.field();
        step.fields.iter().any(|known| known.path == field)
    };
    let within = |all: &Answers, other: &Answers| {
        let mut own = all.iter().filter(|(path, _)| own(path));
        own.all(|(path, value)| other.get(path).is_some_and(|other| other.same_as(value)))
    };
    within(then, now) && within(now, then)
}

#[cfg(test)]
mod tests;
