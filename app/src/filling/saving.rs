//! Autosave: edits gathered, sent after a pause, one request at a time, tried again until they are in.

use std::{cell::RefCell, future::poll_fn, task::Poll};

use domain::dossier::{Batch, ClientId, Seq};
use form::{Path, french};
use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use super::{Editor, JournalState, SaveState, save_answers};
use crate::AppError;

/// Pause after the last key before edits are sent, in milliseconds.
const PAUSE: u32 = 500;
/// Edits sent at once, at most.
pub(super) const AT_ONCE: usize = 400;
/// Ages before which a page does not come again by itself, in milliseconds: one that was opened, and one that has come
/// again already.
const SETTLED: (f64, f64) = (5_000.0, 60_000.0);
/// First and longest waits before trying again, in milliseconds.
pub(super) const RETRY: (u32, u32) = (1_000, 30_000);

thread_local! {
    /// The one timer of the page; a browser has one thread.
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

impl Editor {
    pub(super) fn enqueue(&self, path: &Path, text: String) {
        let inner = self.inner();
        // Typed on over a conflict, it is one still: only a choice says that the other value was seen. A cell shows
        // that value, and is chosen by coming back to it and typing one's own again.
        let chosen = self.with_desk(|desk| desk.choosing.as_ref() == Some(path)) == Some(true);
        let decided =
            chosen || self.field(path).is_none_or(|handle| handle.aside.with_untracked(Option::is_none));
        let base = if decided { self.version_of(path) } else { 0 };
        {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.wait_for(path, text, base);
            // Typed over: the server will set both values side by side.
            desk.missed.remove(path);
        }
        self.write_journal();
        let (count, wait) = self.with_desk(|desk| (desk.count(), desk.wait)).unwrap_or_default();
        // Cut off, the next try comes in its time, whatever is typed meanwhile.
        let pause = if count == 1 { wait } else { 0 };
        let (state, pause) = match self.save.get_untracked() {
            SaveState::Offline(_) => (SaveState::Offline(count), pause),
            SaveState::LoggedOut(_) => (SaveState::LoggedOut(count), pause),
            _ => (SaveState::Saving, PAUSE),
        };
        self.save.set(state);
        if pause > 0 {
            self.send_after(pause);
        }
    }

    /// Notes a text that cannot be sent: it stands in this browser only.
    pub(super) fn keep_here(&self, path: &Path, text: String) {
        let base = self.version_of(path);
        let count = self.with_desk(|desk| {
            desk.keep_here(path, text, base);
            desk.kept_here.len()
        });
        self.write_journal();
        self.save.set(SaveState::KeptHere(count.unwrap_or_default()));
    }

    /// Whether leaving the page would lose something: neither sent nor in the journal, or not to be sent.
    pub fn would_lose(&self) -> bool {
        let kept_nowhere = |inner: &std::sync::Arc<super::editor::Inner>| {
            let desk = inner.desk.lock().expect("one thread");
            let journal = self.journal.get_untracked() == JournalState::Open && desk.to_write.is_done();
            !desk.kept_here.is_empty() || (desk.count() > 0 && !journal)
        };
        self.inner.try_with_value(kept_nowhere).unwrap_or(false)
    }

    /// The version of an answer that this page has seen; 0 for none.
    fn version_of(&self, path: &Path) -> Seq {
        let seen = |handle: super::editor::FieldHandle| {
            handle.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.version))
        };
        self.field(path).and_then(seen).unwrap_or_default()
    }

    /// Sends what waits though the page goes: nobody is there to read the answer.
    pub fn send_and_leave(&self) {
        if let Some(batch) = self.take_batch() {
            let (id, me) = (self.id(), self.inner().me);
            spawn_local(async move {
                let _ = save_answers(id, batch, Some(me)).await;
            });
        }
    }

    pub(super) fn send_after(&self, pause: u32) {
        let editor = *self;
        TIMER.with_borrow_mut(|timer| *timer = Some(Timeout::new(pause, move || editor.send_now())));
    }

    /// Sends what waits, unless a batch is already on its way.
    pub fn send_now(&self) {
        let editor = *self;
        spawn_local(async move {
            editor.send().await;
        });
    }

    /// Sends all that waits; true when everything is in.
    pub async fn send_all(&self) -> bool {
        while self.is_waiting() {
            self.settled().await;
            if !self.send().await {
                return false;
            }
        }
        true
    }

    /// Waits for the batch on its way, if any, to be answered.
    async fn settled(&self) {
        poll_fn(|context| {
            let Some(inner) = self.inner.try_get_value() else { return Poll::Ready(()) };
            let mut desk = inner.desk.lock().expect("one thread");
            if desk.in_flight {
                desk.wakers.push(context.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }

    /// Waits for the lists that were asked what a text means.
    pub async fn looked_up(&self) {
        poll_fn(|context| {
            let waits = self.with_desk(|desk| {
                let waits = desk.lookups > 0;
                if waits {
                    desk.wakers.push(context.waker().clone());
                }
                waits
            });
            if waits == Some(true) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    /// Whether something can be sent: typed and not yet in, confirmed and not held by a conflict.
    pub fn is_waiting(&self) -> bool {
        self.with_desk(|desk| desk.edits() > 0) == Some(true) || self.next_to_confirm().is_some()
    }

    /// Sends what came meanwhile.
    pub(super) fn go_on(&self) {
        if self.is_waiting() {
            self.send_after(0);
        } else {
            self.reload_once_free();
        }
    }

    /// Notes that another version of the service answers, and shows its page once nobody types.
    pub(super) fn is_outdated(&self) {
        self.with_desk(|desk| desk.outdated = true);
        self.reload_once_free();
    }

    /// Shows the page of the next version, once nobody types and what waits is in the journal, which that page sends.
    ///
    /// A page that has just come waits a little: while two versions answer side by side it would come without end.
    pub(super) fn reload_once_free(&self) {
        let free = |desk: &mut super::desk::Desk| desk.outdated && desk.in_hand.is_none() && !desk.in_flight;
        if self.with_desk(free) != Some(true) || self.would_lose() {
            return;
        }
        let is_settled = |clock: web_sys::Performance| {
            let has_come_again = clock.navigation().type_() == web_sys::PerformanceNavigation::TYPE_RELOAD;
            clock.now() > if has_come_again { SETTLED.1 } else { SETTLED.0 }
        };
        if window().performance().is_some_and(is_settled) {
            let _ = window().location().reload();
        } else if !self.is_waiting() {
            self.send_after(PAUSE);
        }
    }

    /// Sends one batch; true when it is answered.
    async fn send(&self) -> bool {
        let Some(batch) = self.take_batch() else { return self.confirm_next().await };
        let id = self.id();
        self.journal_written().await;
        let me = self.inner().me;
        let answer = save_answers(id, batch, Some(me)).await;
        if self.inner.try_get_value().is_none() {
            return false; // the page has gone
        }
        match answer.map(|answer| answer.open()) {
            Ok(Ok(answer)) => {
                self.receive(answer);
                self.go_on();
                true
            }
            // Taken by the next version of the service, which this page cannot read: it is in all the same.
            Ok(Err(_)) => {
                // What of it was refused is told to the next page: the journal still holds it.
                self.with_desk(|desk| {
                    desk.settle();
                    desk.wait = RETRY.0;
                    desk.sent = None;
                });
                self.save.set(SaveState::Refused(AppError::Outdated.to_string()));
                self.go_on();
                self.is_outdated();
                true
            }
            Err(error) => {
                self.failed(error);
                false
            }
        }
    }

    fn take_batch(&self) -> Option<Batch> {
        let inner = self.inner.try_get_value()?;
        let mut desk = inner.desk.lock().expect("one thread");
        if desk.in_flight {
            return None;
        }
        if desk.sent.is_none() {
            desk.sent = desk.cut();
        }
        desk.in_flight = desk.sent.is_some();
        desk.sent.clone()
    }

    /// Whether the server does not answer, or does not know us any more.
    pub fn is_cut_off(&self) -> bool {
        matches!(self.save.get_untracked(), SaveState::Offline(_) | SaveState::LoggedOut(_))
    }

    pub(super) fn failed(&self, error: AppError) {
        let inner = self.inner();
        let (count, wait) = {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.settle();
            let wait = desk.wait;
            desk.wait = (wait * 2).min(RETRY.1);
            (desk.count(), wait)
        };
        match error {
            AppError::Unavailable => self.save.set(SaveState::Offline(count)),
            // The dossier was open here: who is logged in now may not see it.
            AppError::LoggedOut | AppError::NotFound | AppError::Forbidden(_) => {
                self.save.set(SaveState::LoggedOut(count));
            }
            other => {
                let outdated = other == AppError::Outdated;
                self.save.set(SaveState::Refused(other.to_string()));
                if !outdated {
                    return;
                }
                self.is_outdated();
            }
        }
        // A little chance spreads the pages that all lost the same server.
        let spread = draw(wait / 2);
        self.send_after(wait + spread);
    }

    /// Decides a conflict: my value, or the one in place.
    pub fn decide(&self, path: &Path, mine: bool) {
        let Some(handle) = self.field(path) else { return };
        let aside = handle.aside.get_untracked();
        handle.aside.set(None);
        let typed_since = self.with_desk(|desk| {
            let sent = desk.sent.iter().flat_map(|batch| &batch.edits);
            desk.waiting.contains_key(path) || sent.into_iter().any(|edit| edit.path == *path)
        });
        if mine && typed_since == Some(true) {
            // Mine is what stands there now, not what the server last answered on.
            self.enqueue(path, handle.text.get_untracked());
            return self.send_now();
        }
        let value = if mine {
            aside.and_then(|aside| aside.value)
        } else {
            handle.answer.get_untracked().and_then(|answer| answer.value)
        };
        self.put(path, value);
    }
}

impl Editor {
    /// Puts back what the source said, undoing a correction.
    pub fn restore(&self, path: &Path) {
        let known = self
            .snapshot
            .with_untracked(|snapshot| snapshot.sources.get(path).map(|known| known.value.clone()));
        self.put(path, known);
    }

    /// Puts a value in a field as if it had been typed, and sends it.
    fn put(&self, path: &Path, value: Option<form::Value>) {
        let inner = self.inner();
        let Some(field) = inner.program.trame().field(path) else { return };
        let text = value.as_ref().map(|value| french::typed(value, &field.field_type)).unwrap_or_default();
        self.show(path, value);
        self.enqueue(path, text);
        self.send_now();
    }
}

/// An identifier for a new row: drawn, so that two people who add a row at once add two.
pub fn new_row() -> String {
    format!("r{:08x}", draw(u32::MAX))
}

/// A new identifier for this page.
pub(super) fn new_client() -> ClientId {
    let part = || draw(u32::MAX);
    ClientId::parse(&format!("{:08x}{:08x}{:08x}", part(), part(), part())).expect("hexadecimal digits")
}

/// A number drawn below a bound.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the draw is from 0 to 1, so the product fits the bound's type"
)]
fn draw(below: u32) -> u32 {
    (js_sys::Math::random() * f64::from(below)) as u32
}
