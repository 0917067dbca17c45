//! `/instruction/reponses`: the answers that a service keeps at hand.

use domain::canned::{CannedAnswer, Kept, LONGEST_TAGS, LONGEST_TITLE};
use leptos::prelude::*;

use super::from_list::kept;
use crate::Page;

/// What is being written, and what was just done.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// What the form holds.
    pub writing: Option<CannedAnswer>,
    /// Why it is refused.
    pub refused: Option<String>,
    /// What was just done, in a sentence.
    pub done: Option<&'static str>,
    /// The list that one came from, as its address says it; may be blank.
    pub list: String,
}

impl Keeping {
    fn here(&self) -> String {
        kept(Some(&self.list), "/instruction/reponses".to_owned())
    }
}

const TITLE: &str = "Réponses types";

/// The answers that a service has at hand.
#[must_use]
pub fn canned(kept: Vec<Kept>, keeping: Keeping) -> Page {
    let title = if keeping.refused.is_some() { format!("Erreur\u{a0}: {TITLE}") } else { TITLE.to_owned() };
    Page::new(title, move || page(kept, &keeping))
}

fn page(kept: Vec<Kept>, keeping: &Keeping) -> AnyView {
    let cards: Vec<AnyView> = kept.into_iter().map(|kept| card(kept, keeping)).collect();
    let back = if keeping.list.is_empty() {
        "/instruction".to_owned()
    } else {
        format!("/instruction?{}", keeping.list)
    };
    view! {
        <div class="fr-container fr-py-4w talk">
            <p class="fr-mb-2w"><a class="fr-link" href=back>"← Retour à la file"</a></p>
            <h1>{TITLE}</h1>
            {keeping.done.map(|done| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{done}</p></div> }.into_any())}
            <p class="fr-text--lead">"Les agents de votre service les insèrent dans une correction ou un message, puis les adaptent."</p>
            <ul class="bare">{cards}</ul>
            {form(keeping)}
        </div>
    }
    .into_any()
}

fn card(Kept { answer, own }: Kept, keeping: &Keeping) -> AnyView {
    let CannedAnswer { title, tags, text } = answer;
    let tags: Vec<AnyView> = tags
        .split(',')
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(|tag| view! { <li><p class="fr-tag fr-tag--sm">{tag.to_owned()}</p></li> }.into_any())
        .collect();
    let tags = (!tags.is_empty()).then(|| view! { <ul class="fr-tags-group">{tags}</ul> }.into_any());
    let from = if own { "" } else { "Fournie avec l’application." };
    let (name, again) = (title.clone(), title.clone());
    let forget = own.then(|| {
        view! { <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="supprimer">"Supprimer" <span class="fr-sr-only">{format!(" {again}")}</span></button> }
            .into_any()
    });
    view! {
        <li class="talk__card">
            <h2 class="fr-h6 fr-mb-0">{title.clone()}</h2>
            {tags}
            <p class="talk__text">{text}</p>
            <p class="fr-text--xs fr-mb-1w">{from}</p>
            <form method="post" action=keeping.here()>
                <input type="hidden" name="titre" value=title/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm fr-mr-1w" type="submit" name="acte" value="modifier">"Modifier" <span class="fr-sr-only">{format!(" {name}")}</span></button>
                {forget}
            </form>
        </li>
    }
    .into_any()
}

fn form(keeping: &Keeping) -> AnyView {
    let empty = CannedAnswer { title: String::new(), tags: String::new(), text: String::new() };
    let CannedAnswer { title, tags, text } = keeping.writing.clone().unwrap_or(empty);
    let wrong = keeping.refused.clone();
    let is_wrong = wrong.is_some();
    view! {
        <h2 class="fr-h4 fr-mt-4w" id="ecrire">"Écrire une réponse type"</h2>
        <form method="post" action=keeping.here()>
            <div class="fr-input-group">
                <label class="fr-label" for="titre">"Titre" <span class="fr-hint-text">"Celle du même titre est remplacée."</span></label>
                <input class="fr-input" id="titre" name="titre" value=title maxlength=LONGEST_TITLE.to_string() autocomplete="off"/>
            </div>
            <div class="fr-input-group">
                <label class="fr-label" for="etiquettes">"Étiquettes" <span class="fr-hint-text">"Séparées par des virgules. Exemple\u{a0}: documents, budget"</span></label>
                <input class="fr-input" id="etiquettes" name="etiquettes" value=tags maxlength=LONGEST_TAGS.to_string() autocomplete="off"/>
            </div>
            <div class="fr-input-group" class:fr-input-group--error=is_wrong>
                <label class="fr-label" for="texte">"Texte"</label>
                <textarea class="fr-input" id="texte" name="texte" rows="4" data-garde="" aria-describedby="texte-erreur">{text}</textarea>
                <div class="fr-messages-group" id="texte-erreur">{wrong.map(|reason| view! { <p class="fr-message fr-message--error">{reason}</p> }.into_any())}</div>
            </div>
            <button class="fr-btn" type="submit" name="acte" value="garder">"Enregistrer"</button>
        </form>
    }
    .into_any()
}
