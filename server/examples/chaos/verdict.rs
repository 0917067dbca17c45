//! Judging the log against what the writers were told.

use std::{collections::BTreeMap, path::Path};

use domain::{
    dossier::{Body, Event},
    ports::{Dossiers, Pieces},
};
use form::Value;
use server::pieces::StoredPieces;
use store::Store;

use super::writer::Told;

/// What was found.
#[derive(Default)]
pub struct Found {
    pub acknowledged: usize,
    /// Documents taken.
    pub documents: usize,
    pub resent: u64,
    /// Longest wait for an answer, in seconds.
    pub longest: f64,
    /// Edits acknowledged that the log does not hold at the place answered, as they were typed; documents taken
    /// that it does not hold once, or whose bytes are not there.
    pub lost: usize,
    /// Edits that the log holds more than once.
    pub doubled: usize,
    /// Edits of a page that stand before an earlier one.
    pub disordered: usize,
    /// Logs whose digests do not follow, or whose snapshot is not the log folded; answers refused.
    pub broken: usize,
}

/// Reads every log and holds it against what was told.
pub async fn judge(url: &str, folder: &Path, told: &[Told]) -> anyhow::Result<Found> {
    let (store, kept) = (Store::open(url).await?, StoredPieces::in_folder(folder)?);
    let mut found = Found::default();
    for writer in told {
        found.acknowledged += writer.kept.len();
        found.resent += writer.resent;
        found.longest = found.longest.max(writer.longest.as_secs_f64());
        found.broken += writer.refused;
        found.broken += usize::from(!matches!(store.verify(writer.dossier).await?, Some(Ok(_))));
        hold(&mut found, writer, &store.history(writer.dossier).await?);
        let snapshot = store.snapshot(writer.dossier).await?;
        for digest in &writer.documents {
            let held = snapshot.iter().flat_map(|snapshot| snapshot.holding(digest)).count();
            found.documents += 1;
            found.lost += usize::from(held != 1 || kept.bytes(digest).await?.is_none());
        }
    }
    Ok(found)
}

fn hold(found: &mut Found, writer: &Told, log: &[Event]) {
    let mut seen: BTreeMap<u64, &Event> = BTreeMap::new();
    let mut last = 0;
    for event in log {
        let Some(stamp) = event.stamp.as_ref().filter(|stamp| stamp.client == writer.client) else {
            continue;
        };
        found.doubled += usize::from(seen.insert(stamp.number, event).is_some());
        found.disordered += usize::from(stamp.number <= last);
        last = stamp.number;
    }
    for (number, seq, text) in &writer.kept {
        let kept = seen.get(number).is_some_and(|event| {
            let said = match &event.body {
                Body::AnswerSet { value: Some(Value::Text(said)), .. } => Some(said),
                _ => None,
            };
            event.seq == *seq && said == Some(text)
        });
        found.lost += usize::from(!kept);
    }
}
