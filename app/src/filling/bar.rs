//! The bar over a dossier: what it is, whether it was sent, whether all is saved.

use domain::dossier::{Opening, State, Submission};
use form::french;
use leptos::prelude::*;

use super::{Editor, JournalState};
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

/// Where saving stands, said politely and always at the same place.
#[component]
fn SaveLine(
    /// The editor.
    editor: Editor,
) -> impl IntoView {
    let trouble = Memo::new(move |_| editor.save.with(super::SaveState::is_trouble));
    let logged_out = Memo::new(move |_| matches!(editor.save.get(), super::SaveState::LoggedOut(_)));
    view! {
        <p
            class="save fr-text--sm"
            class:save--trouble=move || trouble.get()
            role="status"
            title="Heure de Paris"
        >
            {move || editor.save.with(super::SaveState::text)}
        </p>
        <Show when=move || { editor.recovered.get() > 0 }>
            <p class="fr-text--sm save__note" role="status">
                {move || {
                    let found = french::count(editor.recovered.get(), "modification retrouvée", "modifications retrouvées");
                    format!("{found} dans ce navigateur, d’une page fermée avant son enregistrement.")
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
