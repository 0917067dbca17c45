//! A table: rows of cells, filled by keyboard like a spreadsheet, by paste, or card by card on a phone.
//!
//! It is written as text, once by the server and again when rows come or go; between the two, only the
//! cells that changed are touched. One listener serves all its cells and buttons.

mod acts;
mod heard;
mod lookup;
mod markup;
mod paste;
mod touch;

use std::sync::Arc;

use form::{Field, FieldType, Path, RowState, Table};
use leptos::prelude::*;

use self::paste::Plan;
use super::{
    frame::{described_by, hint, label_text, under},
    line,
};
use crate::filling::{Editor, FieldView};

/// A text that was changed: where, what stood there, what was put.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    path: Path,
    before: String,
    after: String,
}

/// What stands under a table for the person to decide.
#[derive(Clone, PartialEq)]
enum Note {
    /// Nothing.
    None,
    /// What is about to be pasted.
    Preview(Plan),
    /// What was done, and what undoes it.
    Done(String, Vec<Change>),
}

impl Note {
    /// Whether the person has something to decide.
    fn asks(&self) -> bool {
        matches!(self, Self::Preview(..))
    }
}

/// A table in hand, shared by its listeners.
#[derive(Clone)]
struct Grid {
    editor: Editor,
    field: Arc<Field>,
    note: RwSignal<Note>,
    /// The row that is asked about before it is taken away.
    asked: RwSignal<Option<String>>,
    /// The row that is to have the focus as soon as it stands in the page.
    wanted: StoredValue<Option<String>>,
}

impl Grid {
    fn table(&self) -> &Table {
        self.field.field_type.table().expect("the field is a table")
    }

    fn path(&self) -> &Path {
        &self.field.path
    }

    /// The rows as they are judged.
    fn rows(&self) -> Vec<RowState> {
        self.editor.rows_of(&self.field.path)
    }

    /// Identifiers of the rows, from the top.
    fn row_ids(&self) -> Vec<String> {
        untrack(|| self.rows()).into_iter().map(|row| row.id).collect()
    }

    /// Tells the page when something waits for an answer here: the step is not left over it.
    fn tell_when_asking(&self) {
        let (grid, asking, insisted) = (self.clone(), self.editor.asking, self.editor.insisted);
        let asks = Memo::new(move |_| grid.asked.with(Option::is_some) || grid.note.with(Note::asks));
        let own = self.path().clone();
        let put = move |asks: bool| {
            asking.update(|asking| {
                asking.retain(|path| *path != own);
                if asks {
                    asking.push(own.clone());
                }
            });
            if asking.with_untracked(Vec::is_empty) {
                insisted.set(false);
            }
        };
        let forget = put.clone();
        Effect::new(move |before: Option<bool>| {
            let asks = asks.get();
            if asks || before == Some(true) {
                put(asks);
            }
            asks
        });
        on_cleanup(move || forget(false));
    }

    /// Whether rows may be added and taken away.
    fn is_free(&self) -> bool {
        self.editor.opens(&self.field.path) && self.field.is_typed() && !self.table().is_fixed()
    }
}

/// Room for a table beside the steps, in rem, its names of rows and its buttons left out.
const ROOM: u32 = 46;

/// Whether a table has too many columns to stand side by side: its rows are shown as cards.
fn is_wide(table: &Table) -> bool {
    let of_type = |column: &Field| match &column.field_type {
        FieldType::LongText | FieldType::Coded { .. } | FieldType::CodedList { .. } => 12,
        FieldType::Choice { .. } | FieldType::Boolean => 7,
        _ => 8,
    };
    let width = |column: &Field| match column.width.map(line::width) {
        Some("xs") => 5,
        Some("s") => 6,
        Some("m") => 9,
        _ => of_type(column),
    };
    !table.is_fixed() && table.columns.iter().map(width).sum::<u32>() > ROOM
}

/// The rows and cells of a table.
pub fn table(editor: Editor, field: Field, view: Memo<FieldView>) -> AnyView {
    let id = field.path.control_id();
    let frame = format!("{id}-cadre");
    let grid = Grid {
        editor,
        field: Arc::new(field.clone()),
        note: RwSignal::new(Note::None),
        asked: RwSignal::new(None),
        wanted: StoredValue::new(None),
    };
    let first = untrack(|| grid.whole());
    grid.tell_when_asking();
    touch::keep(grid.clone(), &frame);
    let is_wide = is_wide(grid.table());
    let invalid = move || view.with(|view| !view.errors.is_empty());
    view! {
        <fieldset class="fr-fieldset grid" class:grid--wide=is_wide class:fr-fieldset--error=invalid id=id.clone() tabindex="-1" aria-labelledby=format!("{id}-legende") aria-describedby=described_by(&field)>
            <legend class="fr-fieldset__legend" id=format!("{id}-legende")>{label_text(&field, view)} {hint(&field)}</legend>
            <div class="grid__frame" id=frame inner_html=first></div>
            {under(editor, &field, view)}
        </fieldset>
    }
    .into_any()
}
