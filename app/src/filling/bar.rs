//! The bar over a dossier: what it is, whether it was sent, whether all is saved.

use domain::{
    PersonId,
    dossier::{DossierId, Opening, State, Submission},
};
use form::french;
use leptos::prelude::*;

use super::{Colleague, Editor, JournalState};
use crate::ui::{StateBadge, focus};

/// Bar of a dossier; with an editor it tells where saving stands.
#[component]
pub fn DossierBar(
    /// Circumstances of the dossier.
    opening: Opening,
    /// Last version sent.
    submission: Option<Submission>,
    /// Where it stands, on the pages that do not write.
    #[prop(optional)]
    state: Option<State>,
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
        let state = state.unwrap_or(if sent.is_some() { State::Submitted } else { State::Draft });
        view! { <StateBadge state=state submitted=sent/> }
    };
    let name = opening.structure_name.clone();
    let place = opening.places();
    view! {
        <div class="bar">
            <div class="fr-container">
                <p class="bar__name">
                    <strong>{opening.title()}</strong>
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

/// The same in a list of dossiers, in a line.
pub fn left_behind_in(id: DossierId, me: PersonId) -> AnyView {
    let key = super::journal::prefix(id, me);
    view! {
        <div data-cle=key hidden>
            <p class="fr-message fr-message--warning fr-mb-1v">
                "Des modifications ou des documents de ce dossier, gardés dans ce navigateur, ne sont pas encore enregistrés\u{a0}: continuez le dossier pour les enregistrer."
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

/// What was not taken, each reason once, with what was typed.
fn not_taken(refusals: &[(String, Vec<String>)]) -> String {
    let one = |(reason, kept): &(String, Vec<String>)| match kept.as_slice() {
        [] => reason.clone(),
        kept => format!("{reason} Ce que vous aviez écrit\u{a0}: {}.", kept.join("\u{a0}; ")),
    };
    refusals.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The way to the first answer that is to be decided.
fn decide(href: String, id: String) -> AnyView {
    let go = move |event: leptos::ev::MouseEvent| {
        if document().get_element_by_id(&id).is_some() {
            event.prevent_default();
            focus(&id);
        }
    };
    view! { <p class="fr-text--sm save"><a class="fr-link fr-link--sm" href=href on:click=go>"Comparer et choisir"</a></p> }
        .into_any()
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
    let conflict = Memo::new(move |_| match editor.save.get() {
        super::SaveState::Conflict(_) => editor.first_conflict(),
        _ => None,
    });
    let failed = move || logged_out.get() || refused.get();
    view! {
        <p
            class="save fr-text--sm"
            class:save--trouble=move || trouble.get()
            role=move || if failed() { "alert" } else { "status" }
            title="Heure de Paris"
        >
            {move || {
                let text = editor.save.with(|state| state.text(editor.today()));
                let here = matches!(editor.save.get(), super::SaveState::Offline(1..)) && editor.journal.get() == JournalState::Open;
                if here { text + " dans ce navigateur" } else { text }
            }}
        </p>
        {move || conflict.get().map(|(href, id)| decide(href, id))}
        <Show when=move || editor.colleagues.with(|others| !others.is_empty())>
            <p class="fr-text--sm save__note">{move || editor.colleagues.with(|others| here(editor, others))}</p>
        </Show>
        <Show when=move || { editor.recovered.get() > 0 }>
            <p class="fr-text--sm save__note" role="status">
                {move || {
                    let found = french::count(editor.recovered.get(), "modification reprise", "modifications reprises");
                    format!("{found} de ce navigateur, d’un autre onglet ou d’avant votre départ de la page. ")
                }}
                <button class="fr-link fr-link--sm" type="button" on:click=move |_| editor.recovered.set(0)>"Compris"</button>
            </p>
        </Show>
        <Show when=move || editor.refusals.with(|refusals| !refusals.is_empty())>
            <p class="fr-text--sm save save--trouble" role="alert">
                {move || editor.refusals.with(|refusals| not_taken(refusals))} " "
                <button class="fr-link fr-link--sm" type="button" on:click=move |_| editor.understood()>"Compris"</button>
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
