//! A document taken back, and the way to have it again.

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::{
    network::{self, Failure},
    page::{self, button, element, focus, page_event, room, say},
};

/// Takes a document back, at its address under a question, and offers to put it back.
pub fn take_back(field: String, address: String, name: String) {
    spawn_local(async move {
        clear(&field);
        match network::asked("DELETE", &address).await {
            Ok(answer) => {
                page_event(&field, &answer);
                focus(Some(&offer(&field, address, &name)));
            }
            Err(failure) => {
                refuse(&field, &name, failure);
                focus(page::control(&field).as_ref());
            }
        }
    });
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
