//! Controls: one file a widget. They show a field's state and tell what was typed; they judge nothing.

mod boolean;
mod choice;
mod choices;
mod computed;
mod conflict;
mod frame;
mod line;
mod long_text;
mod pieces;
mod table;

use form::{Field, FieldType};
use leptos::prelude::*;

use crate::filling::Editor;

/// The control of a field, in its frame; nothing while the field is hidden.
pub fn field_view(editor: Editor, field: &Field) -> AnyView {
    let field = field.clone();
    let path = field.path.clone();
    let view = Memo::new(move |before| editor.view_of(&path, before));
    let visible = Memo::new(move |_| view.with(|view| view.visible));
    let shown = move || {
        let field = field.clone();
        if field.field_type.table().is_none() && !field.is_typed() {
            return computed::computed(editor, field, view).into_any();
        }
        match &field.field_type {
            FieldType::Boolean => boolean::boolean(editor, field, view).into_any(),
            FieldType::Choice { .. } => choice::choice(editor, field, view).into_any(),
            FieldType::Choices { .. } => choices::choices(editor, field, view).into_any(),
            FieldType::Table(_) => table::table(editor, field, view),
            FieldType::Files => pieces::pieces(editor, &field, view),
            FieldType::LongText => long_text::long_text(editor, field, view).into_any(),
            _ => line::line(editor, field, view).into_any(),
        }
    };
    // Untracked: a control that is built again loses its caret, and what is being typed moves.
    view! { {move || visible.get().then(|| untrack(&shown))} }.into_any()
}
