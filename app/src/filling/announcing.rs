//! What is said aloud of the answers as they change: one place in the page, a second apart.
//!
//! A field that speaks for itself would cut short what another says; what several changed together is said together.

use std::time::Duration;

use form::{Field, french};
use leptos::prelude::*;

use super::{Editor, FieldView};

/// Shortest time between two announcements.
const APART: Duration = Duration::from_secs(1);
/// Messages said one by one; past it, their number.
const MOST: usize = 3;

impl Editor {
    /// Says aloud what changes in what is said of a field.
    pub fn announce_changes(&self, field: &Field, view: Memo<FieldView>) {
        let (editor, label) = (*self, field.label.clone());
        let said = Memo::new(move |_| view.with(FieldView::said));
        Effect::watch(
            move || said.get(),
            move |said: &String, _, _| {
                if !said.is_empty() {
                    editor.announce(french::about(&label, said));
                }
            },
            false,
        );
    }

    /// Says something aloud, with what else changed in the same second.
    pub fn announce(&self, text: String) {
        let first = self.with_desk(|desk| {
            desk.to_say.retain(|known| *known != text);
            desk.to_say.push(text);
            desk.to_say.len() == 1
        });
        if first == Some(true) {
            let editor = *self;
            set_timeout(move || editor.say(), APART);
        }
    }

    fn say(&self) {
        // The page may be gone.
        if let Some(texts) = self.with_desk(|desk| std::mem::take(&mut desk.to_say)) {
            let mut said = said_together(&texts);
            // The same words again are heard again.
            if self.announced.try_get_untracked().is_some_and(|before| before == said) {
                said.push('\u{a0}');
            }
            self.announced.try_set(said);
        }
    }

    /// The place of the page that speaks.
    pub fn announcements(&self) -> AnyView {
        let announced = self.announced;
        view! { <div class="fr-sr-only" id="annonces" aria-live="polite">{move || announced.get()}</div> }
            .into_any()
    }
}

fn said_together(texts: &[String]) -> String {
    if texts.len() > MOST {
        return french::count(texts.len(), "message à lire dans la page.", "messages à lire dans la page.");
    }
    texts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_together_is_said_together_and_a_crowd_by_its_number() {
        let texts = ["a.", "b.", "c.", "d."].map(str::to_owned);
        assert_eq!(said_together(&texts[..2]), "a. b.");
        assert_eq!(said_together(&texts), "4\u{a0}messages à lire dans la page.");
    }
}
