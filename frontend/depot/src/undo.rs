//! A document taken back, and the way to have it again.
//!
//! The click is noted before it is sent (see `shelf`): without a line or a session it waits, said under its
//! question, and goes by itself.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::{
    network::{self, Failure},
    page::{self, button, element, focus, page_event, room, say},
    shelf, words,
};

/// Doublings of the second before a withdrawal is sent again.
const MOST_DOUBLINGS: u32 = 3;

thread_local! {
    /// What is taken back and not yet known of the service.
    static WAITING: RefCell<Vec<Rc<Withdrawal>>> = RefCell::default();
}

/// A document that is being taken back.
struct Withdrawal {
    field: String,
    /// Its address under its question.
    address: String,
    name: String,
    /// Where its note stands on the shelf of this browser.
    shelf: RefCell<Option<String>>,
    /// What is said while it waits.
    row: Element,
}

/// Takes a document back, at its address under a question, and offers to put it back.
pub fn take_back(dossier: &str, field: String, address: String, name: String) {
    clear(&field);
    let owner = shelf::owner(dossier);
    let Some(withdrawal) = Withdrawal::begun(field, address, name) else { return };
    spawn_local(async move {
        if let Some(owner) = owner {
            let noted = format!("{} {}", withdrawal.address, withdrawal.name);
            *withdrawal.shelf.borrow_mut() = shelf::keep(&owner, &withdrawal.field, &noted.into()).await.ok();
        }
        withdrawal.go().await;
    });
}

/// Takes back what was left to be, when the page was closed.
pub fn take_up(field: &str, noted: Option<String>, key: String) {
    let noted = noted.unwrap_or_default();
    let (address, name) = noted.split_once(' ').unwrap_or_default();
    if let Some(withdrawal) = Withdrawal::begun(field.to_owned(), address.to_owned(), name.to_owned()) {
        *withdrawal.shelf.borrow_mut() = Some(key);
        spawn_local(async move { withdrawal.go().await });
    }
}

/// Leaves a document where it is, which was to be taken back.
pub fn cancel(field: &str, digest: &str) {
    let is_it = |known: &&Rc<Withdrawal>| known.field == field && known.address.ends_with(digest);
    if let Some(found) = WAITING.with_borrow(|waiting| waiting.iter().find(is_it).cloned()) {
        found.settle();
    }
}

impl Withdrawal {
    /// One that begins, unless it has.
    fn begun(field: String, address: String, name: String) -> Option<Rc<Self>> {
        let begun = Self { field, address, name, shelf: RefCell::default(), row: element("div", "envoi") };
        let begun = Rc::new(begun);
        WAITING.with_borrow_mut(|waiting| {
            let is_new = waiting.iter().all(|known| known.address != begun.address);
            is_new.then(|| waiting.push(begun.clone()))
        })?;
        Some(begun)
    }

    /// Sends it until it is answered.
    async fn go(self: Rc<Self>) {
        let mut tries = 0;
        while self.waits() {
            match network::asked("DELETE", &self.address).await {
                Ok(answer) => {
                    self.settle();
                    page_event(&self.field, &answer);
                    let again = offer(&self.field, self.address.clone(), &self.name);
                    // One who does something else meanwhile goes on with it.
                    return focus(Some(&again).filter(|_| tries == 0));
                }
                // Left where it is, meanwhile.
                Err(_) if !self.waits() => return,
                Err(failure @ Failure::Refused(_)) => {
                    self.settle();
                    return refuse(&self.field, &self.name, failure);
                }
                Err(failure) => self.show(matches!(failure, Failure::LoggedOut)),
            }
            for _ in 0..1 << tries.min(MOST_DOUBLINGS) {
                if network::pause().await {
                    break;
                }
            }
            tries += 1;
        }
        // Left where it is while its note was being written.
        self.settle();
    }

    /// Says that it waits, and offers to leave the document where it is.
    fn show(self: &Rc<Self>, expired: bool) {
        let told = self.row.first_element_child().unwrap_or_else(|| {
            let told = element("p", "envoi__dit");
            let withdrawal = self.clone();
            let left = button("Annuler", &format!(" le retrait de {}", self.name), move || {
                withdrawal.settle();
                say(&withdrawal.field, &format!("«\u{a0}{}\u{a0}» reste déposé.", withdrawal.name));
                focus(page::control(&withdrawal.field).as_ref());
            });
            let acts = element("p", "envoi__gestes");
            let _ = acts.append_child(&left);
            let _ = self.row.append_with_node_2(&told, &acts);
            told
        });
        let text = words::withdrawn(&self.name, expired);
        if told.text_content().is_none_or(|said| !said.starts_with(&text)) {
            page::write(&told, &text, expired);
            say(&self.field, &text);
        }
        if !self.row.is_connected() {
            show(&self.field, &self.row);
        }
    }

    fn waits(&self) -> bool {
        WAITING.with_borrow(|waiting| waiting.iter().any(|known| known.address == self.address))
    }

    /// It is done, or is not to be done any more.
    fn settle(&self) {
        WAITING.with_borrow_mut(|waiting| waiting.retain(|known| known.address != self.address));
        if let Some(key) = self.shelf.take() {
            // What cannot be taken off now is sent again later, which changes nothing.
            spawn_local(async move { drop(shelf::clear(&key).await) });
        }
        self.row.remove();
    }
}

/// Says that a document is gone, with the button that has it again.
fn offer(field: &str, address: String, name: &str) -> Element {
    let text = format!("«\u{a0}{name}\u{a0}» est retiré.");
    let row = element("p", "envoi__defait fr-text--sm");
    row.set_text_content(Some(&format!("{text} ")));
    let (field, name) = (field.to_owned(), name.to_owned());
    let place = field.clone();
    let again = button("Annuler", &format!(" le retrait de {name}"), move || {
        let (field, address, name) = (field.clone(), address.clone(), name.clone());
        spawn_local(async move {
            clear(&field);
            match network::asked("PUT", &address).await {
                Ok(answer) => {
                    page_event(&field, &answer);
                    say(&field, &format!("«\u{a0}{name}\u{a0}» est de nouveau déposé."));
                }
                Err(failure) => {
                    // What it takes to have it again may be done first: the way stays.
                    offer(&field, address, &name);
                    refuse(&field, &name, failure);
                }
            }
            focus(page::control(&field).as_ref());
        });
    });
    let _ = row.append_child(&again);
    show(&place, &row);
    say(&place, &text);
    again
}

fn refuse(field: &str, name: &str, failure: Failure) {
    let reason = match failure {
        Failure::Refused(reason) => reason,
        Failure::LoggedOut => {
            "Votre session a expiré. Reconnectez-vous dans un autre onglet, puis recommencez.".to_owned()
        }
        Failure::Line => format!(
            "«\u{a0}{name}\u{a0}» n’a pas changé\u{a0}: le service ne répond pas. Vérifiez votre connexion, puis recommencez."
        ),
    };
    let row = element("p", "envoi__defait fr-message fr-message--error");
    row.set_text_content(Some(&reason));
    show(field, &row);
    say(field, &reason);
}

/// Takes away what was last said of a document taken back.
fn clear(field: &str) {
    while let Some(said) = room(field).and_then(|room| room.query_selector(".envoi__defait").ok()?) {
        said.remove();
    }
}

fn show(field: &str, row: &Element) {
    if let Some(room) = room(field) {
        let _ = room.append_child(row);
    }
}
