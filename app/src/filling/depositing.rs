//! Documents of a question: what the program that carries them brings back.

use domain::dossier::Answer;
use form::Path;
use leptos::{ev, prelude::*, web_sys::CustomEvent};

use super::Editor;
use crate::sealed::Sealed;

impl Editor {
    /// Takes what questions hold once a document has come or gone: `KEY`, a new line, the answer as it is sent.
    ///
    /// Documents are carried by a program of their own (`docs/adr/0012`), which tells this one by an event.
    pub fn take_pieces(self) {
        let taken = move |event: CustomEvent| {
            let told = event.detail().as_string();
            let Some((path, text)) = told.as_deref().and_then(|told| told.split_once('\n')) else { return };
            let Ok(path) = Path::parse(path) else { return };
            // A page of another version cannot read it: the line that stays open tells it.
            if let Ok(answer) = Sealed::<Answer>::of_text(text.to_owned()).open() {
                let at = answer.at;
                self.take_answer(&path, answer);
                self.tell(at);
            }
        };
        Effect::new(move |_| {
            let heard = window_event_listener(ev::Custom::<CustomEvent>::new("piece"), taken);
            on_cleanup(move || heard.remove());
        });
    }
}
