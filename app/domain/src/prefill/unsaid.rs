//! What stands in a dossier because a source said it, and that none says surely any more: it is cleared. Pure.

use form::{Path, Trame, Value};

use super::merge::{believed, is_looked_at};
use crate::{
    dossier::{
        Actor, Answer, Origin, Seq, Snapshot,
        heard::{Heard, Told},
        procedure::is_cell_of,
    },
    source::Source,
};

/// The answers that the application wrote and is to clear, each with why; the cells of a row before it.
///
/// Nobody looked at them, no value is believed for them, and no source says surely what stands there: a value that
/// the structure contests, and that its source still says, stays under the eyes of who contests it. Documents follow
/// their original (`usecase::vault`).
pub(super) fn unsaid(heard: &Heard, snapshot: &Snapshot, trame: &Trame) -> Vec<(Path, Origin)> {
    let cleared = snapshot.answers.iter().filter_map(|(path, answer)| {
        let value = answer.value.as_ref().filter(|value| !matches!(value, Value::Files(_)))?;
        let own = answer.by == Actor::Application && trame.holder(path).is_some();
        if !own || is_looked_at(answer, path, snapshot, trame) || holds_words(path, snapshot) {
            return None;
        }
        let surely = |(_, told): (Source, &Told)| told.doubt.is_none() && told.known.value.same_as(value);
        if believed(heard, path).is_some() || heard.values(path).any(surely) {
            return None;
        }
        let source = spoke_since(heard, snapshot, answer)?;
        Some((path.clone(), why(heard, path, source)))
    });
    let is_row = |(path, _): &(Path, Origin)| path.in_table().is_some_and(|parts| parts.column.is_none());
    let (rows, others): (Vec<_>, Vec<_>) = cleared.partition(is_row);
    others.into_iter().chain(rows).collect()
}

/// Whether a person wrote in a row, or waits to decide on what they wrote there: it does not go with their words.
fn holds_words(row: &Path, snapshot: &Snapshot) -> bool {
    let theirs = |(path, answer): (&Path, &Answer)| answer.by != Actor::Application && is_cell_of(path, row);
    snapshot.answers_under(&row.field()).any(theirs)
        || snapshot.set_aside.iter().any(|aside| is_cell_of(&aside.path, row))
}

/// The source that gave an answer, where it spoke since, in its own words and under the keys of the form of today.
///
/// What it said under those of an earlier form is not known again: it is no silence.
fn spoke_since(heard: &Heard, snapshot: &Snapshot, answer: &Answer) -> Option<Source> {
    let source = answer.origin.source()?;
    let form = snapshot.trame_change.as_ref().map_or(0, |change| change.seq);
    let spoke = |source: Source, since: Seq| {
        heard.said.get(&source).map(|said| said.at.is_some() && said.seq > since.max(form))
    };
    // In a log of before, ASP spoke for all who deliver files: one that it names no more says nothing.
    let since = spoke(source, answer.version).or_else(|| spoke(Source::Asp, answer.version));
    since.filter(|spoke| *spoke).map(|_| source)
}

/// What is written beside an answer that is cleared.
fn why(heard: &Heard, path: &Path, source: Source) -> Origin {
    let name = source.name();
    let doubt = heard.value(source, path).and_then(|told| told.doubt.as_ref());
    let (from, how) = match doubt {
        Some(doubt) => ("met en doute", format!("la source «\u{a0}{name}\u{a0}» la met en doute ({doubt})")),
        None => ("ne dit plus", format!("la source «\u{a0}{name}\u{a0}» ne la donne plus")),
    };
    Origin::Derived { from: format!("ce que la source «\u{a0}{name}\u{a0}» {from}"), how }
}
