//! Putting together what the sources say: one value is proposed for each datum, all of them are kept.
//!
//! Pure, and without memory: what it answers depends on what each source said last, never on who spoke first.
//! What a person typed, cleared or confirmed is never written over; what no source says any more goes as it came.

use std::collections::BTreeSet;

use form::{Path, Trame, Value};

use super::{
    decided::{Word, last_word, waiting},
    precedence::Family,
    unsaid::unsaid,
};
use crate::{
    dossier::{
        Actor, Answer, Known, Origin, Snapshot,
        heard::{Heard, Told},
    },
    source::Source,
};

/// What is to be done after sources spoke.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The value believed for each datum, where it is not the one the dossier knew.
    pub believed: Vec<(Path, Known)>,
    /// The answers to write: nobody answered there, or the application did and nobody confirmed it since.
    pub written: Vec<(Path, Known)>,
    /// The answers to clear, each with why: the application wrote them, nobody looked at them, and no source says them
    /// surely any more.
    pub cleared: Vec<(Path, Origin)>,
}

/// A datum on which the sources do not say the same, or not what stands in the dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Differing {
    /// Key of the answer.
    pub path: Path,
    /// What each source says, the one that is believed first at the head.
    pub said: Vec<(Source, Told)>,
    /// Those whose value waits for a person to decide, in the same order.
    pub waiting: Vec<Source>,
    /// The last that a person said of the answer in place.
    pub word: Option<Word>,
    /// Whether nobody answers and what is said is in doubt: the source alone proposes.
    pub proposed: bool,
}

impl Differing {
    /// Whether a person decided since the sources spoke: their answer and what they contest say all there is to say; or
    /// there is nothing to decide, what differs being only written otherwise.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether a source came to say another value since a person gave or confirmed the answer, surely.
    #[must_use]
    pub fn is_news(&self, source: Source) -> bool {
        let sure = self.said.iter().any(|(known, told)| *known == source && told.doubt.is_none());
        sure && self.word.is_some() && self.waiting.contains(&source)
    }

    /// Whether a source that waits for a decision brings news.
    #[must_use]
    pub fn brings_news(&self) -> bool {
        self.waiting.iter().any(|source| self.is_news(*source))
    }
}

/// The values that the sources say of a datum, the one that is believed first at the head: sure before doubtful,
/// then in the order of its family; one that the structure contests comes last.
#[must_use]
pub fn ranked<'a>(heard: &'a Heard, path: &'a Path) -> Vec<(Source, &'a Told)> {
    let order = Family::of(path).order();
    let rank = |source: Source| order.iter().position(|known| *known == source);
    let mut said: Vec<(Source, &Told)> = heard.values(path).collect();
    said.sort_by_key(|(source, told)| {
        let contested = heard.contested.contains_key(&(path.clone(), *source));
        (contested, told.doubt.is_some(), rank(*source))
    });
    said
}

/// The value that is believed for a datum: none when all that is said is doubtful or contested.
#[must_use]
pub fn believed<'a>(heard: &'a Heard, path: &'a Path) -> Option<&'a Known> {
    let (source, told) = ranked(heard, path).into_iter().next()?;
    let contested = heard.contested.contains_key(&(path.clone(), source));
    (told.doubt.is_none() && !contested).then_some(&told.known)
}

/// What is to be done in a dossier once its sources spoke.
#[must_use]
pub fn merge(heard: &Heard, snapshot: &Snapshot, trame: &Trame) -> Merged {
    let mut merged = Merged { cleared: unsaid(heard, snapshot, trame), ..Merged::default() };
    for path in paths(heard) {
        // What nobody types, a source alone fills.
        if trame.holder(path).is_none() {
            continue;
        }
        let Some(known) = believed(heard, path) else { continue };
        if snapshot.sources.get(path) != Some(known) {
            merged.believed.push((path.clone(), known.clone()));
        }
        let present = snapshot.answers.get(path);
        let differs = present.is_none_or(|answer| {
            answer.value.as_ref().is_none_or(|value| !value.same_as(&known.value))
                || answer.origin != known.origin
        });
        if differs && is_free(present, path, snapshot, trame) {
            merged.written.push((path.clone(), known.clone()));
        }
    }
    merged
}

/// The data on which the sources differ, or differ from what stands in the dossier, and those that nobody answers and
/// that they propose in doubt, in the order of their keys.
///
/// A row is no datum, its cells are; those of a row that is not in the dossier, or was taken away, go with it
/// (`rows_offered`).
#[must_use]
pub fn differing(heard: &Heard, snapshot: &Snapshot, trame: &Trame) -> Vec<Differing> {
    let all = paths(heard).into_iter().filter_map(|path| {
        let said = ranked(heard, path);
        let (_, first) = said.first()?;
        if matches!(first.known.value, Value::Row(_)) || is_of_no_row(path, snapshot, trame) {
            return None;
        }
        let answered = snapshot.answers.get(path).is_some_and(Answer::is_told);
        // What is sure fills.
        let in_doubt = said.iter().any(|(_, told)| told.doubt.is_some());
        let proposed = !answered && in_doubt && trame.answerable(path).is_some();
        let among = said.iter().any(|(_, told)| !told.known.value.same_as(&first.known.value));
        let from_ours = snapshot.answers.get(path).is_some_and(|answer| match &answer.value {
            Some(value) => !value.same_as(&first.known.value),
            // What the application took back, for it is in doubt, is proposed to who has now no answer there.
            None => answer.by != Actor::Application || said.iter().all(|(_, told)| told.doubt.is_some()),
        });
        (among || from_ours || proposed).then(|| Differing {
            path: path.clone(),
            said: said.into_iter().map(|(source, told)| (source, told.clone())).collect(),
            waiting: waiting(heard, snapshot, trame, path),
            word: last_word(snapshot, trame, path),
            proposed,
        })
    });
    all.collect()
}

/// Whether the row of a cell is not in the dossier; the lines of a fixed table always are.
pub(crate) fn is_of_no_row(path: &Path, snapshot: &Snapshot, trame: &Trame) -> bool {
    let row = path.own_row().filter(|row| trame.holder(row).is_some());
    row.is_some_and(|row| snapshot.value(&row).is_none())
}

/// Whether an answer may be written by the application: nobody answered, or nobody looked since it did.
fn is_free(present: Option<&Answer>, path: &Path, snapshot: &Snapshot, trame: &Trame) -> bool {
    present.is_none_or(|answer| !is_looked_at(answer, path, snapshot, trame))
}

/// Whether a person gave an answer, or confirmed its step since the application did.
pub(super) fn is_looked_at(answer: &Answer, path: &Path, snapshot: &Snapshot, trame: &Trame) -> bool {
    let step = trame.step_of(&path.field());
    let confirmed = step.and_then(|step| snapshot.confirmations.get(&step.key));
    answer.by != Actor::Application || confirmed.is_some_and(|confirmed| confirmed.seq >= answer.version)
}

/// Every datum that a source speaks of, once.
fn paths(heard: &Heard) -> Vec<&Path> {
    let all: BTreeSet<&Path> = heard.said.values().flat_map(|said| said.values.keys()).collect();
    all.into_iter().collect()
}
