//! Listening to a table: typing, moving by keyboard, pasting, its buttons.

use form::{FieldType, Path, trame::CodeList};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::{ClipboardEvent, Element, Event, HtmlInputElement, KeyboardEvent};

use super::{Grid, Note, paste, touch};
use crate::filling::kept_list;

impl Grid {
    /// Hears an event of the table.
    pub(super) fn heard(&self, event: &Event) {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.type_() == "click" {
            return self.clicked(event, &element);
        }
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && event.key() == "Escape"
        {
            self.asked.set(None);
            self.note.set(Note::None);
        }
        let path = element.get_attribute("name").and_then(|name| Path::parse(&name).ok());
        let Some(path) = path.filter(|path| path.in_table().is_some()) else { return };
        match event.type_().as_str() {
            "input" => {
                self.editor.typed(&path, touch::value(&element));
                if let Some(list) = self.list_of(&path) {
                    self.editor.propose(&path, list, self.choices_id());
                }
                if element.tag_name() == "SELECT" {
                    self.editor.left(&path);
                }
            }
            "focusin" => self.editor.entered(&path),
            "focusout" => match self.list_of(&path) {
                Some(list) => self.editor.blurred_in_list(&path, list),
                None => self.editor.blurred(&path),
            },
            "keydown" => {
                if let Some(event) = event.dyn_ref()
                    && self.pressed(event, &element, &path)
                {
                    event.prevent_default();
                }
            }
            _ => {
                if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
                    self.pasted(event, &path);
                }
            }
        }
    }

    /// The reference list of a cell's column.
    pub(super) fn list_of(&self, path: &Path) -> Option<CodeList> {
        let column = self.table().column(path.last())?;
        kept_list(&column.field_type)
    }

    fn clicked(&self, event: &Event, element: &Element) {
        let Some(button) = element.closest("[data-do]").ok().flatten() else { return };
        event.prevent_default();
        let row = button.closest("[data-row]").ok().flatten().and_then(|row| row.get_attribute("data-row"));
        let row = row.unwrap_or_default();
        let act = button.get_attribute("data-do").unwrap_or_default();
        match act.as_str() {
            "ajouter" => self.add_row(),
            "copier" => self.copy_row(&row),
            "supprimer" => self.ask_to_remove(&row),
            "oui" | "non" if self.is_torn(&row) => self.mend_row(&row, act == "non"),
            "oui" => self.remove_row(&row),
            "faire" => self.decide(),
            "mienne" | "autre" => {
                let cell = button.get_attribute("data-cell").and_then(|cell| Path::parse(&cell).ok());
                if let Some(cell) = cell {
                    self.editor.decide(&cell, act == "mienne");
                    touch::select(&cell.control_id());
                }
            }
            "fermer" => self.note.set(Note::None),
            _ => self.asked.set(None),
        }
    }

    /// Arrows move, Enter goes down and adds, Delete with Control asks to take the row away; true when it did.
    fn pressed(&self, event: &KeyboardEvent, element: &Element, path: &Path) -> bool {
        let Some(parts) = path.in_table() else { return false };
        let (row, column) = (parts.row, parts.column.unwrap_or_default());
        let input = element.dyn_ref::<HtmlInputElement>();
        let (first, last) = input.map_or((false, false), caret);
        // An arrow must not change an answer that was only passed by.
        let chooses = element.tag_name() == "SELECT";
        let moves = input.is_some() || chooses;
        match event.key().as_str() {
            "Delete" if event.ctrl_key() && self.is_free() => self.ask_to_remove(row),
            "Enter" if element.tag_name() != "TEXTAREA" => {
                if !self.go(row, column, 1, 0) && self.is_free() && self.says(row) && !touch::is_in_cards() {
                    self.add_row();
                }
            }
            // What the list proposes is chosen with the arrows; a choice opens with Alt and an arrow, or the space bar.
            "ArrowDown" | "ArrowUp" if event.alt_key() || self.is_choosing(input, path) => return false,
            "ArrowDown" if moves => return self.go(row, column, 1, 0) || chooses,
            "ArrowUp" if moves => return self.go(row, column, -1, 0) || chooses,
            "ArrowLeft" if first || chooses => return self.go(row, column, 0, -1) || chooses,
            "ArrowRight" if last || chooses => return self.go(row, column, 0, 1) || chooses,
            _ => return false,
        }
        true
    }

    /// Whether the list of a cell proposes what its text may mean.
    fn is_choosing(&self, input: Option<&HtmlInputElement>, path: &Path) -> bool {
        let text = input.map(HtmlInputElement::value).unwrap_or_default();
        self.list_of(path).is_some() && !text.is_empty() && !text.ends_with(')')
    }

    /// Moves by rows or by columns to the next control, if there is one.
    fn go(&self, row: &str, column: &str, down: isize, right: isize) -> bool {
        let (rows, columns) = (self.row_ids(), &self.table().columns);
        let Some(mut at_row) = rows.iter().position(|known| known == row) else { return false };
        let place = columns.iter().position(|known| known.path.last() == column);
        let Some(mut at_column) = place else { return false };
        loop {
            at_row = at_row.wrapping_add_signed(down);
            at_column = at_column.wrapping_add_signed(right);
            let (Some(row), Some(column)) = (rows.get(at_row), columns.get(at_column)) else { return false };
            if touch::select(&self.path().cell(row, column.path.last()).control_id()) {
                return true;
            }
        }
    }

    /// What comes from a spreadsheet is shown before it is taken; a lone text is typed as usual.
    fn pasted(&self, event: &ClipboardEvent, path: &Path) {
        let text =
            event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        let Some(parts) = path.in_table().filter(|_| paste::is_grid(&text)) else { return };
        let columns = &self.table().columns;
        let first =
            columns.iter().position(|column| Some(column.path.last()) == parts.column).unwrap_or_default();
        // Lines without a tab in a text of several lines are that text.
        if columns[first].field_type == FieldType::LongText && !text.contains('\t') {
            return;
        }
        event.prevent_default();
        let rows = self.row_ids();
        let from = rows.iter().position(|row| row == parts.row).unwrap_or_default();
        let room = if self.is_free() { self.table().max_rows as usize } else { rows.len() };
        let columns = untrack(|| self.drawn_columns(&self.rows()));
        let mut plan = paste::plan(&text, self.table(), (from, first), &columns, room);
        self.judge_preview(&mut plan);
        self.look_up(&plan);
        self.note.set(Note::Preview(plan));
    }
}

/// Whether the caret is at the start, and at the end, of what an input holds.
fn caret(input: &HtmlInputElement) -> (bool, bool) {
    let length = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
    let start = input.selection_start().ok().flatten();
    let end = input.selection_end().ok().flatten();
    let all = start == Some(0) && end == Some(length);
    (end == Some(0) || all, start == Some(length) || all)
}
