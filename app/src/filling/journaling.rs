//! Keeping the journal of the browser in step with what waits, and sending what pages that are gone left in it.

use std::{future::poll_fn, task::Poll};

use domain::dossier::{Batch, ClientId};
use form::Path;
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::{
    Editor, SaveState,
    journal::{self, Line, Writing},
    saving::AT_ONCE,
};

/// Longest wait for the journal before a batch is sent all the same, in milliseconds.
const PATIENCE: u32 = 1_000;

/// Whether this browser keeps what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// Being opened.
    Opening,
    /// What is typed is kept here until the server has it.
    Open,
    /// Storage is refused or full: leaving the page while something waits would lose it.
    Refused,
}

impl Editor {
    /// Opens the journal and sends what it still holds of this dossier.
    pub fn open_journal(&self) {
        let editor = *self;
        spawn_local(async move {
            let found = match journal::open().await {
                Ok(()) => journal::left_behind(editor.id(), editor.inner().me).await,
                Err(error) => Err(error),
            };
            if editor.inner.try_get_value().is_none() {
                return; // the page has gone
            }
            match found {
                Ok(lines) => {
                    editor.journal.set(JournalState::Open);
                    editor.inherit(lines);
                    editor.write_journal();
                }
                Err(_) => editor.journal.set(JournalState::Refused),
            }
        });
    }

    /// Shows and sends what pages that are gone had typed; their page and numbers stay, so that nothing is
    /// taken twice.
    fn inherit(&self, lines: Vec<Line>) {
        let inner = self.inner();
        let mut desk = inner.desk.lock().expect("one thread");
        let own = desk.client().clone();
        let lines: Vec<Line> = lines.into_iter().filter(|line| line.client != own).collect();
        let shown: Vec<(Path, String)> = lines
            .iter()
            .filter(|line| !desk.waiting.contains_key(&line.edit.path))
            .map(|line| (line.edit.path.clone(), line.edit.text.clone()))
            .collect();
        let found = lines.len();
        desk.inherited.extend(batches(lines));
        drop(desk);
        if found == 0 {
            return;
        }
        self.show_texts(&shown);
        self.recovered.set(found);
        self.save.set(SaveState::Saving);
        self.send_now();
    }

    /// Tells the journal what it does not know yet; one writing at a time, the next takes all that came meanwhile.
    pub(super) fn write_journal(&self) {
        if self.journal.get_untracked() != JournalState::Open {
            return;
        }
        let editor = *self;
        spawn_local(async move {
            while let Some(writing) = editor.take_to_write() {
                let written = journal::write(&writing).await;
                let Some(inner) = editor.inner.try_get_value() else { return };
                let mut desk = inner.desk.lock().expect("one thread");
                desk.to_write.under_way = false;
                desk.to_write.wakers.drain(..).for_each(std::task::Waker::wake);
                drop(desk);
                if written.is_err() {
                    editor.journal.set(JournalState::Refused);
                    return;
                }
            }
        });
    }

    /// What the journal is to be told now: lines to keep, keys to take away; none while it is told something.
    fn take_to_write(&self) -> Option<Writing> {
        let inner = self.inner.try_get_value()?;
        let mut desk = inner.desk.lock().expect("one thread");
        if desk.to_write.under_way || desk.to_write.is_done() {
            return None;
        }
        let key = |client: &ClientId, number: u64| journal::key(inner.id, inner.me, client, number);
        let gone = std::mem::take(&mut desk.to_write.gone);
        let gone = gone.iter().map(|(client, number)| key(client, *number)).collect();
        let (client, known) = (desk.client().clone(), desk.known);
        let numbers = std::mem::take(&mut desk.to_write.kept);
        let kept = numbers.into_iter().filter_map(|(number, path)| {
            let waiting = desk.waiting.get(&path).filter(|waiting| waiting.number == number);
            let (text, base) = match (waiting, &desk.sent) {
                (Some(waiting), _) => (&waiting.text, waiting.base),
                // Cut for the server before the journal was told.
                (None, Some(batch)) if batch.client == client => {
                    let edit = batch.edits.iter().find(|edit| edit.number == number)?;
                    (&edit.text, edit.base)
                }
                _ => return None,
            };
            Some((key(&client, number), journal::text(known, base, &path, text)))
        });
        let kept = kept.collect();
        desk.to_write.under_way = true;
        Some(Writing { kept, gone })
    }

    /// Waits until what is typed is in the journal; not for ever, for the server keeps it too.
    pub(super) async fn journal_written(&self) {
        if self.journal.get_untracked() != JournalState::Open {
            return;
        }
        let mut late = TimeoutFuture::new(PATIENCE);
        poll_fn(|context| {
            let Some(inner) = self.inner.try_get_value() else { return Poll::Ready(()) };
            let mut desk = inner.desk.lock().expect("one thread");
            if desk.to_write.is_done() || std::pin::Pin::new(&mut late).poll(context).is_ready() {
                return Poll::Ready(());
            }
            desk.to_write.wakers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Lines as the batches that their pages would have sent.
fn batches(lines: Vec<Line>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for Line { client, known, edit } in lines {
        match batches.last_mut() {
            Some(batch) if batch.client == client && batch.edits.len() < AT_ONCE => {
                batch.known = batch.known.min(known);
                batch.edits.push(edit);
            }
            _ => batches.push(Batch { client, known, edits: vec![edit] }),
        }
    }
    batches
}
