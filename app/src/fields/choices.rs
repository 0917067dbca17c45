//! Any number of choices: checkboxes.

use form::Field;
use leptos::prelude::*;

use super::frame::group;
use crate::filling::{Editor, FieldView};

/// Checkboxes.
pub fn choices(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let boxes = field.field_type.choices().iter().map(|choice| {
        let (key, option) = (choice.key.clone(), format!("{id}-{}", choice.key));
        let (text, toggled) = (handle.text.clone(), handle.text.clone());
        let (own, typed, left, focused) =
            (key.clone(), field.path.clone(), field.path.clone(), field.path.clone());
        view! {
            <div class="fr-fieldset__element">
                <div class="fr-checkbox-group">
                    <input
                        type="checkbox"
                        id=option.clone()
                        name=field.path.to_string()
                        value=key.clone()
                        checked=holds(&text.get_untracked(), &key)
                        prop:checked=move || text.with(|text| holds(text, &own))
                        disabled=!editor.opens(&field.path)
                        on:change=move |_| {
                            editor.typed(&typed, toggle(&toggled.get_untracked(), &key));
                            editor.left(&left);
                        }
                        on:focus=move |_| editor.entered(&focused)
                    />
                    <label class="fr-label" for=option>{choice.label.clone()}</label>
                </div>
            </div>
        }
        .into_any()
    });
    group(editor, &field, view, "group", boxes.collect())
}

fn holds(text: &str, key: &str) -> bool {
    text.split(',').any(|taken| taken == key)
}

fn toggle(text: &str, key: &str) -> String {
    let mut taken: Vec<&str> = text.split(',').filter(|taken| !taken.is_empty()).collect();
    if holds(text, key) {
        taken.retain(|known| *known != key);
    } else {
        taken.push(key);
    }
    taken.join(",")
}
