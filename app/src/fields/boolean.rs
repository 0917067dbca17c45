//! A yes or no: two radio buttons, never a lone checkbox, so that *unanswered* can be told.

use form::Field;
use leptos::prelude::*;

use super::frame::{hint, label_text, under};
use crate::filling::{Editor, FieldView};

/// Two radio buttons.
pub fn boolean(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()));
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
                        disabled=!editor.is_open()
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
    });
    view! {
        <fieldset
            class="fr-fieldset"
            class:fr-fieldset--error=move || invalid.get()
            id=id.clone()
            role="radiogroup"
            tabindex="-1"
            aria-labelledby=format!("{id}-legende {id}-messages")
            aria-required=move || view.with(|view| view.required).then_some("true")
        >
            <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id=format!("{id}-legende")>
                {label_text(&field, view)} {hint(&field)}
            </legend>
            {options.collect_view()}
            <div class="fr-fieldset__element">{under(editor, &field, view)}</div>
        </fieldset>
    }
}
