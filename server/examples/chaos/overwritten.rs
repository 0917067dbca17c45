//! What was written over unseen, told from the log alone and from what each page had seen.

use std::collections::BTreeMap;

use domain::dossier::{Actor, Body, ClientId, Event, Seq};
use form::Path;

use super::writer::Told;

/// Answers of one dossier that somebody wrote over, or took away with their row, without having seen them; and
/// those written in a row that was not there any more.
pub fn overwritten(log: &[Event], pages: &[&Told]) -> usize {
    let known: BTreeMap<(&ClientId, u64), Seq> = pages
        .iter()
        .flat_map(|page| page.said.iter().map(|said| ((&page.client, said.edit.number), said.known)))
        .collect();
    let (mut last, mut count): (BTreeMap<&Path, &Event>, usize) = (BTreeMap::new(), 0);
    for event in log {
        let Body::AnswerSet { path, value, base, .. } = &event.body else { continue };
        let stood = last.get(path);
        let same = stood
            .is_some_and(|before| matches!(&before.body, Body::AnswerSet { value: old, .. } if old == value));
        if let Some(before) = stood {
            let seen = *base == before.seq || same || is_own(before, event);
            count += usize::from(!seen);
        }
        // An edit that nobody was told of may be in the log: what its page had seen is not known.
        let stamp = event.stamp.as_ref();
        let known = stamp.and_then(|stamp| known.get(&(&stamp.client, stamp.number)));
        if let (Some(place), Some(known)) = (path.in_table(), known) {
            let unseen = |other: &Event| other.seq > *known && !is_own(other, event);
            let is_lost = match place.column {
                None if value.is_none() => last.iter().any(|(other, cell)| {
                    let of_row = other.in_table().is_some_and(|other| {
                        (other.table, other.row) == (place.table, place.row) && other.column.is_some()
                    });
                    of_row && unseen(cell)
                }),
                Some(_) if value.is_some() && !same => {
                    last.get(&path.field().row(place.row)).is_some_and(|row| {
                        matches!(row.body, Body::AnswerSet { value: None, .. }) && unseen(row)
                    })
                }
                _ => false,
            };
            count += usize::from(is_lost);
        }
        last.insert(path, event);
    }
    count
}

/// Whether what stands is of the same page, or of nobody.
fn is_own(before: &Event, event: &Event) -> bool {
    let page = |event: &Event| event.stamp.as_ref().map(|stamp| stamp.client.clone());
    before.actor == Actor::Application || page(before) == page(event)
}
