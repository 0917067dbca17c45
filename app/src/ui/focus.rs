//! Moving the focus.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// Gives the focus to an element, or to the first control of a group.
pub fn focus(id: &str) {
    let Some(found) = document().get_element_by_id(id) else { return };
    let inside = found.query_selector("input").ok().flatten();
    let target = inside.unwrap_or(found);
    if let Some(target) = target.dyn_ref::<web_sys::HtmlElement>() {
        let _ = target.focus();
    }
}
