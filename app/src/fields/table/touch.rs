//! Keeping the page's table in step with what is known: the least that changed is touched.

use form::RowState;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::{
    Grid, Note,
    markup::{choice, total_id},
};

/// What was last written in the page.
struct Drawn {
    /// The rows and what stands in them: another one, and the table is written again.
    shape: Vec<(String, Vec<bool>)>,
    note: Note,
    asked: Option<String>,
    torn: Vec<form::Path>,
    marks: Vec<Mark>,
}

/// What a cell shows.
#[derive(PartialEq)]
struct Mark {
    path: form::Path,
    id: String,
    text: String,
    typed: bool,
    required: bool,
    error: String,
    /// What only informs, when nothing is to be corrected.
    noted: Option<String>,
    /// Whether it asks which of two values is kept.
    asks: bool,
}

/// What the listener hears.
const HEARD: [&str; 6] = ["input", "focusin", "focusout", "keydown", "paste", "click"];

/// Listens to the table, and follows what is known of it.
pub(super) fn keep(grid: Grid, frame: &str) {
    let frame = frame.to_owned();
    let listener = StoredValue::new_local(None::<Closure<dyn Fn(Event)>>);
    Effect::new(move |before: Option<Drawn>| {
        let rows = grid.rows();
        let drawn = grid.drawn(&rows);
        let Some(element) = document().get_element_by_id(&frame) else { return drawn };
        match &before {
            None => {
                let heard = grid.clone();
                // Heard again while it is heard: moving the focus is an event too.
                let heard = Closure::<dyn Fn(Event)>::new(move |event| heard.heard(&event));
                for name in HEARD {
                    let _ = element.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
                }
                listener.set_value(Some(heard));
            }
            Some(before) if !before.same_table(&drawn) => grid.write(&element, &drawn),
            Some(_) => {}
        }
        for mark in &drawn.marks {
            if !before.as_ref().is_some_and(|before| before.marks.contains(mark)) {
                show(mark);
                let was =
                    before.as_ref().and_then(|before| before.marks.iter().find(|was| was.id == mark.id));
                if !mark.error.is_empty() && was.is_some_and(|was| was.error != mark.error) {
                    let name = grid.editor.name_of(&mark.path);
                    grid.editor.announce(form::french::about(&name, &mark.error));
                }
            }
        }
        for (place, column) in grid.table().columns.iter().enumerate().filter(|(_, column)| column.total) {
            if let Some(cell) = document().get_element_by_id(&total_id(column)) {
                cell.set_text_content(Some(&grid.total(&rows, place)));
            }
        }
        drawn
    });
}

impl Drawn {
    fn same_table(&self, other: &Self) -> bool {
        self.shape == other.shape
            && self.note == other.note
            && self.asked == other.asked
            && self.torn == other.torn
    }
}

impl Grid {
    /// What the page must show.
    fn drawn(&self, rows: &[RowState]) -> Drawn {
        let mut marks = Vec::new();
        let mut shape = Vec::new();
        for row in rows {
            shape.push((row.id.clone(), row.cells.iter().map(|cell| cell.visible).collect()));
            let columns = self.table().columns.iter().zip(&row.cells);
            for (column, _) in columns.filter(|(_, cell)| cell.visible) {
                let path = self.path().cell(&row.id, column.path.last());
                let view = self.editor.view_of(&path, None);
                let typed = self.is_typed(column, &path);
                let (error, noted) = (view.said(), view.noted());
                let text = match self.editor.field(&path) {
                    Some(handle) if typed => handle.text.get(),
                    _ => view.shown.unwrap_or_default(),
                };
                marks.push(Mark {
                    id: path.control_id(),
                    path: path.clone(),
                    text,
                    typed,
                    required: view.required,
                    error,
                    noted,
                    asks: self.editor.asks_in_cell(&path),
                });
            }
        }
        let torn = self.editor.torn.get();
        Drawn { shape, note: self.note.get(), asked: self.asked.get(), torn, marks }
    }

    /// Gives the focus to the row that is to have it; false when there is none, or not yet.
    pub(super) fn enter_wanted(&self) -> bool {
        let wanted = self.wanted.try_get_value().flatten();
        let entered = wanted.is_some_and(|id| enter(&id));
        if entered {
            self.wanted.set_value(None);
        }
        entered
    }

    /// Writes the table again, the focus staying where it was or going to what is asked.
    fn write(&self, element: &Element, drawn: &Drawn) {
        let active = document().active_element().map(|active| active.id()).filter(|id| !id.is_empty());
        let caret = document().active_element().and_then(|active| caret(&active));
        element.set_inner_html(&untrack(|| self.whole()));
        let wanted = if drawn.asked.is_some() { "[data-do=oui]" } else { "[data-do=faire]" };
        let asks = drawn.asked.is_some() || drawn.note.asks();
        if !asks && self.enter_wanted() {
            return;
        }
        focus_on(match active {
            _ if asks => element.query_selector(wanted).ok().flatten(),
            Some(id) => document().get_element_by_id(&id),
            None => None,
        });
        if let (Some(input), Some((start, end))) = (document().active_element(), caret) {
            // The control that was typed in is another one: its caret stays where it was.
            if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
                let _ = input.set_selection_range(start, end);
            }
        }
    }
}

fn show(mark: &Mark) {
    let Some(control) = document().get_element_by_id(&mark.id) else { return };
    if mark.typed {
        set_value(&control, &mark.text);
    } else {
        control.set_text_content(Some(&mark.text));
    }
    for (name, on) in [("aria-invalid", !mark.error.is_empty()), ("aria-required", mark.required)] {
        let _ = if on { control.set_attribute(name, "true") } else { control.remove_attribute(name) };
    }
    if let Some(message) = document().get_element_by_id(&format!("{}-messages", mark.id)) {
        message.set_text_content(Some(mark.noted.as_ref().unwrap_or(&mark.error)));
        if mark.asks {
            let _ = message.insert_adjacent_html("beforeend", &choice(&mark.path));
        }
        let kind = if mark.noted.is_some() { "info" } else { "error" };
        message.set_class_name(&format!("fr-message fr-message--{kind}"));
    }
}

/// Where the caret of an input stands, or what it has selected.
fn caret(control: &Element) -> Option<(u32, u32)> {
    let input = control.dyn_ref::<HtmlInputElement>()?;
    Some((input.selection_start().ok()??, input.selection_end().ok()??))
}

/// What stands in a control.
pub(super) fn value(control: &Element) -> String {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else {
        control.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default()
    }
}

/// Puts a text in a control, unless it stands there: the caret would move.
fn set_value(control: &Element, text: &str) {
    if value(control) == text {
        return;
    }
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
        if select.value() != text {
            let kept = format!("<option value=\"{0}\" selected>{0}</option>", crate::ui::escaped(text));
            let _ = select.insert_adjacent_html("beforeend", &kept);
        }
    } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
}

/// Gives the focus to the first control of an element; false when there is none.
fn enter(id: &str) -> bool {
    let found = document().get_element_by_id(id);
    let control = found.and_then(|found| found.query_selector("input, select, textarea").ok().flatten());
    let found = control.is_some();
    focus_on(control);
    found
}

/// Gives the focus to a control and selects its text; false when it is not there to be typed in.
pub(super) fn select(id: &str) -> bool {
    let Some(control) = document().get_element_by_id(id) else { return false };
    if !control.matches("input, select, textarea").unwrap_or(false) {
        return false;
    }
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
    focus_on(Some(control));
    true
}

/// Whether rows are shown as cards, one under the other: a small screen, a keyboard without arrows.
pub(super) fn is_in_cards() -> bool {
    let small = window().match_media("(max-width: 61.99em)").ok().flatten();
    small.is_some_and(|small| small.matches())
}

fn focus_on(element: Option<Element>) {
    if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<HtmlElement>()) {
        let _ = element.focus();
    }
}
