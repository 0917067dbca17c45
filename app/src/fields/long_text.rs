//! A field of several lines.

use form::{Field, french};
use leptos::prelude::*;

use super::frame::{described_by, hint, label_text, under};
use crate::{
    filling::{Editor, FieldView},
    ui::escaped,
};

/// A control of several lines, its length counted once it nears the limit.
pub fn long_text(editor: Editor, field: Field, view: Memo<FieldView>) -> impl IntoView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let (typed, left, focused) = (field.path.clone(), field.path.clone(), field.path.clone());
    let text = handle.text.clone();
    let counted = handle.text.clone();
    let most = field.max_length;
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()));
    let count = move || {
        let most = most?;
        let length = counted.with(|text| text.chars().count());
        // Said only when it matters: near the limit.
        (length * 5 >= most * 4 && length <= most)
            .then(|| format!("Il reste {}.", french::count(most - length, "caractère", "caractères")))
    };
    view! {
        <div class="fr-input-group" class:fr-input-group--error=move || invalid.get()>
            <label class="fr-label" for=id.clone()>{label_text(&field, view)} {hint(&field)}</label>
            <textarea
                class="fr-input"
                id=id.clone()
                name=field.path.to_string()
                rows="4"
                aria-describedby=described_by(&field)
                aria-invalid=move || invalid.get().then_some("true")
                aria-required=move || view.with(|view| view.required).then_some("true")
                inner_html=content(&text.get_untracked())
                prop:value=move || text.get()
                disabled=!editor.opens(&field.path)
                on:input=move |event| editor.typed(&typed, event_target_value(&event))
                on:blur=move |_| editor.blurred(&left)
                on:focus=move |_| editor.entered(&focused)
            ></textarea>
            <p class="fr-hint-text count">{count}</p>
            {under(editor, &field, view)}
        </div>
    }
}

/// A text as the content of a textarea.
///
/// Leptos writes it as it is: left raw, an answer could close the element and open a script. A line break
/// after the opening tag is dropped by browsers, hence the one added before a leading break.
fn content(text: &str) -> String {
    let safe = escaped(text);
    if safe.starts_with('\n') { format!("\n{safe}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_cannot_leave_its_textarea() {
        assert_eq!(content("</textarea><script>"), "&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(content("a & b"), "a &amp; b");
        assert_eq!(content("\nx"), "\n\nx");
    }
}
