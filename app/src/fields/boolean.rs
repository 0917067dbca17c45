//! A yes or no: two radio buttons, never a lone checkbox, so that *unanswered* can be told.

use form::Field;
use leptos::prelude::*;

use super::frame::group;
use crate::filling::{Editor, FieldView};

/// Two radio buttons.
pub fn boolean(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let options = [("true", "Oui"), ("false", "Non")].map(|(value, name)| {
        let text = handle.text.clone();
        let (typed, left, focused) = (field.path.clone(), field.path.clone(), field.path.clone());
        let option = format!("{id}-{}", name.to_ascii_lowercase());
        view! {
            <div class="fr-fieldset__element fr-fieldset__element--inline">
                <div class="fr-radio-group">
                    <input
                        type="radio"
                        id=option.clone()
                        name=field.path.to_string()
                        value=value
                        checked=text.get_untracked() == value
                        prop:checked=move || text.with(|text| text == value)
                        disabled=!editor.opens(&field.path)
                        on:change=move |_| {
                            editor.typed(&typed, value.to_owned());
                            editor.left(&left);
                        }
                        on:focus=move |_| editor.entered(&focused)
                    />
                    <label class="fr-label" for=option>{name}</label>
                </div>
            </div>
        }
        .into_any()
    });
    group(editor, &field, view, "radiogroup", options.into())
}
