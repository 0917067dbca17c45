//! Going from step to step of a dossier without leaving the page.

use domain::dossier::DossierId;
use leptos::{ev, prelude::*, wasm_bindgen::JsValue};

/// The step shown, and the way to another.
#[derive(Clone, Copy)]
pub struct Walk {
    id: DossierId,
    /// Key of the step shown.
    pub key: RwSignal<String>,
    /// The step that was opened from the check before sending, and leads back to it.
    from_check: StoredValue<Option<String>>,
}

impl Walk {
    /// A walk that begins at a step.
    pub fn from(id: DossierId, key: String, back: bool) -> Self {
        let from_check = StoredValue::new(back.then(|| key.clone()));
        Self { id, key: RwSignal::new(key), from_check }
    }

    /// Address of a step.
    pub fn address(self, key: &str) -> String {
        format!("/dossiers/{}/etapes/{key}", self.id)
    }

    /// Whether a step leads back to the check before sending.
    pub fn goes_back(self, key: &str) -> bool {
        self.from_check.with_value(|from| from.as_deref() == Some(key))
    }

    /// Goes back to where the check before sending shows a step.
    pub fn go_back(self, key: &str) {
        let _ = window().location().set_href(&format!("/dossiers/{}/recapitulatif#recap-{key}", self.id));
    }

    /// Goes to a step, the page and its editor staying; without a step, to the check before sending.
    pub fn go(self, key: Option<&str>) {
        let Some(key) = key else {
            let _ = window().location().set_href(&format!("/dossiers/{}/recapitulatif", self.id));
            return;
        };
        let address = self.address(key);
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
        }
        self.show(key);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Shows a step. The one shown stays as it is: only its fragment changed, which the browser follows. The field in hand
    /// was left before (`start.js`): taken away with the focus, it would be left once it is no more.
    fn show(self, key: &str) {
        if self.key.with_untracked(|shown| shown == key) {
            return;
        }
        self.key.set(key.to_owned());
    }

    /// Takes a plain click on the link of a step; the others (another tab, a download) are the browser's.
    pub fn clicked(self, event: &ev::MouseEvent, key: &str) {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            self.go(Some(key));
        }
    }

    /// Follows the browser's buttons « back » and « forward ».
    pub fn follow(self) {
        Effect::new(move |_| {
            let back = window_event_listener(ev::popstate, move |_| {
                let path = window().location().pathname().unwrap_or_default();
                if let Some(key) = path.strip_prefix(&self.address("")) {
                    self.show(key);
                }
            });
            on_cleanup(move || back.remove());
        });
    }
}
