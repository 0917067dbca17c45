//! Supporting documents: where the question stands, those given, the control that gives more.
//!
//! What is chosen, dropped or taken back here is the business of a program of its own, which shows in `envois`
//! where it stands (`docs/adr/0012`); without a script, documents travel with the form.

use domain::piece;
use form::{Field, FileRef, Value, file::SlotState, french};
use leptos::prelude::*;

use super::frame::{described_by, hint, label_text, under};
use crate::{
    filling::{Editor, FieldView},
    ui::document_link,
};

/// The control of a question answered by documents.
pub fn pieces(editor: Editor, field: &Field, view: Memo<FieldView>) -> AnyView {
    let id = field.path.control_id();
    let handle = editor.field(&field.path).expect("a field that is typed has its signals");
    let invalid = Memo::new(move |_| view.with(|view| !view.errors.is_empty()));
    let files = Memo::new(move |_| match handle.answer.get().and_then(|answer| answer.value) {
        Some(Value::Files(files)) => files,
        _ => Vec::new(),
    });
    let (path, focused) = (field.path.clone(), field.path.clone());
    let (months, today) = (field.valid_months, editor.today());
    let listed = {
        let path = path.clone();
        move || {
            let items = files.get().into_iter().map(|file| item(editor, &path, &file, months));
            let items = items.collect::<Vec<_>>();
            (!items.is_empty()).then(|| view! { <ul class="pieces">{items}</ul> }.into_any())
        }
    };
    let state = move || {
        let required = view.with(|view| view.required);
        badge(files.with(|files| SlotState::of(files, months, required, today)))
    };
    let weight = format!(
        "{}\u{a0}; 10\u{a0}documents au plus, de {} chacun. Vous pouvez aussi les glisser ici.",
        piece::ACCEPTED,
        piece::megabytes(editor.heaviest)
    );
    // Without an address there is nowhere to send to: the answer is not open.
    let to = editor.opens(&field.path).then(|| format!("/dossiers/{}", editor.id()));
    view! {
        <div class="fr-input-group fr-upload-group" class:fr-input-group--error=move || invalid.get() data-envoi=to data-plus-lourd=editor.heaviest.to_string() data-champ=field.path.to_string()>
            <label class="fr-label" for=id.clone()>
                {label_text(field, view)} {hint(field)} <span class="fr-hint-text">{weight}</span>
            </label>
            {state}
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
                disabled=!editor.opens(&field.path)
                on:focus=move |_| editor.entered(&focused)
            />
            <div class="envois" id=format!("{id}-envois")>
                <p class="fr-sr-only" role="status"></p>
            </div>
            {under(editor, field, view)}
        </div>
    }
    .into_any()
}

/// Where the question stands, in words; nothing while nothing is asked nor given.
fn badge(state: SlotState) -> Option<AnyView> {
    let (kind, text) = match state {
        SlotState::Free => return None,
        SlotState::Expected => ("", "Attendue"),
        SlotState::Given => ("fr-badge--success", "Déposée"),
        SlotState::Analysed => ("fr-badge--info", "En cours d’analyse"),
        SlotState::Refused => ("fr-badge--error", "Refusée"),
        SlotState::Expired => ("fr-badge--warning", "Expirée"),
        SlotState::ToReplace => ("fr-badge--warning", "Fichier à remplacer"),
    };
    let class = format!("fr-badge fr-badge--sm fr-badge--no-icon fr-mb-1w {kind}");
    Some(view! { <p class=class>{text}</p> }.into_any())
}

/// A document given, and the button that takes it back: a plain button of the form, which the program that
/// carries documents answers at once and with an undo.
fn item(editor: Editor, path: &form::Path, file: &FileRef, months: Option<u32>) -> AnyView {
    let today = editor.today();
    let end = file.last_day(months).map(|day| {
        let said = if day < today { "expiré depuis" } else { "expire" };
        format!(" – {said} le {}", french::date(day))
    });
    let link = document_link(editor.id(), file, end);
    let class = if file.fault(months, today).is_some() { "pieces__wrong" } else { "" };
    let (name, value) = (file.name.clone(), format!("{path}:{}", file.id));
    let button = editor.opens(path).then(|| {
        view! {
            <button class="fr-btn fr-btn--tertiary-no-outline fr-btn--sm" type="submit" name="piece" value=value data-nom=name.clone()>
                "Retirer" <span class="fr-sr-only">{format!(" {name}")}</span>
            </button>
        }
        .into_any()
    });
    view! { <li class=class>{link} {button}</li> }.into_any()
}
