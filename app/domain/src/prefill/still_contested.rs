//! What a structure says is false at a source and its dossier still answers. Pure.

use std::collections::BTreeSet;

use form::{Path, Trame};

use crate::dossier::{Snapshot, heard::Heard};

/// The answers that are still what the structure says is false: the value it contested stands in the dossier, and it
/// may answer otherwise. In the order of the form.
#[must_use]
pub fn still_contested(heard: &Heard, snapshot: &Snapshot, trame: &Trame) -> Vec<Path> {
    let stands = heard.contested.iter().filter(|((path, _), contest)| {
        let present = snapshot.value(path).filter(|_| !snapshot.is_taken_away(path));
        let same = |known: &crate::dossier::Known| present.is_some_and(|value| value.same_as(&known.value));
        contest.known.as_ref().is_some_and(same) && trame.answerable(path).is_some()
    });
    let found: BTreeSet<&Path> = stands.map(|((path, _), _)| path).collect();
    let mut found: Vec<Path> = found.into_iter().cloned().collect();
    let place = |path: &Path| trame.fields().position(|(_, field)| field.path == path.field());
    found.sort_by_key(place);
    found
}
