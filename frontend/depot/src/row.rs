//! The row of a document on its way, under its question: name, progress, what can be done.

use std::{cell::RefCell, rc::Rc};

use domain::piece;
use web_sys::Element;

use crate::{
    page::{self, control, element, focus, hide, room, say},
    transfer::{State, Transfer},
    words,
};

/// The row of one document.
pub struct Row {
    field: String,
    frame: Element,
    progress: Element,
    told: Element,
    rest: Element,
    resume: Element,
    give_up: Element,
    /// The state that was last said aloud.
    said: RefCell<Option<State>>,
}

impl Row {
    /// The row of a document, not yet in the page.
    pub fn new(transfer: &Rc<Transfer>) -> Self {
        let name = piece::kept_name(&transfer.name());
        let row = element("div", "envoi");
        let title = element("p", "envoi__nom");
        title.set_text_content(Some(&name));
        let progress = element("progress", "envoi__barre");
        let _ = progress.set_attribute("aria-label", &format!("Envoi de {name}"));
        let _ = progress.set_attribute("max", &transfer.size().max(1).to_string());
        let told = element("p", "envoi__dit");
        let button = |text: &str, act: fn(&Rc<Transfer>)| {
            let transfer = Rc::downgrade(transfer);
            page::button(text, &format!(" l’envoi de {name}"), move || {
                if let Some(transfer) = transfer.upgrade() {
                    act(&transfer);
                }
            })
        };
        let rest = button("Mettre en pause", |transfer| transfer.rest());
        let resume = button("Reprendre", |transfer| transfer.resume());
        let give_up = button("Annuler", Transfer::give_up);
        let acts = element("p", "envoi__gestes");
        let _ = acts.append_with_node_3(&rest, &resume, &give_up);
        for part in [&title, &progress, &told, &acts] {
            let _ = row.append_child(part);
        }
        let field = transfer.field().to_owned();
        Self { field, frame: row, progress, told, rest, resume, give_up, said: RefCell::default() }
    }

    /// Shows where its document is.
    pub fn show(&self, transfer: &Transfer) {
        let state = transfer.state();
        self.place();
        let refused = matches!(state, State::Refused(_));
        let _ = self.progress.set_attribute("value", &transfer.arrived().to_string());
        hide(&self.progress, refused);
        let told = words::told(&state, transfer.arrived(), transfer.size());
        page::write(&self.told, &told, state == State::LoggedOut);
        self.told.set_class_name(if refused {
            "envoi__dit fr-message fr-message--error"
        } else {
            "envoi__dit"
        });
        // A button that has the focus and goes gives it to the one that takes its place.
        let focused = page::focused();
        let had = [&self.rest, &self.resume].into_iter().any(|button| focused.as_ref() == Some(button));
        hide(&self.rest, !state.can_rest());
        hide(&self.resume, state != State::Resting);
        if had {
            let next = [&self.rest, &self.resume, &self.give_up].into_iter();
            focus(next.into_iter().find(|button| !button.has_attribute("hidden")));
        }
        if let Some(text) = self.give_up.first_child().filter(|_| refused) {
            text.set_text_content(Some("Fermer"));
        }
        self.speak(&state, &transfer.name());
    }

    /// Goes; the focus it had goes to the control.
    pub fn remove(&self) {
        let focused = page::focused();
        let had = focused.is_some_and(|focused| self.frame.contains(Some(&focused)));
        self.frame.remove();
        if had {
            focus(control(&self.field).as_ref());
        }
    }

    /// Puts itself under its question, which may have gone and come back with its step.
    fn place(&self) {
        if self.frame.is_connected() {
            return;
        }
        if let Some(place) = room(&self.field) {
            let _ = place.append_child(&self.frame);
        }
    }

    fn speak(&self, state: &State, name: &str) {
        if self.said.borrow().as_ref() == Some(state) {
            return;
        }
        *self.said.borrow_mut() = Some(state.clone());
        if let Some(text) = words::aloud(state, &piece::kept_name(name)) {
            say(&self.field, &text);
        }
    }
}
