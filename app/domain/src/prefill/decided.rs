//! Who has the last word on a datum: what sources say that waits for a person, and what a person decided. Pure.

use form::{Path, Trame};

use super::{ranked, same_name::says_the_same};
use crate::{
    Timestamp,
    dossier::{Actor, Seq, Snapshot, heard::Heard},
    source::Source,
};

/// The last that a person said of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The event.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Whether they gave it; else they confirmed its step, or sent it.
    pub given: bool,
}

/// The last that a person said of an answer: gave it, confirmed its step as it stands, or sent it; none while nobody
/// looked at it.
#[must_use]
pub fn last_word(snapshot: &Snapshot, trame: &Trame, path: &Path) -> Option<Word> {
    let answer = snapshot.answers.get(path);
    let given = answer.filter(|answer| answer.by != Actor::Application);
    let given = given.map(|answer| Word { seq: answer.version, at: answer.at, given: true });
    let step = trame.step_of(&path.field()).and_then(|step| snapshot.confirmations.get(&step.key));
    let confirmed = step.map(|confirmed| (confirmed.seq, confirmed.at));
    let sent = snapshot.submission().map(|sent| (sent.seq, sent.at));
    // What the application wrote since, nobody confirmed.
    let looked = confirmed.max(sent).filter(|(seq, _)| *seq >= snapshot.version(path));
    let looked = looked.map(|(seq, at)| Word { seq, at, given: false });
    [given, looked].into_iter().flatten().max_by_key(|word| word.seq)
}

/// The sources whose value of a datum waits for a person to decide: another than the answer in place, and not the same
/// written otherwise, said since the last word of a person, and not contested since it is said. The one that is believed
/// first at the head.
#[must_use]
pub fn waiting(heard: &Heard, snapshot: &Snapshot, trame: &Trame, path: &Path) -> Vec<Source> {
    let word = last_word(snapshot, trame, path).map_or(0, |word| word.seq);
    let present = snapshot.value(path);
    let waits = ranked(heard, path).into_iter().filter(|(source, told)| {
        // Every value that was heard has its event. What another source already said as surely is no news.
        let like = heard.values(path).filter(|(_, other)| {
            let as_sure = other.doubt.is_none() || told.doubt.is_some();
            as_sure && says_the_same(path, &other.known.value, &told.known.value)
        });
        let since = like.filter_map(|(other, _)| heard.since(other, path)).min().unwrap_or_default();
        let same = present.is_some_and(|value| says_the_same(path, value, &told.known.value));
        let contest = heard.contested.get(&(path.clone(), *source));
        !same && since > word && contest.is_none_or(|contest| contest.seq < since)
    });
    waits.map(|(source, _)| source).collect()
}
