//! Who takes care of a step, and how much colleagues wrote about it and its questions.

use domain::dossier::Actor;
use form::french;
use leptos::prelude::*;

use crate::filling::Editor;

/// What is said of a step among colleagues, in one line, and the way to read and answer.
pub(super) fn talk(editor: Editor, step: &str) -> AnyView {
    let key = step.to_owned();
    let said = Memo::new(move |_| {
        editor.snapshot.with(|snapshot| {
            let given = snapshot.assigned.get(&key).map(|person| editor.author(Actor::Person(*person)));
            let waiting = editor.with_program(|program| {
                let step_of = |path: &form::Path| program.trame().step_of(path).map(|step| step.key.as_str());
                snapshot.open_comments(&key, step_of).filter(|comment| !editor.is_me(comment.by)).count()
            });
            let mut said = given.map(|name| format!("Étape confiée à {name}. ")).unwrap_or_default();
            if waiting > 0 {
                said += &french::count(
                    waiting,
                    "message de collègue en attente. ",
                    "messages de collègues en attente. ",
                );
            }
            said
        })
    });
    let here = format!("/dossiers/{}/echanges?etape={step}", editor.id());
    view! { <p class="fr-text--sm fr-mb-2w">{move || said.get()} <a href=here>"Échanges entre collègues"</a></p> }.into_any()
}
