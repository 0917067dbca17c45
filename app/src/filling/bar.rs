//! The bar over a dossier: what it is, whether it was sent, whether all is saved.

use domain::{
    PersonId,
    dossier::{DossierId, Opening, State, Submission},
};
use form::french;
use leptos::prelude::*;

use super::{Colleague, Editor, JournalState};
use crate::ui::StateBadge;

/// Bar of a dossier; with an editor it tells where saving stands.
#[component]
pub fn DossierBar(
    /// Circumstances of the dossier.
    opening: Opening,
    /// Last version sent.
    submission: Option<Submission>,
    /// The editor, on the pages that write.
    #[prop(optional)]
    editor: Option<Editor>,
) -> impl IntoView {
    // Another page may send it while this one is open.
    let sent = Memo::new(move |_| match editor {
        Some(editor) => editor.snapshot.with(|snapshot| snapshot.submission().map(|sent| sent.at)),
        None => submission.as_ref().map(|submission| submission.at),
    });
    let badge = move || {
        let sent = sent.get();
        view! { <StateBadge state=if sent.is_some() { State::Submitted } else { State::Draft } submitted=sent/> }
    };
    let name = opening.structure_name.clone();
    let place = opening.places();
    view! {
        <div class="bar">
            <div class="fr-container">
                <p class="bar__name">
                    <strong>{format!("Dossier {} {}", opening.kind, opening.year)}</strong>
                    {format!(" · {name}, {place}")}
                </p>
                {badge}
                {editor.map(|editor| view! { <SaveLine editor=editor/> }.into_any())}
            </div>
        </div>
    }
}

/// Told where no step is open: this browser holds edits that the server has not; opening a step sends them.
pub fn left_behind(id: DossierId, me: PersonId, step: &str) -> AnyView {
    let key = super::journal::prefix(id, me);
    view! {
        <div class="fr-alert fr-alert--warning fr-alert--sm fr-mb-3w" id="reste" data-cle=key hidden>
            <p>
                "Ce navigateur garde des modifications ou des documents de ce dossier qui ne sont pas encore enregistrés. "
                <a href=format!("/dossiers/{id}/etapes/{step}")>"Les enregistrer"</a>
            </p>
        </div>
    }
    .into_any()
}

/// Who else is there, each with the step they look at.
fn here(editor: Editor, others: &[Colleague]) -> String {
    let one = |colleague: &Colleague| {
        let title = editor
            .with_program(|program| program.trame().step(&colleague.step).map(|step| step.title.clone()));
        match title {
            Some(title) => format!("{} («\u{a0}{title}\u{a0}»)", colleague.name),
            None => colleague.name.clone(),
        }
    };
    let names: Vec<String> = others.iter().map(one).collect();
    format!("Sur ce dossier avec vous\u{a0}: {}", names.join(", "))
}

/// Where saving stands, said politely and always at the same place.
#[component]
fn SaveLine(
    /// The editor.
    editor: Editor,
) -> impl IntoView {
    let trouble = Memo::new(move |_| editor.save.with(super::SaveState::is_trouble));
    let logged_out = Memo::new(move |_| matches!(editor.save.get(), super::SaveState::LoggedOut(_)));
    let refused = Memo::new(move |_| matches!(editor.save.get(), super::SaveState::Refused(_)));
    let failed = move || logged_out.get() || refused.get();
    view! {
        <p
            class="save fr-text--sm"
            class:save--trouble=move || trouble.get()
            role=move || if failed() { "alert" } else { "status" }
            title="Heure de Paris"
        >
            {move || editor.save.with(super::SaveState::text)}
        </p>
        <Show when=move || editor.colleagues.with(|others| !others.is_empty())>
            <p class="fr-text--sm save__note">{move || editor.colleagues.with(|others| here(editor, others))}</p>
        </Show>
        <Show when=move || { editor.recovered.get() > 0 }>
            <p class="fr-text--sm save__note" role="status">
                {move || {
                    let found = french::count(editor.recovered.get(), "modification retrouvée", "modifications retrouvées");
                    format!("{found} dans ce navigateur, d’une page fermée avant son enregistrement. ")
                }}
                <button class="fr-link fr-link--sm" type="button" on:click=move |_| editor.recovered.set(0)>"Compris"</button>
            </p>
        </Show>
        <Show when=move || editor.journal.get() == JournalState::Refused>
            <p class="fr-text--sm save__note">"Ce navigateur ne garde pas de copie\u{a0}: pendant une coupure, laissez cette page ouverte."</p>
        </Show>
        <Show when=move || editor.reshaped.get()>
            <p class="fr-text--sm save">
                "Le formulaire a changé\u{a0}: "
                <a class="fr-link fr-link--sm" href="">"recharger la page"</a>
                ". Ce que vous avez écrit est gardé."
            </p>
        </Show>
        <Show when=move || logged_out.get()>
            <p class="fr-text--sm save">
                <a class="fr-link fr-link--sm" href="/connexion" target="_blank">"Se reconnecter dans un autre onglet"</a>
            </p>
        </Show>
    }
}
