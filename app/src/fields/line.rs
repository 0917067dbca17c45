//! A field of one line: text, number, date, identifier.

use form::{Field, FieldType};
use leptos::prelude::*;

use super::frame::{described_by, hint, label_text, under};
use crate::filling::{Editor, FieldView, kept_list};

/// A control of one line.
pub fn line(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let (typed, left, focused) = (field.path.clone(), field.path.clone(), field.path.clone());
    let text = handle.text.clone();
    let list = kept_list(&field.field_type);
    let choices = format!("{id}-liste");
    let proposed = choices.clone();
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()));
    view! {
        <div class="fr-input-group" class:fr-input-group--error=move || invalid.get()>
            <label class="fr-label" for=id.clone()>{label_text(&field, view)} {hint(&field)}</label>
            <div class="unit">
                <input
                    class="fr-input"
                    class:numeric=is_numeric(&field.field_type)
                    data-width=field.width.map(width)
                    id=id.clone()
                    name=field.path.to_string()
                    type=input_type(&field.field_type)
                    inputmode=input_mode(&field.field_type)
                    autocomplete=field.autocomplete.clone().unwrap_or_else(|| "off".to_owned())
                    spellcheck="false"
                    aria-describedby=described_by(&field)
                    aria-invalid=move || invalid.get().then_some("true")
                    aria-required=move || view.with(|view| view.required).then_some("true")
                    value=text.get_untracked()
                    prop:value=move || text.get()
                    disabled=!editor.opens(&field.path)
                    list=list.map(|_| choices.clone())
                    on:input=move |event| {
                        editor.typed(&typed, event_target_value(&event));
                        if let Some(list) = list {
                            editor.propose(&typed, list, proposed.clone());
                        }
                    }
                    on:blur=move |_| match list {
                        Some(list) => editor.blurred_in_list(&left, list),
                        None => editor.blurred(&left),
                    }
                    on:focus=move |_| editor.entered(&focused)
                />
                {field.field_type.unit().map(|unit| view! { <span class="unit__name" aria-hidden="true">{unit}</span> }.into_any())}
            </div>
            {list.map(|_| view! { <datalist id=choices></datalist> }.into_any())}
            {under(editor, &field, view)}
        </div>
    }
}

pub(super) fn is_numeric(field_type: &FieldType) -> bool {
    field_type.unit().is_some() || matches!(field_type, FieldType::Integer | FieldType::Decimal { .. })
}

fn input_type(field_type: &FieldType) -> &'static str {
    match field_type {
        FieldType::Phone => "tel",
        // `url` refuses what we read (`structure.fr`), `email` hides spaces from us and moves the caret.
        _ => "text",
    }
}

pub(super) fn input_mode(field_type: &FieldType) -> Option<&'static str> {
    match field_type {
        FieldType::Integer
        | FieldType::Year
        | FieldType::Siret
        | FieldType::Idcc
        | FieldType::Postcode
        | FieldType::Date => Some("numeric"),
        FieldType::Decimal { .. }
        | FieldType::Etp
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Hours => Some("decimal"),
        FieldType::Url => Some("url"),
        FieldType::Email => Some("email"),
        _ => None,
    }
}

/// Width of the control, by the length expected: the style sheet knows four.
pub(super) fn width(characters: u32) -> &'static str {
    match characters {
        0..=8 => "xs",
        9..=12 => "s",
        13..=18 => "m",
        _ => "l",
    }
}
