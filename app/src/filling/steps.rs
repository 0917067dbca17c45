//! The steps of a dossier with their status, beside the form.

use domain::dossier::{StepProgress, StepStatus};
use form::french;
use leptos::prelude::*;

use super::{Editor, Walk};

/// The steps, the current one marked.
#[component]
pub fn StepsMenu(
    /// The editor.
    editor: Editor,
    /// The step shown.
    walk: Walk,
) -> impl IntoView {
    let (id, current) = (editor.id(), walk.key);
    let steps: Vec<(String, String)> = editor.with_program(|program| {
        program.trame().steps.iter().map(|step| (step.key.clone(), step.title.clone())).collect()
    });
    let keys: Vec<String> = steps.iter().map(|(key, _)| key.clone()).collect();
    let total = steps.len();
    let place =
        move || current.with(|current| keys.iter().position(|key| key == current).unwrap_or_default() + 1);
    let items = steps.into_iter().enumerate().map(move |(place, (key, title))| {
        let own = key.clone();
        let step = Memo::new(move |_| editor.progress(&own));
        let own = key.clone();
        // What is to be decided is known when it is said in the line of saving.
        let to_decide = Memo::new(move |_| {
            editor.save.track();
            editor.conflicts_in(&own).len()
        });
        let (own, wanted) = (key.clone(), key.clone());
        let is_current = Memo::new(move |_| current.with(|current| *current == own));
        view! {
            <li class="fr-sidemenu__item">
                <a
                    class="fr-sidemenu__link steps__link"
                    href=walk.address(&key)
                    on:click=move |event| walk.clicked(&event, &wanted)
                    aria-current=move || is_current.get().then_some("page")
                >
                    <span>{format!("{}.\u{a0}{title}", place + 1)}</span>
                    <span class=move || match to_decide.get() {
                        0 => step.with(|step| status_class(step.as_ref())),
                        _ => "steps__note steps__note--check",
                    }>
                        {move || match to_decide.get() {
                            0 => step.with(|step| step.as_ref().map(step_note)),
                            count => Some(format!("Conflit\u{a0}: {count} à décider")),
                        }}
                    </span>
                </a>
            </li>
        }
        .into_any()
    });
    view! {
        <nav class="fr-sidemenu steps" role="navigation" aria-labelledby="etapes-titre">
            <div class="fr-sidemenu__inner">
                // The list follows its fold instead of standing in it: folded on a phone, always there on a
                // wide screen, whether or not a script runs.
                <p class="fr-sidemenu__title steps__title" id="etapes-titre">"Étapes"</p>
                <details class="steps__fold">
                    <summary>{move || format!("Étapes\u{a0}: {} sur {total}", place())}</summary>
                </details>
                <ul class="fr-sidemenu__list">
                    {items.collect_view()}
                    <li class="fr-sidemenu__item">
                        <a
                            class="fr-sidemenu__link steps__link"
                            href=format!("/dossiers/{id}/recapitulatif")
                        >
                            "Vérifier et transmettre"
                        </a>
                    </li>
                </ul>
            </div>
        </nav>
    }
}

/// A step's status in words, with its count.
#[must_use]
pub fn step_note(step: &StepProgress) -> String {
    match step.status {
        StepStatus::InProgress if step.missing > 0 => {
            format!("Il reste {}", french::count(step.missing, "réponse", "réponses"))
        }
        StepStatus::ToDo if step.missing > 0 => {
            format!("À faire\u{a0}: {}", french::count(step.missing, "réponse", "réponses"))
        }
        StepStatus::ToCheck if step.to_check > 0 => format!("{} à vérifier", step.to_check),
        StepStatus::ToCheck => "À confirmer".to_owned(),
        status => status.name().to_owned(),
    }
}

fn status_class(step: Option<&StepProgress>) -> &'static str {
    match step.map(|step| step.status) {
        Some(StepStatus::Complete) => "steps__note steps__note--done",
        Some(StepStatus::ToCheck) => "steps__note steps__note--check",
        _ => "steps__note",
    }
}
