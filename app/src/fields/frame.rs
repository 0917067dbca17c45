//! What surrounds a control: messages, provenance, the choice of a conflict, help on a phone.

use form::{Field, FieldType, french};
use leptos::prelude::*;

use super::conflict::conflict;
use crate::{
    filling::{Editor, FieldView, about, about_view, judged, known_name, more, provenance},
    ui::why,
};

/// Identifiers that describe a control: its hint and its messages.
pub fn described_by(field: &Field) -> String {
    let id = field.path.control_id();
    if hint_text(field).is_empty() { format!("{id}-messages") } else { format!("{id}-aide {id}-messages") }
}

/// The label's text: what is optional says so, the rest is required.
pub fn label_text(field: &Field, view: Memo<FieldView>) -> impl IntoView + use<> {
    let (label, typed) = (field.label.clone(), field.is_typed());
    view! { {label} {move || (typed && !view.with(|view| view.required)).then_some(" (facultatif)")} }
}

/// The hint under the label, and the length that a text must reach.
pub fn hint(field: &Field) -> Option<AnyView> {
    let id = field.path.control_id();
    let hint = hint_text(field);
    (!hint.is_empty())
        .then(|| view! { <span class="fr-hint-text" id=format!("{id}-aide")>{hint}</span> }.into_any())
}

fn hint_text(field: &Field) -> String {
    let least = field.min_length.filter(|_| field.field_type == FieldType::LongText);
    let least = least.map(|least| french::count(least, "caractère au moins.", "caractères au moins."));
    field.hint.clone().into_iter().chain(least).collect::<Vec<_>>().join(" ")
}

/// Several inputs that answer one question, in their frame.
pub fn group(
    editor: Editor,
    field: &Field,
    view: Memo<FieldView>,
    role: &'static str,
    inputs: Vec<AnyView>,
) -> AnyView {
    let id = field.path.control_id();
    let invalid = move || view.with(|view| !view.errors.is_empty());
    // A plain group has no such state: only one that holds a choice does.
    let required = move || (role == "radiogroup" && view.with(|view| view.required)).then_some("true");
    view! {
        <fieldset
            class="fr-fieldset"
            class:fr-fieldset--error=invalid
            id=id.clone()
            role=role
            tabindex="-1"
            aria-labelledby=format!("{id}-legende {id}-messages")
            aria-required=required
        >
            <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id=format!("{id}-legende")>
                {label_text(field, view)} {hint(field)}
            </legend>
            {inputs}
            <div class="fr-fieldset__element">{under(editor, field, view)}</div>
        </fieldset>
    }
    .into_any()
}

/// Messages, provenance and the rest, under a control.
pub fn under(editor: Editor, field: &Field, view: Memo<FieldView>) -> impl IntoView + use<> {
    view! {
        {to_correct(editor, field)}
        {messages(editor, field, view)}
        {judged_on(editor, field, view)}
        {origin_line(editor, field)}
        {conflict(editor, field)}
        {known(editor, field)}
    }
}

/// What is known of the field, folded under it: on a phone, and without a script.
///
/// On a wide screen the panel beside the form says the same; the style sheet shows one or the other.
fn known(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let path = field.path.clone();
    let about = Memo::new(move |_| about(&editor, &path));
    let content = move || about.get().map(|about| about_view(editor, about, false));
    let typed = editor.field(&field.path).is_some();
    let more = typed.then(|| more(editor, &field.path));
    let title = if typed { "Aide, provenance, historique" } else { "Aide et provenance" };
    view! {
        <details class="known" hidden=move || !typed && about.with(Option::is_none)>
            <summary>{title}</summary>
            {content}
            {more}
        </details>
    }
}

/// What the service asks to correct there.
fn to_correct(editor: Editor, field: &Field) -> Vec<AnyView> {
    let said = |text| format!("Correction demandée\u{a0}: {text}");
    let asked = editor.corrections_of(&field.path).into_iter().map(said);
    asked.map(|text| view! { <p class="fr-message fr-message--warning">{text}</p> }.into_any()).collect()
}

fn messages(editor: Editor, field: &Field, view: Memo<FieldView>) -> impl IntoView + use<> {
    let id = field.path.control_id();
    editor.announce_changes(field, view);
    let shown =
        move || {
            view.with(|view| {
                let errors = view.errors.iter().map(|text| {
                    view! { <p class="fr-message fr-message--error">{text.clone()}</p> }.into_any()
                });
                let asks = view.asks.iter().map(|text| {
                    view! { <p class="fr-message fr-message--warning">{text.clone()}</p> }.into_any()
                });
                let notes = view.notes.iter().map(|text| {
                    view! { <p class="fr-message fr-message--info">{text.clone()}</p> }.into_any()
                });
                (errors.collect_view(), asks.collect_view(), notes.collect_view())
            })
        };
    view! { <div class="fr-messages-group" id=format!("{id}-messages")>{shown}</div> }
}

/// What the findings that are said were judged on, one click away.
fn judged_on(editor: Editor, field: &Field, view: Memo<FieldView>) -> impl IntoView + use<> {
    let path = field.path.clone();
    let judged = Memo::new(move |_| view.with(|view| !view.rules.is_empty()).then(|| judged(&editor, &path)));
    move || judged.get().and_then(why)
}

/// Where the answer comes from, and what was known before when it changed, in one line.
fn origin_line(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let handle = editor.field(&field.path);
    let field_type = field.field_type.clone();
    let path = field.path.clone();
    let today = editor.today();
    let is_typed = handle.is_some();
    let line = move || {
        let handle = handle.as_ref()?;
        let answer = handle.answer.get()?;
        // What is told is of the answer in place: not of a text that waits, nor of one that is not chosen yet.
        let shown = answer.value.as_ref().map(|value| french::typed(value, &field_type)).unwrap_or_default();
        let typed = field_type != FieldType::Files;
        if handle.aside.with(Option::is_some) || (typed && handle.text.with(|text| *text != shown)) {
            return None;
        }
        let author = editor.author(answer.by);
        let changed = editor.snapshot.with_untracked(|snapshot| {
            let known = match &answer.value {
                Some(value) => snapshot.changed(&path, value),
                None => snapshot.known(&path),
            }?;
            let name = known_name(&snapshot.opening, &path, known);
            Some(format!("{name}\u{a0}: {}", french::value(&known.value, &field_type)))
        });
        let prefilled = answer.origin.is_taken_over();
        Some(view! {
            <span class="origin__source" class:origin__source--prefilled=prefilled>{provenance(&answer, &author, Some(today))}</span>
            {changed.map(|changed| view! { <span>{changed}</span> }.into_any())}
        })
    };
    // Its place is kept while there is nothing to say: what is being clicked must not move when an answer
    // is saved.
    is_typed.then(|| view! { <p class="origin">{line}</p> }.into_any())
}
