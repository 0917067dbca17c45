//! The controls: what is chosen in them, what is dropped on them.

use domain::piece;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DataTransfer, DragEvent, Element, Event, File, FileList, HtmlInputElement, window};

use crate::{queue, undo};

/// Where a question takes documents.
const PLACE: &str = "[data-envoi]";
/// What shows that a document would be taken there.
const OVER: &str = "envoi--survol";

/// Listens to the whole page: controls come and go with the steps.
pub fn listen() {
    on("change", |event| {
        if let Some(control) = target(event).and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            take(&control);
        }
    });
    on("click", take_back);
    on("dragover", |event| {
        if let Some(place) = place_under(event) {
            event.prevent_default();
            let _ = place.class_list().add_1(OVER);
        } else if let Some(files) = dropped(event).filter(|_| is_asked()) {
            // Missed by a little, a document would be opened in place of the page.
            event.prevent_default();
            files.set_drop_effect("none");
        }
    });
    on("dragleave", |event| {
        if let Some(place) = place_under(event) {
            let _ = place.class_list().remove_1(OVER);
        }
    });
    on("drop", |event| {
        let Some(place) = place_under(event) else { return };
        event.prevent_default();
        let _ = place.class_list().remove_1(OVER);
        give(&place, dropped(event).and_then(|dropped| dropped.files()));
    });
}

/// Takes back the document of a button, instead of sending the whole form.
fn take_back(event: &Event) {
    let button = target(event).and_then(|target| target.closest("button[name=piece]").ok()?);
    let Some((button, place)) =
        button.and_then(|button| Some((button.clone(), button.closest(PLACE).ok()??)))
    else {
        return;
    };
    let value = button.get_attribute("value").unwrap_or_default();
    let (Some(dossier), Some((field, digest))) = (place.get_attribute("data-envoi"), value.split_once(':'))
    else {
        return;
    };
    event.prevent_default();
    let address = format!("{dossier}/pieces/{field}/{digest}");
    let name = button.get_attribute("data-nom").unwrap_or_default();
    undo::take_back(&dossier, field.to_owned(), address, name);
}

/// Takes what was chosen in a control, which is then blank again: the same can be chosen once more.
pub fn take(control: &HtmlInputElement) {
    let Ok(Some(place)) = control.closest(PLACE) else { return };
    give(&place, control.files());
    control.set_value("");
}

fn give(place: &Element, files: Option<FileList>) {
    let (Some(dossier), Some(field)) = (place.get_attribute("data-envoi"), place.get_attribute("data-champ"))
    else {
        return;
    };
    // What was said of the form that brought the page is over.
    while let Ok(Some(refused)) = place.query_selector("[data-refus]") {
        refused.remove();
    }
    let files = (0..files.as_ref().map_or(0, FileList::length)).filter_map(|at| files.as_ref()?.get(at));
    let heaviest = place.get_attribute("data-plus-lourd").and_then(|bytes| bytes.parse().ok());
    queue::add(&dossier, &field, files.collect::<Vec<File>>(), heaviest.unwrap_or(piece::LARGEST));
}

/// What is dragged, when it is made of files.
fn dropped(event: &Event) -> Option<DataTransfer> {
    let dragged = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    let has_files = dragged.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"));
    has_files.then_some(dragged)
}

/// Whether the page asks for documents anywhere.
fn is_asked() -> bool {
    let page = window().and_then(|window| window.document());
    page.is_some_and(|page| matches!(page.query_selector(PLACE), Ok(Some(_))))
}

fn place_under(event: &Event) -> Option<Element> {
    target(event)?.closest(PLACE).ok()?
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Listens to the page as long as it lives.
fn on(name: &str, heard: impl Fn(&Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(&event));
    if let Some(page) = window().and_then(|window| window.document()) {
        let _ = page.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    }
    closure.forget();
}
