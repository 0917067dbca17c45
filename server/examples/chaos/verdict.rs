//! Judging the log against what the writers were told.

use std::{collections::BTreeMap, path::Path};

use domain::{
    dossier::{Body, Event},
    ports::{Dossiers, Pieces},
};
use form::Value;
use server::{library, pieces::StoredPieces};
use store::Store;

use super::{
    confirming,
    overwritten::overwritten,
    writer::{Said, Told},
};

/// What was found.
#[derive(Default)]
pub struct Found {
    pub acknowledged: usize,
    /// Edits set aside for a person to choose.
    pub asides: usize,
    /// Steps confirmed.
    pub confirmed: usize,
    /// Confirmations refused: somebody else had written in the step.
    pub moved: usize,
    /// Confirmations told more than once.
    pub retold: usize,
    /// Documents taken.
    pub documents: usize,
    pub resent: u64,
    /// Times that a page came back with nothing but its journal.
    pub reborn: usize,
    /// Longest wait for an answer, in seconds.
    pub longest: f64,
    /// Edits acknowledged that the log does not hold at the place answered, or set aside, as they were typed;
    /// confirmations acknowledged that it does not hold; documents taken that it does not hold once, or whose bytes are not there.
    pub lost: usize,
    /// Edits and confirmations that the log holds more than once.
    pub doubled: usize,
    /// Edits of a page that stand before an earlier one.
    pub disordered: usize,
    /// Answers that were written over by someone who had not seen them.
    pub overwritten: usize,
    /// Confirmations refused that the log holds; those of answers that their page had not seen.
    pub mistaken: usize,
    /// Logs whose digests do not follow, or whose snapshot is not the log folded; answers refused.
    pub broken: usize,
}

/// Reads every log and holds it against what was told.
pub async fn judge(url: &str, folder: &Path, told: &[Told]) -> anyhow::Result<Found> {
    let (store, kept) = (Store::open(url).await?, StoredPieces::in_folder(folder)?);
    let mut found = Found::default();
    let mut logs = BTreeMap::new();
    let trame = library::national()?;
    for writer in told {
        let aside = writer.said.iter().filter(|said| said.kept.is_none()).count();
        found.acknowledged += writer.said.len() - aside;
        found.asides += aside;
        found.resent += writer.resent;
        found.retold += writer.retold;
        found.reborn += writer.reborn;
        found.longest = found.longest.max(writer.longest.as_secs_f64());
        found.broken += writer.refused;
        found.broken += usize::from(!matches!(store.verify(writer.dossier).await?, Some(Ok(_))));
        let log = store.history(writer.dossier).await?;
        hold(&mut found, writer, &log);
        let snapshot = store.snapshot(writer.dossier).await?;
        for digest in &writer.documents {
            let held = snapshot.iter().flat_map(|snapshot| snapshot.holding(digest)).count();
            found.documents += 1;
            found.lost += usize::from(held != 1 || kept.bytes(digest).await?.is_none());
        }
        logs.insert(writer.dossier, log);
    }
    for (dossier, log) in &logs {
        let pages: Vec<&Told> = told.iter().filter(|writer| writer.dossier == *dossier).collect();
        found.overwritten += overwritten(log, &pages);
        confirming::hold(&mut found, (log, &trame), &pages);
    }
    Ok(found)
}

fn hold(found: &mut Found, writer: &Told, log: &[Event]) {
    let mut seen: BTreeMap<u64, &Event> = BTreeMap::new();
    let mut last = 0;
    for event in log.iter().filter(|event| !matches!(event.body, Body::StepConfirmed { .. })) {
        let Some(stamp) = event.stamp.as_ref().filter(|stamp| stamp.client == writer.client) else {
            continue;
        };
        found.doubled += usize::from(seen.insert(stamp.number, event).is_some());
        found.disordered += usize::from(stamp.number <= last);
        last = stamp.number;
    }
    for said in &writer.said {
        let is_there = seen.get(&said.edit.number).is_some_and(|event| says(event, said));
        found.lost += usize::from(!is_there);
    }
}

/// Whether an event is an edit as it was typed, and what was answered of it.
fn says(event: &Event, Said { edit, kept, .. }: &Said) -> bool {
    let (path, value) = match (&event.body, kept) {
        (Body::AnswerSet { path, value, .. }, Some(seq)) if event.seq == *seq => (path, value),
        (Body::AnswerSetAside { path, value, .. }, None) => (path, value),
        _ => return false,
    };
    let said = match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Row(rank)) => rank.to_string(),
        Some(_) => return false,
        None => String::new(),
    };
    *path == edit.path && said == edit.text
}
