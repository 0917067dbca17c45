//! Two people wrote in one field: both values, and a person chooses.

use domain::dossier::{Actor, SetAside};
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
        let today = editor.today();
        let when = theirs.as_ref().map(|answer| french::moment(answer.at, today)).unwrap_or_default();
        let their_text = text(theirs.as_ref().and_then(|answer| answer.value.as_ref()));
        let my_text = text(aside.value.as_ref());
        Some(view! {
            <div class="fr-alert fr-alert--warning fr-alert--sm conflict" role="alert">
                <p>
                    {match author {
                        Some(author) => format!("Conflit\u{a0}: {author} a écrit «\u{a0}{their_text}\u{a0}» {when}, et vous «\u{a0}{my_text}\u{a0}». Quelle réponse garder\u{202f}?"),
                        None => format!("Conflit\u{a0}: dans un autre onglet, vous avez écrit «\u{a0}{their_text}\u{a0}» {when}\u{202f}; ici, «\u{a0}{my_text}\u{a0}». Quelle réponse garder\u{202f}?"),
                    }}
                </p>
                <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
                    {keep(editor, &path, &label, true)}
                    {keep(editor, &path, &label, false)}
                </ul>
            </div>
        })
    };
    view! { {shown} {beside(editor, field)} {left_by_others(editor, field)} }
}

/// What someone has just written where the caret is.
fn beside(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let (handle, field_type) = (editor.field(&field.path), field.field_type.clone());
    move || {
        let answer = handle.as_ref()?.beside.get()?;
        let value = answer.value.as_ref().map(|value| french::value(value, &field_type));
        let (author, value) = (editor.author(answer.by), value.unwrap_or_else(|| "(vide)".to_owned()));
        let said = if author == "vous" {
            "Dans un autre onglet, vous venez d’écrire".to_owned()
        } else {
            format!("{author} vient d’écrire")
        };
        Some(
            view! { <p class="fr-message fr-message--info">{format!("{said} «\u{a0}{value}\u{a0}».")}</p> }
                .into_any(),
        )
    }
}

/// What colleagues wrote in the field, that was set aside and that they have not decided on.
fn left_by_others(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let (path, field_type) = (field.path.clone(), field.field_type.clone());
    let left = Memo::new(move |_| {
        editor.snapshot.with(|snapshot| {
            let others = snapshot.set_aside.iter();
            let others = others.filter(|aside| aside.path == path && !editor.is_me(aside.by));
            let said = |aside: &SetAside| {
                let value = aside.value.as_ref().map(|value| french::value(value, &field_type));
                let value = value.unwrap_or_else(|| "(vide)".to_owned());
                format!(
                    "{} a aussi écrit «\u{a0}{value}\u{a0}» et n’a pas encore choisi.",
                    editor.author(aside.by)
                )
            };
            others.map(said).collect::<Vec<_>>().join(" ")
        })
    });
    move || {
        let left = left.get();
        (!left.is_empty()).then(|| view! { <p class="fr-message fr-message--warning">{left}</p> }.into_any())
    }
}

/// A button that keeps one of the two answers.
fn keep(editor: Editor, path: &form::Path, label: &str, mine: bool) -> AnyView {
    let (text, value) = if mine { ("Garder la mienne", "mienne") } else { ("Garder l’autre", "autre") };
    let value = format!("{value}:{path}");
    let path = path.clone();
    // What appears under the caret is not what the next key goes to: it comes in the order once the field is left.
    let handle = editor.field(&path);
    let order = move || handle.as_ref().is_some_and(|handle| handle.in_hand.get()).then_some("-1");
    let decide = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        editor.decide(&path, mine);
        focus(&path.control_id());
    };
    view! {
        <li>
            <button class="fr-btn fr-btn--secondary" type="submit" name="garder" value=value tabindex=order on:click=decide>
                {text} <span class="fr-sr-only">{format!("\u{a0}: {label}")}</span>
            </button>
        </li>
    }
    .into_any()
}
