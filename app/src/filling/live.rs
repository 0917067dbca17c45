//! Hearing what colleagues do while the page is open, and saying who is there.

use std::time::Duration;

use domain::{
    PersonId,
    dossier::{News, What},
};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use web_sys::{EventSource, MessageEvent};

use super::{Editor, Walk};
use crate::sealed::Sealed;

/// Someone else who has the dossier open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Key of the step they look at.
    pub step: String,
}

/// How long before a line that was refused is opened again.
const LATER: Duration = Duration::from_secs(5);

/// What is heard: the name of a message, and who takes it.
type Heard = (&'static str, Closure<dyn Fn(MessageEvent)>);

/// The line to the server, open as long as a step is shown.
struct Line {
    source: EventSource,
    heard: [Heard; 3],
}

impl Drop for Line {
    fn drop(&mut self) {
        // What is already on its way is still told to who listens, closed or not.
        for (name, heard) in &self.heard {
            let _ = self.source.remove_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
        self.source.close();
    }
}

impl Editor {
    /// Listens to the dossier, telling the server which step is shown; the browser calls again by itself.
    pub fn listen(&self, walk: Walk) {
        let editor = *self;
        let line = StoredValue::new_local(None::<Line>);
        let again = RwSignal::new(());
        Effect::new(move |_| {
            let step = walk.key.get();
            again.track();
            // The line of before is closed first; a page out of sight leaves its place to the others.
            line.set_value(None);
            if !document().hidden() {
                line.set_value(editor.open_line(&step, again));
            }
        });
        Effect::new(move |_| {
            let seen = window_event_listener(ev::visibilitychange, move |_| again.notify());
            on_cleanup(move || seen.remove());
        });
        on_cleanup(move || line.dispose());
    }

    fn open_line(self, step: &str, again: RwSignal<()>) -> Option<Line> {
        let seen = self.with_desk(|desk| desk.known)?;
        let source =
            EventSource::new(&format!("/dossiers/{}/direct?etape={step}&depuis={seen}", self.id())).ok()?;
        let closed = source.clone();
        let taken: [Heard; 3] = [
            (
                "error",
                // An answer that is none ends the line for good: it is opened again a little later.
                Closure::new(move |_| {
                    if closed.ready_state() == EventSource::CLOSED {
                        let open = move || {
                            // The page may have gone.
                            let _ = again.try_update(|()| ());
                        };
                        set_timeout(open, LATER);
                    }
                }),
            ),
            (
                "journal",
                Closure::new(move |event: MessageEvent| {
                    if let Some(news) = self.read::<Vec<News>>(&event) {
                        self.hear(&news);
                    }
                }),
            ),
            (
                "presents",
                Closure::new(move |event: MessageEvent| {
                    if let Some(here) = self.read(&event) {
                        self.colleagues.try_set(here);
                    }
                }),
            ),
        ];
        for (name, closure) in &taken {
            let _ = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
        Some(Line { source, heard: taken })
    }

    /// What a message tells; one that another version of the service wrote says that this page is to come again.
    fn read<T: DeserializeOwned>(&self, event: &MessageEvent) -> Option<T> {
        let told = Sealed::<T>::of_text(event.data().as_string()?).open();
        if told.is_err() {
            self.is_outdated();
        }
        told.ok()
    }

    /// Takes what others wrote; nothing moves under the caret.
    fn hear(&self, all: &[News]) {
        if self.inner.try_get_value().is_none() {
            return; // the page has gone
        }
        let own = self.with_desk(|desk| desk.client().clone());
        let is_own = |news: &News| match &news.what {
            What::Answered(_, answer) => answer.client.is_some() && answer.client == own,
            _ => false,
        };
        for news in all.iter().filter(|news| !is_own(news)) {
            if news.what == What::Reshaped {
                // A page that shows the form of before takes nothing of the new one.
                self.reshaped.set(true);
                return;
            }
            self.take_other(news);
        }
        // The line leaves nothing out: what was heard was seen.
        if let Some(last) = all.last().filter(|_| !self.reshaped.get_untracked()) {
            self.with_desk(|desk| desk.known = desk.known.max(last.seq));
        }
    }
}
