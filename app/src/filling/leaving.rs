//! Entering and leaving fields: when what is wrong may be said, and the usual way of writing a value.

use std::time::Duration;

use form::{Path, french, read};
use leptos::prelude::*;

use super::{Editor, desk::Desk};

impl Editor {
    /// Notes that a field was entered.
    pub fn entered(&self, path: &Path) {
        let before = self.with_desk(|desk| desk.in_hand.replace(path.clone())).flatten();
        if let Some(handle) = before.filter(|before| before != path).and_then(|before| self.field(&before)) {
            handle.in_hand.set(false);
        }
        if let Some(handle) = self.field(path) {
            handle.in_hand.set(true);
            let choosing = path.in_table().is_some() && handle.aside.with_untracked(Option::is_some);
            self.with_desk(|desk| desk.choosing = choosing.then(|| path.clone()));
        }
        self.focused.set(Some(path.clone()));
    }

    /// Notes the field that the browser gave the focus before the program was there.
    pub fn entered_before(&self) {
        let name = document().active_element().and_then(|control| control.get_attribute("name"));
        if let Some(path) =
            name.and_then(|name| Path::parse(&name).ok()).filter(|path| self.field(path).is_some())
        {
            self.entered(&path);
        }
    }

    /// Notes that a field lost the focus.
    ///
    /// While a button of the mouse is down, what is to be said waits until it is up: a message that appears
    /// would move what is being clicked, and the click would be lost.
    pub fn blurred(&self, path: &Path) {
        let waits = {
            let inner = self.inner();
            let mut desk = inner.desk.lock().expect("one thread");
            if desk.pointer_down {
                desk.to_leave.push(path.clone());
            }
            desk.pointer_down
        };
        self.send_now();
        if !waits {
            // Once the next field is entered: what is wrong with it now waits until it is left in its turn.
            let (editor, path) = (*self, path.clone());
            set_timeout(move || editor.left(&path), Duration::ZERO);
        }
    }

    /// Notes that a button of the mouse (a finger, a pen) went down.
    pub fn pressed(&self) {
        self.with_desk(|desk| desk.pointer_down = true);
    }

    /// Notes that it went up again, and leaves the fields that waited for it.
    pub fn released(&self) {
        let left = self.with_desk(|desk| {
            desk.pointer_down = false;
            std::mem::take(&mut desk.to_leave)
        });
        for path in left.unwrap_or_default() {
            self.left(&path);
        }
    }

    /// Reads or writes what remains to be sent; `None` once the page has gone.
    pub(super) fn with_desk<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> Option<T> {
        let inner = self.inner.try_get_value()?;
        let mut desk = inner.desk.lock().expect("one thread");
        Some(work(&mut desk))
    }

    /// Notes that a field was left: what is wrong with it may now be said, it is written the usual way, and
    /// sent at once.
    pub fn left(&self, path: &Path) {
        // The page may be gone.
        let Some(inner) = self.inner.try_get_value() else { return };
        if let (Some(handle), Some(field)) = (self.field(path), inner.program.trame().field(path)) {
            handle.quiet.set(false);
            handle.in_hand.set(false);
            handle.visited.set(true);
            let text = handle.text.get_untracked();
            if !text.is_empty() {
                handle.left.set(true);
            }
            if let Ok(Some(value)) = read::read(&text, &field.field_type) {
                let usual = french::typed(&value, &field.field_type);
                if usual != text {
                    handle.text.set(usual);
                }
            }
        }
        // A field whose list answers late does not end what is typed elsewhere.
        if self.typing.with_untracked(|typed| typed.as_ref() == Some(path)) {
            self.typing.set(None);
        }
        self.take_missed(path);
        self.send_now();
    }
}
