//! Two people wrote in one field: both values, and a person chooses.

use domain::dossier::Actor;
use form::{Field, french};
use leptos::prelude::*;

use crate::{filling::Editor, ui::focus};

/// The choice of a conflict; nothing while there is none.
pub fn conflict(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let handle = editor.field(&field.path);
    let (path, field_type, label) = (field.path.clone(), field.field_type.clone(), field.label.clone());
    let shown = move || {
        let handle = handle.as_ref()?;
        let aside = handle.aside.get()?;
        let theirs = handle.answer.get();
        let text = |value: Option<&form::Value>| {
            value.map_or_else(|| "(vide)".to_owned(), |value| french::value(value, &field_type))
        };
        let by = theirs.as_ref().map(|answer| answer.by);
        let author = match by {
            Some(by) if by == aside.by => None,
            Some(by @ Actor::Person(_)) => Some(editor.author(by)),
            _ => Some("l’application".to_owned()),
        };
        let hour = theirs.as_ref().map(|answer| french::time_of_day(answer.at).1).unwrap_or_default();
        let their_text = text(theirs.as_ref().and_then(|answer| answer.value.as_ref()));
        let my_text = text(aside.value.as_ref());
        Some(view! {
            <div class="fr-alert fr-alert--warning fr-alert--sm conflict" role="alert">
                <p>
                    {match author {
                        Some(author) => format!("Conflit\u{a0}: {author} a écrit «\u{a0}{their_text}\u{a0}» à {hour}, et vous «\u{a0}{my_text}\u{a0}». Quelle réponse garder\u{202f}?"),
                        None => format!("Conflit\u{a0}: dans un autre onglet, vous avez écrit «\u{a0}{their_text}\u{a0}» à {hour}\u{202f}; ici, «\u{a0}{my_text}\u{a0}». Quelle réponse garder\u{202f}?"),
                    }}
                </p>
                <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
                    {keep(editor, &path, &label, true)}
                    {keep(editor, &path, &label, false)}
                </ul>
            </div>
        })
    };
    view! { {shown} }
}

/// A button that keeps one of the two answers.
fn keep(editor: Editor, path: &form::Path, label: &str, mine: bool) -> AnyView {
    let (text, value) = if mine { ("Garder la mienne", "mienne") } else { ("Garder l’autre", "autre") };
    let value = format!("{value}:{path}");
    let path = path.clone();
    let decide = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        editor.decide(&path, mine);
        focus(&path.control_id());
    };
    view! {
        <li>
            <button class="fr-btn fr-btn--secondary" type="submit" name="garder" value=value on:click=decide>
                {text} <span class="fr-sr-only">{format!("\u{a0}: {label}")}</span>
            </button>
        </li>
    }
    .into_any()
}
