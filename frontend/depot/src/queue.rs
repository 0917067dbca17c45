//! The documents that are to be sent: one at a time, those that wait or rest shown as such.

use std::{cell::RefCell, rc::Rc};

use domain::piece;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BeforeUnloadEvent, File, window};

use crate::{
    page,
    row::Row,
    shelf::{self, Left},
    transfer::{State, Transfer, Wait},
    undo, words,
};

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    transfers: Vec<Rc<Transfer>>,
    /// Whether something is on its way.
    running: bool,
    guarded: bool,
}

/// Adds documents for a question, none of them heavier than so many bytes, and sends them.
pub fn add(dossier: &str, field: &str, files: Vec<File>, heaviest: usize) {
    for file in files {
        let transfer = shown(dossier, field, file);
        let name = piece::kept_name(&transfer.name());
        if let Some(reason) = piece::wrong_weight(&name, transfer.size(), heaviest) {
            transfer.set(State::Refused(reason));
        } else {
            transfer.set(State::Waiting);
            spawn_local(async move { transfer.keep().await });
        }
    }
    guard();
    run();
}

/// Sends what this person left on the shelf of this browser for the dossier that is shown.
pub fn take_up() {
    let Some(dossier) = page::dossier() else { return };
    let Some(owner) = shelf::owner(&dossier) else { return };
    let opened = shelf::now();
    spawn_local(async move {
        // A browser that keeps nothing has nothing to take up.
        for Left { key, field, what } in shelf::left(&owner, opened).await.unwrap_or_default() {
            match what.dyn_into() {
                Ok(file) => {
                    let transfer = shown(&dossier, &field, file);
                    transfer.stands_at(key);
                    transfer.set(State::Waiting);
                }
                Err(noted) => undo::take_up(&field, noted.as_string(), key),
            }
        }
        guard();
        run();
    });
}

/// A document with its row, in the queue.
fn shown(dossier: &str, field: &str, file: File) -> Rc<Transfer> {
    let transfer = Rc::new(Transfer::new(dossier, field, file));
    let row = Row::new(&transfer);
    transfer.show_in(row);
    QUEUE.with_borrow_mut(|queue| queue.transfers.push(transfer.clone()));
    transfer
}

/// Sends what waits, if nothing is on its way.
pub fn run() {
    let next = QUEUE.with_borrow_mut(|queue| {
        if queue.running {
            return None;
        }
        let next = queue.transfers.iter().find(|transfer| transfer.state() == State::Waiting).cloned();
        queue.running = next.is_some();
        next
    });
    let Some(transfer) = next else { return };
    spawn_local(async move {
        transfer.go().await;
        QUEUE.with_borrow_mut(|queue| queue.running = false);
        run();
    });
}

/// Says in the bar of the dossier how many documents are still to arrive, on every step.
pub fn tell() {
    let waits = |queue: &Queue| {
        let left = queue.transfers.iter().filter_map(|transfer| transfer.state().wait());
        left.fold((0, Wait::Person), |(many, most), wait| (many + 1, most.max(wait)))
    };
    let (many, most) = QUEUE.with_borrow(waits);
    page::tell_count(&words::count(many, most), most == Wait::Session);
}

/// Takes a document off the list.
pub fn remove(transfer: &Rc<Transfer>) {
    QUEUE.with_borrow_mut(|queue| queue.transfers.retain(|known| !Rc::ptr_eq(known, transfer)));
}

/// Asks before the page is left while documents are still to be sent that would be lost with it.
fn guard() {
    let first = QUEUE.with_borrow_mut(|queue| !std::mem::replace(&mut queue.guarded, true));
    let Some(window) = window().filter(|_| first) else { return };
    let asks = Closure::<dyn Fn(BeforeUnloadEvent)>::new(|event: BeforeUnloadEvent| {
        let unfinished =
            QUEUE.with_borrow(|queue| queue.transfers.iter().any(|transfer| transfer.would_be_lost()));
        if unfinished {
            event.prevent_default();
            event.set_return_value("1");
        }
    });
    let _ = window.add_event_listener_with_callback("beforeunload", asks.as_ref().unchecked_ref());
    asks.forget();
}
