//! Two people wrote in one field: both values, and a person chooses.

use domain::dossier::Actor;
use form::{Field, french};
use leptos::prelude::*;

use crate::filling::Editor;

/// The choice of a conflict; nothing while there is none.
pub fn conflict(editor: Editor, field: &Field) -> impl IntoView + use<> {
    let handle = editor.field(&field.path);
    let (path, field_type) = (field.path.clone(), field.field_type.clone());
    let shown = move || {
        let handle = handle.as_ref()?;
        let aside = handle.aside.get()?;
        let theirs = handle.answer.get();
        let text = |value: Option<&form::Value>| {
            value.map_or_else(|| "(vide)".to_owned(), |value| french::value(value, &field_type))
        };
        let author = theirs.as_ref().map_or_else(String::new, |answer| match answer.by {
            Actor::Person(person) => editor.name_of(person),
            Actor::Application => "l’application".to_owned(),
        });
        let hour = theirs.as_ref().map(|answer| french::time_of_day(answer.at).1).unwrap_or_default();
        let their_text = text(theirs.as_ref().and_then(|answer| answer.value.as_ref()));
        let my_text = text(aside.value.as_ref());
        let (keep_mine, keep_theirs) = (path.clone(), path.clone());
        Some(view! {
            <div class="fr-alert fr-alert--warning fr-alert--sm conflict" role="alert">
                <p>
                    {format!("Conflit : {author} a écrit « {their_text} » à {hour}, et vous « {my_text} ». Laquelle garder ?")}
                </p>
                <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
                    <li>
                        <button
                            class="fr-btn fr-btn--secondary"
                            type="submit"
                            name="garder"
                            value=format!("mienne:{path}")
                            on:click=move |event| {
                                event.prevent_default();
                                editor.decide(&keep_mine, true);
                            }
                        >
                            "Garder la mienne"
                        </button>
                    </li>
                    <li>
                        <button
                            class="fr-btn fr-btn--secondary"
                            type="submit"
                            name="garder"
                            value=format!("autre:{path}")
                            on:click=move |event| {
                                event.prevent_default();
                                editor.decide(&keep_theirs, false);
                            }
                        >
                            "Garder l’autre"
                        </button>
                    </li>
                </ul>
            </div>
        })
    };
    view! { {shown} }
}
