//! Keeping the journal of the browser in step with what waits, and sending what pages that are gone left in it.

use std::{future::poll_fn, task::Poll};

use domain::dossier::{Batch, ClientId, Stamp};
use form::{Path, read};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::{
    Editor, SaveState,
    desk::{HEAVIEST, Taken},
    journal::{self, Confirmed, Left, Line, Writing},
    saving::AT_ONCE,
};

/// How long before a journal that refused a writing is opened again, in milliseconds.
const REOPENED: u32 = 15_000;
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
                Ok(left) => {
                    editor.journal.set(JournalState::Open);
                    editor.inherit(left);
                    editor.write_journal();
                }
                Err(_) => editor.journal.set(JournalState::Refused),
            }
        });
    }

    /// Shows and sends what pages that are gone had typed; their page and numbers stay, so that nothing is
    /// taken twice.
    fn inherit(&self, Left { lines, steps }: Left) {
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
        let (long, lines): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_too_long);
        for Line { client, edit, .. } in long {
            desk.keep_here(&edit.path, edit.text, edit.base);
            desk.take_away(client, edit.number);
        }
        let confirmed = steps.into_iter().filter(|known| known.how.stamp.client != own);
        desk.to_confirm.extend(confirmed);
        // A row stands before its cells, in whatever order they were typed.
        let (rows, cells): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_row);
        desk.inherited.extend(batches(rows.into_iter().chain(cells)));
        let (waits, kept) = (desk.count(), desk.kept_here.len());
        drop(desk);
        if found + waits == 0 {
            return;
        }
        self.show_texts(&shown);
        self.recovered.set(found);
        if waits == 0 {
            return self.save.set(SaveState::KeptHere(kept));
        }
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
            while let Some((writing, taken)) = editor.take_to_write() {
                let written = journal::write(&writing).await;
                let Some(inner) = editor.inner.try_get_value() else { return };
                let failed = written.is_err().then_some(taken);
                let is_failed = failed.is_some();
                inner.desk.lock().expect("one thread").to_write.done(failed);
                if is_failed {
                    // A disk that was full, a database closed by the browser: what was to be written waits.
                    editor.journal.set(JournalState::Refused);
                    TimeoutFuture::new(REOPENED).await;
                    return editor.open_journal();
                }
            }
        });
    }

    /// What the journal is to be told now: lines to keep, keys to take away; none while it is told something.
    fn take_to_write(&self) -> Option<(Writing, Taken)> {
        let inner = self.inner.try_get_value()?;
        let mut desk = inner.desk.lock().expect("one thread");
        if desk.to_write.under_way || desk.to_write.is_done() {
            return None;
        }
        let key = |client: &ClientId, number: u64| journal::key(inner.id, inner.me, client, number);
        let taken = desk.to_write.take();
        let gone = taken.gone.iter().map(|(client, number)| key(client, *number)).collect();
        let client = desk.client().clone();
        let kept = taken.kept.iter().filter_map(|(number, path)| {
            let number = *number;
            let waiting = desk.waiting.get(path).or_else(|| desk.kept_here.get(path));
            let waiting = waiting.filter(|waiting| waiting.number == number);
            let (text, base, known) = match (waiting, &desk.sent) {
                (Some(waiting), _) => (&waiting.text, waiting.base, waiting.known),
                // Cut for the server before the journal was told.
                (None, Some(batch)) if batch.client == client => {
                    let edit = batch.edits.iter().find(|edit| edit.number == number)?;
                    (&edit.text, edit.base, batch.known)
                }
                _ => return None,
            };
            Some((key(&client, number), journal::text(known, base, path, text)))
        });
        // One that the server has meanwhile is not written again, though an earlier writing failed.
        let steps = desk.to_confirm.iter().filter_map(|Confirmed { step, how }| {
            let Stamp { client: page, number } = &how.stamp;
            let asked = *page == client && taken.steps.get(number).is_some();
            asked.then(|| (key(&client, *number), journal::step_text(how.known, step)))
        });
        let kept = kept.chain(steps).collect();
        desk.to_write.under_way = true;
        Some((Writing { kept, gone }, taken))
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

/// Whether a text would not be sent.
fn is_too_long(line: &Line) -> bool {
    line.edit.text.chars().count() > read::MAX_LENGTH
}

/// Whether a line is about the place of a row.
fn is_row(line: &Line) -> bool {
    line.edit.path.in_table().is_some_and(|parts| parts.column.is_none())
}

/// Lines as the batches that their pages would have sent.
fn batches(lines: impl Iterator<Item = Line>) -> Vec<Batch> {
    let (mut batches, mut weight): (Vec<Batch>, usize) = (Vec::new(), 0);
    for Line { client, known, edit } in lines {
        weight += edit.text.len();
        match batches.last_mut() {
            Some(batch) if batch.client == client && batch.edits.len() < AT_ONCE && weight < HEAVIEST => {
                batch.known = batch.known.min(known);
                batch.edits.push(edit);
            }
            _ => {
                weight = edit.text.len();
                batches.push(Batch { client, known, edits: vec![edit] });
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_left_is_cut_by_page_by_count_and_by_weight() {
        let line = |client: &str, number: u64, weight: usize| {
            let path = Path::parse(&format!("a.t[r{number}].c")).expect("a cell");
            let edit = domain::dossier::Edit { number, path, text: "x".repeat(weight), base: 0 };
            Line { client: ClientId::parse(client).expect("a page"), known: number, edit }
        };
        let heavy = vec![line("un", 1, HEAVIEST - 1), line("un", 2, 2), line("un", 3, 2), line("deux", 4, 2)];
        let cut = |lines: Vec<Line>| {
            batches(lines.into_iter()).iter().map(|batch| batch.edits.len()).collect::<Vec<_>>()
        };
        assert_eq!(cut(heavy), [1, 2, 1]);
        assert_eq!(cut((0..=AT_ONCE as u64).map(|number| line("un", number, 1)).collect()), [AT_ONCE, 1]);
        assert_eq!(
            batches([line("un", 9, 1), line("un", 7, 1)].into_iter())[0].known,
            7,
            "what the first had seen"
        );
    }
}
