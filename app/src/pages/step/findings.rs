//! What the answers of a step say together, listed at its top: not at the caret, and not while one types.

use form::Issue;
use leptos::prelude::*;

use super::held::issue_link;
use crate::filling::Editor;

/// The findings of a step's rules; nothing where there is none, or once the list of mistakes stands there.
pub(super) fn findings(editor: Editor, step: &str) -> AnyView {
    let key = step.to_owned();
    let found = Memo::new(move |before: Option<&Vec<Issue>>| match before {
        // What half an answer breaks is not listed; what was listed stays until it is left.
        Some(before) if editor.typing.with(Option::is_some) => before.clone(),
        _ => editor.findings(&key),
    });
    let listed = move || {
        (!editor.verified.get() && found.with(|found| !found.is_empty())).then(|| {
            let links =
                found.with(|found| found.iter().map(|issue| issue_link(editor, issue)).collect_view());
            view! {
                <section class="findings fr-mb-3w" aria-labelledby="constats">
                    <h2 class="fr-text--md fr-mb-1v" id="constats">"À regarder sur cette étape"</h2>
                    <ul class="fr-mb-0">{links}</ul>
                </section>
            }
            .into_any()
        })
    };
    view! { <div>{listed}</div> }.into_any()
}
