//! Carries documents from the page to the service, one after the other, each chunk by chunk.
//!
//! It is a program of its own, fetched only where documents are asked for (`docs/adr/0012`). It finds the
//! controls by `data-envoi` (the address of the dossier) and `data-champ` (the question), shows its progress
//! under them, and tells the page's program what a question holds by the event `piece`.

mod control;
mod network;
mod page;
mod queue;
mod row;
mod shelf;
mod transfer;
mod undo;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Listens to the controls that take documents, from now on, and sends what was left on the shelf.
#[wasm_bindgen]
pub fn listen() {
    control::listen();
    queue::take_up();
}

/// Takes what was chosen in a control before this program came.
#[wasm_bindgen]
pub fn take(control: &web_sys::HtmlInputElement) {
    control::take(control);
}
