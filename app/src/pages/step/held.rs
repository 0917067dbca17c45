//! What is to settle in a step: what the service asks to correct, what holds it back.

use domain::dossier::State;
use form::{Issue, Program, french};
use leptos::{ev, prelude::*};

use crate::{filling::Editor, ui::focus};

/// What the service asks to correct in the step, and where one answers.
pub(super) fn to_correct(editor: Editor, step: &str) -> Option<AnyView> {
    let href = format!("/dossiers/{}/corrections", editor.id());
    let count = editor.snapshot.with_untracked(|snapshot| {
        let asked = |program: &Program| snapshot.to_answer_in(step, program.trame()).count();
        (snapshot.state() == State::ToCorrect).then(|| editor.with_program(asked))
    })?;
    let said = match count {
        0 => "Rien n’est à corriger dans cette étape.".to_owned(),
        _ => french::count(count, "correction demandée ici.", "corrections demandées ici."),
    };
    Some(
        view! {
            <div class="fr-alert fr-alert--warning fr-alert--sm fr-mb-2w">
                <p>{said} " " <a href=href>"Lire et répondre"</a></p>
            </div>
        }
        .into_any(),
    )
}

/// The list of what holds the step back, once it was asked for.
pub(super) fn error_summary(editor: Editor, step: &str) -> impl IntoView + use<> {
    let key = step.to_owned();
    let held = Memo::new(move |_| if editor.verified.get() { editor.held_back(&key) } else { Vec::new() });
    view! {
        <div tabindex="-1" id="erreurs">
            {move || {
                held.with(|held| {
                    (!held.is_empty())
                        .then(|| {
                            let title = format!("{} avant de confirmer", french::count(held.len(), "point à régler", "points à régler"));
                            view! {
                                <div class="fr-alert fr-alert--error fr-mb-3w" role="alert">
                                    <h2 class="fr-alert__title">{title}</h2>
                                    <ul>{held.iter().map(|issue| issue_link(editor, issue)).collect_view()}</ul>
                                </div>
                            }
                                .into_any()
                        })
                })
            }}
        </div>
    }
}

pub(super) fn issue_link(editor: Editor, issue: &Issue) -> AnyView {
    let text = french::about(&editor.name_of(&issue.path), &issue.said());
    let id = issue.path.control_id();
    let href = format!("#{id}");
    // The router would scroll to the field and leave the focus behind.
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus(&id);
    };
    view! { <li><a href=href on:click=go>{text}</a></li> }.into_any()
}
