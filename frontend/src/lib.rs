//! The browser's entry point: takes over the room that the server made.

#![recursion_limit = "512"]

use app::{Sealed, pages};
use leptos::{mount::hydrate_from, prelude::document};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Takes over the room of the page with the data that stands in it; nothing when the page has none.
#[wasm_bindgen]
pub fn hydrate() {
    let page = document();
    let room = page.get_element_by_id("piece").and_then(|room| room.dyn_into().ok());
    let data = page.get_element_by_id("donnees").and_then(|data| data.text_content());
    let (Some(room), Some(data)) = (room, data) else { return };
    if let Ok(data) = Sealed::<pages::StepData>::of_page(&data).open() {
        // The room stays until the page goes.
        hydrate_from(room, move || pages::step_room(data)).forget();
        if let Some(root) = page.document_element() {
            let _ = root.set_attribute("data-ready", "");
        }
    }
}
