//! Supporting documents: given one by one, listed with their weight, taken back with an undo.

use domain::piece;
use form::{Field, Value, value::FileRef};
use leptos::{prelude::*, task::spawn_local};

use super::frame::{described_by, hint, label_text, under};
use crate::{
    filling::{Editor, FieldView, chosen_files},
    ui::{document_link, focus},
};

/// What is said under the control.
#[derive(Clone, PartialEq)]
enum Note {
    /// Nothing.
    None,
    /// The name of a document on its way.
    Sending(String),
    /// What could not be taken, one sentence each.
    Refused(Vec<String>),
    /// A document just taken back.
    TakenBack(FileRef),
}

/// The control of a question answered by documents.
pub fn pieces(editor: Editor, field: &Field, view: Memo<FieldView>) -> AnyView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let note = RwSignal::new(Note::None);
    let refused = move || note.with(|note| matches!(note, Note::Refused(_)));
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()) || refused());
    let files = move || match handle.answer.get().and_then(|answer| answer.value) {
        Some(Value::Files(files)) => files,
        _ => Vec::new(),
    };
    let (path, focused) = (field.path.clone(), field.path.clone());
    let listed = {
        let path = path.clone();
        move || {
            let items = files().into_iter().map(|file| {
                let link = document_link(editor.id(), &file);
                let (path, name, value) = (path.clone(), file.name.clone(), format!("{path}:{}", file.id));
                let take_back = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    let (path, file) = (path.clone(), file.clone());
                    spawn_local(async move {
                        match editor.detach(&path, file.id.clone()).await {
                            Ok(()) => note.set(Note::TakenBack(file)),
                            Err(reason) => note.set(Note::Refused(vec![reason])),
                        }
                        focus(&path.control_id());
                    });
                };
                let button = editor.is_open().then(|| {
                    view! {
                        <button class="fr-btn fr-btn--tertiary-no-outline fr-btn--sm" type="submit" name="piece" value=value on:click=take_back>
                            "Retirer" <span class="fr-sr-only">{format!(" {name}")}</span>
                        </button>
                    }
                    .into_any()
                });
                view! { <li>{link} {button}</li> }.into_any()
            });
            let items = items.collect::<Vec<_>>();
            (!items.is_empty()).then(|| view! { <ul class="pieces">{items}</ul> }.into_any())
        }
    };
    let sends = {
        let path = path.clone();
        move |event: leptos::ev::Event| {
            let chosen = chosen_files(&event);
            let path = path.clone();
            spawn_local(async move {
                let mut refused = Vec::new();
                for file in chosen {
                    note.set(Note::Sending(file.name()));
                    refused.extend(editor.attach(&path, file).await.err());
                }
                note.set(if refused.is_empty() { Note::None } else { Note::Refused(refused) });
            });
        }
    };
    let weight = format!("{}\u{a0}; 10\u{a0}Mo au plus par document.", piece::ACCEPTED);
    view! {
        <div class="fr-input-group fr-upload-group" class:fr-input-group--error=move || invalid.get()>
            <label class="fr-label" for=id.clone()>
                {label_text(field, view)} {hint(field)} <span class="fr-hint-text">{weight}</span>
            </label>
            {listed}
            <input
                class="fr-upload"
                type="file"
                multiple=true
                id=id.clone()
                name=field.path.to_string()
                accept=piece::EXTENSIONS
                aria-describedby=described_by(field)
                aria-invalid=move || invalid.get().then_some("true")
                disabled=!editor.is_open()
                on:change=sends
                on:focus=move |_| editor.entered(&focused)
            />
            <div role="status">{move || note_view(editor, path.clone(), note)}</div>
            {under(editor, field, view)}
        </div>
    }
    .into_any()
}

/// What is said under the control: progress, refusals, an undo.
fn note_view(editor: Editor, path: form::Path, note: RwSignal<Note>) -> AnyView {
    match note.get() {
        Note::None => ().into_any(),
        Note::Sending(name) => {
            view! { <p class="fr-text--sm fr-mb-1w">{format!("Envoi de «\u{a0}{name}\u{a0}»…")}</p> }
                .into_any()
        }
        Note::Refused(reasons) => {
            let reasons = reasons.into_iter();
            let reasons =
                reasons.map(|text| view! { <p class="fr-message fr-message--error">{text}</p> }.into_any());
            reasons.collect_view().into_any()
        }
        Note::TakenBack(file) => {
            let text = format!("«\u{a0}{}\u{a0}» est retiré.", file.name);
            let undo = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                let (path, digest) = (path.clone(), file.id.clone());
                spawn_local(async move {
                    let done = editor.put_back(&path, digest).await;
                    note.set(done.map_or_else(|reason| Note::Refused(vec![reason]), |()| Note::None));
                    focus(&path.control_id());
                });
            };
            view! {
                <p class="fr-text--sm fr-mb-1w">
                    {text} " " <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="button" on:click=undo>"Annuler"</button>
                </p>
            }
            .into_any()
        }
    }
}
