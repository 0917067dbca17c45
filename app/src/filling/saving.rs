//! Autosave: edits gathered, sent after a pause, one request at a time, tried again until they are in.

use std::{cell::RefCell, future::poll_fn, task::Poll};

use domain::dossier::{Actor, Batch, ClientId, Seq};
use form::{Path, french};
use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use super::{Editor, JournalState, SaveState, confirm_step, save_answers};
use crate::AppError;

/// Pause after the last key before edits are sent, in milliseconds.
const PAUSE: u32 = 500;
/// Edits sent at once, at most.
pub(super) const AT_ONCE: usize = 400;
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
        // that value, and is chosen by typing one's own again.
        let decided = path.in_table().is_some()
            || self.field(path).is_none_or(|handle| handle.aside.with_untracked(Option::is_none));
        let base = if decided { self.version_of(path) } else { 0 };
        {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.wait_for(path, text, base);
            desk.kept_here.remove(path);
            // Typed over: the server will set both values side by side.
            desk.missed.remove(path);
        }
        self.write_journal();
        self.save.set(SaveState::Saving);
        self.send_after(PAUSE);
    }

    /// Notes a text that cannot be sent: leaving the page would lose it.
    pub(super) fn keep_here(&self, path: &Path) {
        let inner = self.inner();
        let count = {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.forget(path);
            desk.kept_here.insert(path.clone(), ());
            desk.kept_here.len()
        };
        self.save.set(SaveState::KeptHere(count));
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

    fn send_after(&self, pause: u32) {
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

    /// Whether something typed is not yet in.
    pub fn is_waiting(&self) -> bool {
        self.inner.try_with_value(|inner| inner.desk.lock().expect("one thread").count() > 0).unwrap_or(false)
    }

    /// Sends what came meanwhile.
    fn go_on(&self) {
        if self.is_waiting() {
            self.send_after(0);
        }
    }

    /// Shows the page of the next version, once nothing waits and nobody types.
    fn reload_once_free(&self) {
        let free =
            |desk: &mut super::desk::Desk| desk.outdated && desk.count() == 0 && desk.in_hand.is_none();
        let free = self.with_desk(free) == Some(true);
        if free && !self.would_lose() {
            let _ = window().location().reload();
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
                let inner = self.inner();
                let mut desk = inner.desk.lock().expect("one thread");
                let known = desk.known;
                desk.answered(known, &[]);
                desk.outdated = true;
                drop(desk);
                self.write_journal();
                self.save.set(SaveState::Refused(AppError::Outdated.to_string()));
                self.go_on();
                self.reload_once_free();
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

    /// Confirms a step, or notes that it is to be once the server answers again; false when it refuses.
    pub async fn confirm(&self, step: &str) -> bool {
        self.with_desk(|desk| {
            desk.to_confirm.retain(|known| known != step);
            desk.to_confirm.push(step.to_owned());
        });
        self.send_all().await || self.is_cut_off()
    }

    /// Confirms the first step that waits for it; true when nothing waits any more.
    async fn confirm_next(&self) -> bool {
        self.reload_once_free();
        let Some(Some(step)) = self.with_desk(|desk| {
            let next = desk.to_confirm.first().filter(|_| !desk.in_flight).cloned();
            desk.in_flight |= next.is_some();
            next
        }) else {
            return !self.is_waiting();
        };
        let answer = confirm_step(self.id(), step.clone()).await;
        if self.inner.try_get_value().is_none() {
            return false; // the page has gone
        }
        if let Err(error @ (AppError::Unavailable | AppError::LoggedOut)) = answer {
            self.failed(error);
            return false;
        }
        self.with_desk(|desk| {
            desk.settle();
            desk.to_confirm.retain(|known| *known != step);
        });
        match answer {
            Ok(()) => {
                self.confirmed(&step);
                self.tell(self.snapshot.with_untracked(|snapshot| snapshot.at));
                self.go_on();
                true
            }
            Err(error) => {
                self.save.set(SaveState::Refused(error.to_string()));
                false
            }
        }
    }

    /// Whether the server does not answer, or does not know us any more.
    pub fn is_cut_off(&self) -> bool {
        matches!(self.save.get_untracked(), SaveState::Offline(_) | SaveState::LoggedOut(_))
    }

    fn failed(&self, error: AppError) {
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
                self.save.set(SaveState::Refused(other.to_string()));
                return;
            }
        }
        // A little chance spreads the pages that all lost the same server.
        let spread = draw(wait / 2);
        self.send_after(wait + spread);
    }

    /// Decides a conflict: my value, or the one in place.
    pub fn decide(&self, path: &Path, mine: bool) {
        let Some(handle) = self.field(path) else { return };
        let value = if mine {
            handle.aside.get_untracked().and_then(|aside| aside.value)
        } else {
            handle.answer.get_untracked().and_then(|answer| answer.value)
        };
        handle.aside.set(None);
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

impl Editor {
    /// Notes that the server took a step's confirmation.
    pub fn confirmed(&self, step: &str) {
        let me = self.inner().me;
        self.snapshot.update(|snapshot| {
            // Its number is not known here; it comes after everything this page has seen.
            let seq = snapshot.seq.max(self.inner().desk.lock().expect("one thread").known) + 1;
            let confirmation = domain::dossier::Confirmation { seq, by: Actor::Person(me), at: snapshot.at };
            snapshot.confirmations.insert(step.to_owned(), confirmation);
        });
    }
}
