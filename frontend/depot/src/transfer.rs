//! One document on its way.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::piece;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, File};

use crate::{
    network::{self, Failure, PATIENCE, Ringing},
    page::{page_event, say},
    queue,
    row::Row,
    shelf, undo, words,
};

/// Doublings of the second before a failed request is sent again: half a minute at most.
const MOST_DOUBLINGS: u32 = 5;
/// The same while the session is ended: it is looked for more often.
const FEWER_DOUBLINGS: u32 = 3;
/// Rings of mute patience after which a request is sent again at the latest: the service waits no longer for a chunk.
const MOST_RINGS: u32 = 4;

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its turn.
    Waiting,
    /// On its way.
    Going,
    /// The line is cut: it goes on by itself.
    Cut,
    /// The line says nothing: it goes on by itself.
    Mute,
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
        matches!(self, Self::Waiting) || self.is_going()
    }

    /// Whether it has its turn, whatever it waits for.
    fn is_going(&self) -> bool {
        matches!(self, Self::Going | Self::Cut | Self::Mute | Self::LoggedOut)
    }

    /// What it waits for; nothing once it is over.
    pub fn wait(&self) -> Option<Wait> {
        Some(match self {
            Self::Resting => Wait::Person,
            Self::Waiting | Self::Going => Wait::Turn,
            Self::Cut | Self::Mute => Wait::Line,
            Self::LoggedOut => Wait::Session,
            Self::Refused(_) | Self::Over => return None,
        })
    }
}

/// What a document waits for, the most pressing last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// That its person sends it on.
    Person,
    /// Its turn, or its end.
    Turn,
    /// The line.
    Line,
    /// The session.
    Session,
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
    /// Rings of mute patience that a request may last: a slow line is no mute one, and each try waits longer.
    patience: Cell<u32>,
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
            patience: Cell::new(1),
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
                Err(_) if !self.state().is_going() => return,
                Err(Failure::Refused(reason)) => return self.set(State::Refused(reason)),
                Err(Failure::Line) if !network::is_readable(&self.file).await => {
                    return self.set(State::Refused(words::gone(&self.name())));
                }
                Err(failure) => {
                    let logged_out = matches!(failure, Failure::LoggedOut);
                    if logged_out {
                        self.set(State::LoggedOut);
                    } else if self.state() != State::Mute {
                        self.set(State::Cut);
                    }
                    // Looked at now and then: put to rest meanwhile, it leaves its turn to the next.
                    for _ in 0..1 << tries.min(if logged_out { FEWER_DOUBLINGS } else { MOST_DOUBLINGS }) {
                        let is_back = network::pause().await;
                        if !self.state().is_going() {
                            return;
                        }
                        if is_back {
                            break;
                        }
                    }
                    tries += 1;
                }
            }
        }
    }

    /// Sends what is lacking; what the question then holds.
    async fn sent(self: &Rc<Self>, tries: &mut u32) -> Result<String, Failure> {
        let name = self.name();
        let digest = self.digest().await?;
        // Taken back while the line was cut, and chosen again since: it stays.
        undo::cancel(&self.field, &digest);
        let parcel = self.parcel(&digest);
        let controller = AbortController::new().map_err(|_| Failure::Line)?;
        let cut = controller.signal();
        *self.in_flight.borrow_mut() = Some(controller.clone());
        let watch = self.watch(&controller);
        let lacking = network::lacking(&parcel, &name, &cut).await?;
        drop(watch);
        let bytes_of = |chunk: usize| (self.size() - chunk * piece::CHUNK).min(piece::CHUNK);
        self.arrived.set(self.size() - lacking.iter().map(|chunk| bytes_of(*chunk)).sum::<usize>());
        // A line that was mute is, until a chunk goes through.
        if self.state() != State::Mute {
            self.set_going()?;
        }
        for chunk in lacking {
            let from = chunk * piece::CHUNK;
            let bytes = network::slice(&self.file, from, from + bytes_of(chunk))?;
            let watch = self.watch(&controller);
            network::hold(&parcel, chunk, &name, &bytes, &cut).await?;
            drop(watch);
            *tries = 0;
            self.arrived.set(self.arrived.get() + bytes_of(chunk));
            self.set_going()?;
        }
        *self.in_flight.borrow_mut() = None;
        let _watch = self.watch(&controller);
        network::deliver(&self.dossier, &self.field, (&digest, self.size()), &name, &cut).await
    }

    /// Says that the line is mute once it is, and cuts short what it does not answer, to send it again.
    fn watch(self: &Rc<Self>, controller: &AbortController) -> Ringing {
        let (transfer, controller) = (self.clone(), controller.clone());
        let mut rings = 0;
        Ringing::each(PATIENCE, move || {
            rings += 1;
            if transfer.state().is_going() {
                transfer.set(State::Mute);
            }
            if rings >= transfer.patience.get() {
                transfer.patience.set((2 * rings).min(MOST_RINGS));
                controller.abort();
            }
        })
    }

    /// Shows that it is on its way, unless it was stopped.
    fn set_going(&self) -> Result<(), Failure> {
        if !self.state().is_going() {
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
