//! One choice among several: a list.

use form::Field;
use leptos::prelude::*;

use super::frame::{described_by, hint, label_text, under};
use crate::filling::{Editor, FieldView};

/// A list of choices.
pub fn choice(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let (typed, left, focused) = (field.path.clone(), field.path.clone(), field.path.clone());
    let text = handle.text.clone();
    let taken = text.get_untracked();
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()));
    let options = field.field_type.choices().iter().map(|choice| {
        view! { <option value=choice.key.clone() selected=choice.key == taken>{choice.label.clone()}</option> }.into_any()
    });
    view! {
        <div class="fr-select-group" class:fr-select-group--error=move || invalid.get()>
            <label class="fr-label" for=id.clone()>{label_text(&field, view)} {hint(&field)}</label>
            <select
                class="fr-select"
                id=id.clone()
                name=field.path.to_string()
                aria-describedby=described_by(&field)
                aria-invalid=move || invalid.get().then_some("true")
                aria-required=move || view.with(|view| view.required).then_some("true")
                prop:value=move || text.get()
                disabled=!editor.opens(&field.path)
                on:change=move |event| {
                    editor.typed(&typed, event_target_value(&event));
                    editor.left(&left);
                }
                on:focus=move |_| editor.entered(&focused)
            >
                <option value="" selected=taken.is_empty()>"Choisir"</option>
                {options.collect_view()}
            </select>
            {under(editor, &field, view)}
        </div>
    }
}
