//! The page: its elements, its voice, its program.

use form::Path;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CustomEvent, CustomEventInit, Document, Element, HtmlElement, window};

/// How long what is said aloud stays in the page.
const HEARD_MILLISECONDS: i32 = 15_000;

/// Says something aloud, in the room of a question.
pub fn say(field: &str, text: &str) {
    let Some(room) = room(field) else { return };
    let voice = room.query_selector("[role=status]").ok().flatten().unwrap_or_else(|| {
        let voice = element("p", "fr-sr-only");
        let _ = voice.set_attribute("role", "status");
        let _ = room.append_child(&voice);
        voice
    });
    // What is said at once is heard one after the other, and goes once it was heard.
    let said = element("span", "");
    said.set_text_content(Some(&format!("{text} ")));
    let _ = voice.append_child(&said);
    if let Some(window) = window() {
        let over = Closure::once_into_js(move || said.remove());
        let _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(over.unchecked_ref(), HEARD_MILLISECONDS);
    }
}

/// Says in the bar of the dossier how many documents are still to arrive.
pub fn tell_count(text: &str, expired: bool) {
    let Some(bar) = document().and_then(|page| page.query_selector(".bar > .fr-container").ok()?) else {
        return;
    };
    let told = bar.query_selector(".bar__envois").ok().flatten().unwrap_or_else(|| {
        let told = element("p", "bar__envois");
        let _ = bar.append_child(&told);
        told
    });
    write(&told, text, expired);
    hide(&told, text.is_empty());
}

/// Writes a text in an element, with the way to log in again where the session has ended.
pub fn write(place: &Element, text: &str, expired: bool) {
    // Written again, a link that has the focus would lose it.
    if expired && place.text_content().is_some_and(|said| said.starts_with(text)) {
        return;
    }
    place.set_text_content(Some(text));
    if expired {
        let link = element("a", "fr-link fr-link--sm");
        let _ = link.set_attribute("href", "/connexion");
        let _ = link.set_attribute("target", "_blank");
        link.set_text_content(Some("Se reconnecter dans un autre onglet"));
        let _ = place.append_child(&link);
    }
}

/// The address of the dossier that is shown: `/dossiers/…`.
pub fn dossier() -> Option<String> {
    let address = window()?.location().pathname().ok()?;
    let mut parts = address.split('/').skip(1);
    (parts.next() == Some("dossiers")).then(|| parts.next().map(|id| format!("/dossiers/{id}")))?
}

/// Where the documents on their way to a question are shown.
pub fn room(field: &str) -> Option<Element> {
    document()?.get_element_by_id(&format!("{}-envois", control_id(field)?))
}

/// The control of a question.
pub fn control(field: &str) -> Option<Element> {
    document()?.get_element_by_id(&control_id(field)?)
}

fn control_id(field: &str) -> Option<String> {
    Path::parse(field).ok().map(|path| path.control_id())
}

/// The element that has the focus.
pub fn focused() -> Option<Element> {
    document()?.active_element()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// A new element, not yet in the page.
pub fn element(name: &str, class: &str) -> Element {
    let page = document().expect("a program of a page has its page");
    let element = page.create_element(name).expect("a name of HTML");
    element.set_class_name(class);
    element
}

/// A new button, with what it is about for who does not see where it stands.
pub fn button(text: &str, about: &str, clicked: impl Fn() + 'static) -> Element {
    let button = element("button", "fr-btn fr-btn--tertiary fr-btn--sm");
    let _ = button.set_attribute("type", "button");
    button.set_text_content(Some(text));
    let more = element("span", "fr-sr-only");
    more.set_text_content(Some(about));
    let _ = button.append_child(&more);
    let clicked = Closure::<dyn Fn()>::new(clicked);
    let _ = button.add_event_listener_with_callback("click", clicked.as_ref().unchecked_ref());
    // It lives as long as the page: a row or two of buttons for each document.
    clicked.forget();
    button
}

/// Shows or hides an element.
pub fn hide(element: &Element, hidden: bool) {
    let _ = if hidden { element.set_attribute("hidden", "") } else { element.remove_attribute("hidden") };
}

/// Gives the focus to an element.
pub fn focus(element: Option<&Element>) {
    if let Some(element) = element.and_then(JsCast::dyn_ref::<HtmlElement>) {
        let _ = element.focus();
    }
}

/// Tells the page's program what a question holds.
pub fn page_event(field: &str, answer: &str) {
    let told = CustomEventInit::new();
    told.set_detail(&format!("{field}\n{answer}").into());
    if let (Some(window), Ok(event)) = (window(), CustomEvent::new_with_event_init_dict("piece", &told)) {
        let _ = window.dispatch_event(&event);
    }
}
