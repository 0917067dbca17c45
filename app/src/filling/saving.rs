//! Autosave: edits gathered, sent after a pause, one request at a time, tried again until they are in.

use std::{cell::RefCell, collections::BTreeMap};

use domain::{
    Timestamp,
    dossier::{
        Actor, Answer, Batch, BatchAnswer, Body, ClientId, Edit, Event, Origin, Outcome, Seq, SetAside,
        Snapshot, Verdict,
    },
};
use form::{Path, french};
use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use super::{Editor, save_answers};
use crate::AppError;

/// Pause after the last key before edits are sent, in milliseconds.
const PAUSE: u32 = 600;
/// First and longest waits before trying again, in milliseconds.
const RETRY: (u32, u32) = (1_000, 30_000);

/// What is said of saving, in one line.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Everything is in, since this instant.
    Saved(Timestamp),
    /// Something is on its way.
    Saving,
    /// The server does not answer; so many edits wait.
    Offline(usize),
    /// The session has ended; so many edits wait.
    LoggedOut(usize),
    /// Two people wrote in the same fields; so many are to decide.
    Conflict(usize),
    /// The server refuses, whatever is done: why.
    Refused(String),
}

impl SaveState {
    pub(super) fn opened(snapshot: &Snapshot) -> Self {
        Self::Saved(snapshot.at)
    }

    /// The state in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Saved(at) => format!("Enregistré à {}", french::time_of_day(*at).1),
            Self::Saving => "Enregistrement…".to_owned(),
            Self::Offline(waiting) => format!("Hors connexion, {} en attente", edits(*waiting)),
            Self::LoggedOut(waiting) => {
                format!("Hors connexion, votre session a expiré : {} en attente", edits(*waiting))
            }
            Self::Conflict(count) => {
                format!("Conflit : {} à décider", french::count(*count, "réponse", "réponses"))
            }
            Self::Refused(reason) => reason.clone(),
        }
    }

    /// Whether it calls for an action.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        !matches!(self, Self::Saved(_) | Self::Saving)
    }
}

fn edits(count: usize) -> String {
    french::count(count, "modification", "modifications")
}

/// What remains to be sent.
pub(super) struct Desk {
    client: Option<ClientId>,
    known: Seq,
    next: u64,
    /// Latest text of each field not yet sent.
    waiting: BTreeMap<Path, String>,
    /// The batch on its way, sent again as it is until it is answered.
    sent: Option<Batch>,
    in_flight: bool,
    wait: u32,
}

thread_local! {
    /// The one timer of the page; a browser has one thread.
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

impl Desk {
    pub(super) fn new(known: Seq) -> Self {
        Self {
            client: None,
            known,
            next: 1,
            waiting: BTreeMap::new(),
            sent: None,
            in_flight: false,
            wait: RETRY.0,
        }
    }

    fn count(&self) -> usize {
        self.waiting.len() + self.sent.as_ref().map_or(0, |batch| batch.edits.len())
    }
}

impl Editor {
    pub(super) fn enqueue(&self, path: &Path, text: String) {
        let inner = self.inner();
        inner.desk.lock().expect("one thread").waiting.insert(path.clone(), text);
        self.save.set(SaveState::Saving);
        self.send_after(PAUSE);
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
            if !self.send().await {
                return false;
            }
        }
        true
    }

    /// Whether something typed is not yet in.
    pub fn is_waiting(&self) -> bool {
        self.inner.try_with_value(|inner| inner.desk.lock().expect("one thread").count() > 0).unwrap_or(false)
    }

    /// Sends one batch; true when it is answered.
    async fn send(&self) -> bool {
        let Some(batch) = self.take_batch() else { return !self.is_waiting() };
        let id = self.id();
        let answer = save_answers(id, batch).await.and_then(|answer| answer.open());
        if self.inner.try_get_value().is_none() {
            return false; // the page has gone
        }
        match answer {
            Ok(answer) => {
                self.receive(answer);
                if self.is_waiting() {
                    self.send_after(0);
                }
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
            if desk.waiting.is_empty() {
                return None;
            }
            let client = desk.client.get_or_insert_with(new_client).clone();
            let waiting = std::mem::take(&mut desk.waiting);
            let mut edits = Vec::new();
            for (path, text) in waiting {
                let base = inner.fields.get(&path).and_then(|handle| {
                    handle.answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.version))
                });
                edits.push(Edit { number: desk.next, path, text, base: base.unwrap_or_default() });
                desk.next += 1;
            }
            desk.sent = Some(Batch { client, known: desk.known, edits });
        }
        desk.in_flight = true;
        desk.sent.clone()
    }

    fn receive(&self, answer: BatchAnswer) {
        let inner = self.inner();
        let sent = {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.in_flight = false;
            desk.wait = RETRY.0;
            desk.known = answer.head;
            desk.sent.take()
        };
        for event in &answer.others {
            self.take_other(event);
        }
        for outcome in &answer.outcomes {
            self.take_outcome(outcome, sent.as_ref(), answer.at);
        }
        self.tell(answer.at);
    }

    /// Says where saving stands, the most pressing thing first.
    fn tell(&self, at: Timestamp) {
        let inner = self.inner();
        let conflicts =
            inner.fields.values().filter(|handle| handle.aside.with_untracked(Option::is_some)).count();
        let refused = matches!(self.save.get_untracked(), SaveState::Refused(_));
        let state = if conflicts > 0 {
            SaveState::Conflict(conflicts)
        } else if self.is_waiting() {
            SaveState::Saving
        } else if refused {
            return;
        } else {
            SaveState::Saved(at)
        };
        self.save.set(state);
    }

    fn take_outcome(&self, outcome: &Outcome, sent: Option<&Batch>, at: Timestamp) {
        let inner = self.inner();
        let Some(handle) = inner.fields.get(&outcome.path) else { return };
        match &outcome.verdict {
            Verdict::Kept(version) => {
                let Some(field) = inner.program.trame().field(&outcome.path) else { return };
                let text = sent
                    .and_then(|batch| batch.edits.iter().find(|edit| edit.number == outcome.number))
                    .map(|edit| edit.text.clone())
                    .unwrap_or_default();
                let value = form::read::read_or_keep(&text, &field.field_type);
                let before = handle.answer.get_untracked();
                let same = before.as_ref().is_some_and(|before| before.value == value);
                let origin = before.filter(|_| same).map_or(Origin::Typed, |before| before.origin);
                let client = sent.map(|batch| batch.client.clone());
                let by = Actor::Person(inner.me);
                handle.answer.set(Some(Answer { value, version: *version, origin, by, at, client }));
                handle.aside.set(None);
                self.remember(&outcome.path);
            }
            Verdict::Conflict { theirs, yours } => {
                handle.answer.set(theirs.as_deref().cloned());
                let by = Actor::Person(inner.me);
                handle.aside.set(Some(SetAside { value: yours.clone(), seq: 0, by, at }));
            }
            Verdict::Refused(reason) => self.save.set(SaveState::Refused(reason.clone())),
        }
    }

    /// Takes what someone else wrote, unless it is being typed here.
    fn take_other(&self, event: &Event) {
        let inner = self.inner();
        let Body::AnswerSet { path, value, origin, .. } = &event.body else { return };
        let Some(handle) = inner.fields.get(path) else { return };
        let busy = inner.desk.lock().expect("one thread").waiting.contains_key(path)
            || self.focused.with_untracked(|focused| focused.as_ref() == Some(path));
        if busy {
            return; // sent later with the version it was typed on, it will be told apart
        }
        handle.answer.set(Some(Answer {
            value: value.clone(),
            version: event.seq,
            origin: origin.clone(),
            by: event.actor,
            at: event.at,
            client: event.stamp.as_ref().map(|stamp| stamp.client.clone()),
        }));
        self.show(path, value.clone());
        self.remember(path);
    }

    /// Keeps the page's picture of the dossier in step with its fields.
    fn remember(&self, path: &Path) {
        let inner = self.inner();
        let answer = inner.fields.get(path).and_then(|handle| handle.answer.get_untracked());
        if let Some(answer) = answer {
            self.snapshot.update(|snapshot| {
                snapshot.seq = snapshot.seq.max(answer.version);
                snapshot.answers.insert(path.clone(), answer);
            });
        }
    }

    fn failed(&self, error: AppError) {
        let inner = self.inner();
        let (count, wait) = {
            let mut desk = inner.desk.lock().expect("one thread");
            desk.in_flight = false;
            let wait = desk.wait;
            desk.wait = (wait * 2).min(RETRY.1);
            (desk.count(), wait)
        };
        match error {
            AppError::Unavailable => self.save.set(SaveState::Offline(count)),
            AppError::LoggedOut => self.save.set(SaveState::LoggedOut(count)),
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
        let inner = self.inner();
        let (Some(handle), Some(field)) = (inner.fields.get(path), inner.program.trame().field(path)) else {
            return;
        };
        let value = if mine {
            handle.aside.get_untracked().and_then(|aside| aside.value)
        } else {
            handle.answer.get_untracked().and_then(|answer| answer.value)
        };
        let text = value.as_ref().map(|value| french::typed(value, &field.field_type)).unwrap_or_default();
        handle.aside.set(None);
        self.show(path, value);
        self.enqueue(path, text);
        self.send_now();
    }
}

/// A new identifier for this page.
fn new_client() -> ClientId {
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
