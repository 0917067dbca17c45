//! One document on its way.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::piece;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, File};

use crate::{
    network::{self, Failure},
    page::{page_event, say},
    queue,
    row::Row,
    shelf, words,
};

/// Milliseconds before a failed request is sent again; each next waits twice as long.
const FIRST_PAUSE: u32 = 1_000;
/// Doublings of that pause: half a minute at most.
const MOST_DOUBLINGS: u32 = 5;

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its turn.
    Waiting,
    /// On its way.
    Going,
    /// The line is cut: it goes on by itself.
    Cut,
    /// Put to rest by the person.
    Resting,
    /// The session has ended: it goes on once the person has logged in again.
    LoggedOut,
    /// It cannot be taken, and why.
    Refused(String),
    /// It has arrived, or was given up.
    Over,
}

impl State {
    /// Whether nothing more is to be done for it.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Over)
    }

    /// Whether it can be put to rest.
    pub fn can_rest(&self) -> bool {
        matches!(self, Self::Waiting | Self::Going | Self::Cut)
    }

    /// Whether it waits for the person to send it on.
    pub fn rests(&self) -> bool {
        matches!(self, Self::Resting | Self::LoggedOut)
    }
}

/// A document on its way.
pub struct Transfer {
    dossier: String,
    field: String,
    file: File,
    state: RefCell<State>,
    /// Bytes that have arrived.
    arrived: Cell<usize>,
    row: RefCell<Option<Row>>,
    /// What is being sent, to be cut short.
    in_flight: RefCell<Option<AbortController>>,
    digest: RefCell<Option<String>>,
    /// Where it stands on the shelf of this browser.
    shelf: RefCell<Option<String>>,
}

impl Transfer {
    /// A document chosen for a question, at the address of its dossier.
    pub fn new(dossier: &str, field: &str, file: File) -> Self {
        Self {
            dossier: dossier.to_owned(),
            field: field.to_owned(),
            file,
            state: RefCell::new(State::Waiting),
            arrived: Cell::new(0),
            row: RefCell::default(),
            in_flight: RefCell::default(),
            digest: RefCell::default(),
            shelf: RefCell::default(),
        }
    }

    /// Name of the file.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Key of the question.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Bytes of the file.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "browsers count bytes in floats"
    )]
    pub fn size(&self) -> usize {
        self.file.size() as usize
    }

    /// Bytes that have arrived.
    pub fn arrived(&self) -> usize {
        self.arrived.get()
    }

    /// Where it is.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Shows itself in a row from now on.
    pub fn show_in(&self, row: Row) {
        *self.row.borrow_mut() = Some(row);
    }

    /// Puts it on the shelf of this browser, which outlives the page; one that keeps nothing says so by the
    /// question it asks before the page is left.
    pub async fn keep(&self) {
        let Some(owner) = shelf::owner(&self.dossier) else { return };
        if let Ok(key) = shelf::keep(&owner, &self.field, &self.file).await {
            self.stands_at(key);
            // It was over before it stood there.
            if self.state().is_over() {
                self.clear();
            }
        }
    }

    /// Notes where it stands on the shelf.
    pub fn stands_at(&self, key: String) {
        *self.shelf.borrow_mut() = Some(key);
    }

    /// Whether closing the page would lose it.
    pub fn would_be_lost(&self) -> bool {
        !self.state().is_over() && self.shelf.borrow().is_none()
    }

    fn clear(&self) {
        if let Some(key) = self.shelf.take() {
            // What cannot be taken off now is sent again later, which changes nothing.
            spawn_local(async move { drop(shelf::clear(&key).await) });
        }
    }

    /// Notes where it is, and shows it.
    pub fn set(&self, state: State) {
        if state.is_over() {
            self.clear();
        }
        *self.state.borrow_mut() = state;
        self.show();
        queue::tell();
    }

    fn show(&self) {
        if let Some(row) = &*self.row.borrow() {
            row.show(self);
        }
    }

    /// Puts it to rest.
    pub fn rest(&self) {
        self.set(State::Resting);
        self.cut_short();
    }

    /// Sends it on.
    pub fn resume(&self) {
        self.set(State::Waiting);
        queue::run();
    }

    /// Gives it up, here and on the server.
    pub fn give_up(self: &Rc<Self>) {
        let refused = matches!(self.state(), State::Refused(_));
        self.set(State::Over);
        self.cut_short();
        if !refused {
            say(&self.field, &words::given_up(&self.name()));
        }
        self.leave();
        let digest = self.digest.borrow().clone().filter(|_| !refused);
        if let Some(digest) = digest {
            let address = self.parcel(&digest);
            spawn_local(async move { network::forget(&address).await });
        }
    }

    fn cut_short(&self) {
        if let Some(controller) = self.in_flight.take() {
            controller.abort();
        }
    }

    fn leave(self: &Rc<Self>) {
        if let Some(row) = self.row.take() {
            row.remove();
        }
        queue::remove(self);
    }

    fn parcel(&self, digest: &str) -> String {
        format!("{}/envois/{digest}/{}", self.dossier, self.size())
    }

    /// Sends it, from where it was, until it has arrived or something stops it.
    pub async fn go(self: &Rc<Self>) {
        self.set(State::Going);
        let mut tries = 0;
        loop {
            match self.sent(&mut tries).await {
                // Stopped at the last moment, it had arrived: it is said so, and can be taken back as any other.
                Ok(answer) => {
                    self.set(State::Over);
                    page_event(&self.field, &answer);
                    say(&self.field, &words::arrived(&self.name()));
                    return self.leave();
                }
                // Put to rest or given up meanwhile: what was cut short is no failure.
                Err(_) if !matches!(self.state(), State::Going | State::Cut) => return,
                Err(Failure::LoggedOut) => return self.set(State::LoggedOut),
                Err(Failure::Refused(reason)) => return self.set(State::Refused(reason)),
                Err(Failure::Line) if !network::is_readable(&self.file).await => {
                    return self.set(State::Refused(words::gone(&self.name())));
                }
                Err(Failure::Line) => {
                    self.set(State::Cut);
                    // Looked at now and then: put to rest meanwhile, it leaves its turn to the next.
                    for _ in 0..1 << tries.min(MOST_DOUBLINGS) {
                        if network::pause(FIRST_PAUSE).await {
                            break;
                        }
                        if self.state() != State::Cut {
                            return;
                        }
                    }
                    tries += 1;
                    if self.state() != State::Cut {
                        return;
                    }
                }
            }
        }
    }

    /// Sends what is lacking; what the question then holds.
    async fn sent(&self, tries: &mut u32) -> Result<String, Failure> {
        let name = self.name();
        let digest = self.digest().await?;
        let parcel = self.parcel(&digest);
        let lacking = network::lacking(&parcel, &name).await?;
        let bytes_of = |chunk: usize| (self.size() - chunk * piece::CHUNK).min(piece::CHUNK);
        self.arrived.set(self.size() - lacking.iter().map(|chunk| bytes_of(*chunk)).sum::<usize>());
        self.set_going()?;
        for chunk in lacking {
            let from = chunk * piece::CHUNK;
            let bytes = network::slice(&self.file, from, from + bytes_of(chunk))?;
            let controller = AbortController::new().map_err(|_| Failure::Line)?;
            *self.in_flight.borrow_mut() = Some(controller.clone());
            network::hold(&parcel, chunk, &name, &bytes, &controller.signal()).await?;
            *tries = 0;
            self.arrived.set(self.arrived.get() + bytes_of(chunk));
            self.set_going()?;
        }
        *self.in_flight.borrow_mut() = None;
        network::deliver(&self.dossier, &self.field, (&digest, self.size()), &name).await
    }

    /// Shows that it is on its way, unless it was stopped.
    fn set_going(&self) -> Result<(), Failure> {
        if !matches!(self.state(), State::Going | State::Cut) {
            return Err(Failure::Line);
        }
        self.set(State::Going);
        Ok(())
    }

    async fn digest(&self) -> Result<String, Failure> {
        if let Some(known) = self.digest.borrow().clone() {
            return Ok(known);
        }
        let digest = network::digest(&self.file).await?;
        *self.digest.borrow_mut() = Some(digest.clone());
        Ok(digest)
    }
}
