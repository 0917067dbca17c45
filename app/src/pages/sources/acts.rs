//! What can be done with the value of a source: taking it over, saying that it is wrong.

use domain::{
    dossier::{Snapshot, heard::Contest},
    source::Source,
    usecase::LONGEST_REASON,
};
use form::{Path, french};
use leptos::prelude::*;

use super::{AskedSources, Reading, names::name};

/// Who reads what is contested, and when.
pub(super) fn who_reads(snapshot: &Snapshot) -> &'static str {
    if snapshot.submission().is_some() {
        "le service de l’État le voit"
    } else {
        "le service de l’État le verra quand vous aurez transmis"
    }
}

/// What can be done with the value of a source.
pub(super) fn acts(
    reading: &Reading,
    (path, source): (&Path, Source),
    same: bool,
    contest: Option<&Contest>,
    asked: &AskedSources,
) -> AnyView {
    let id = reading.id;
    let name = name(&reading.read, path);
    let about = format!(" «\u{a0}{name}\u{a0}» {}", source.according());
    let refused = asked.refused.as_ref().filter(|(of, ..)| *of == source && asked.of.as_ref() == Some(path));
    let wrong = refused.is_some();
    let most = french::count(LONGEST_REASON, "caractère", "caractères");
    let hint = format!(
        "Dites ce qui ne va pas dans ce que {} {}\u{a0}: {most} au plus. {}.",
        source.agrees("dit", "disent"),
        source.with_article(),
        french::capital(who_reads(&reading.read.snapshot))
    );
    // What is refused, and what one comes back to, stand at the address of the datum.
    let here = format!("/dossiers/{id}/donnees?champ={path}");
    let field = format!("contester-{}-{}", path.control_id(), source.code());
    let hidden = || {
        view! {
            <input type="hidden" name="champ" value=path.to_string()/>
            <input type="hidden" name="source" value=source.code()/>
        }
        .into_any()
    };
    // Who takes a value from a list goes on with the list.
    let from = match &asked.of {
        None => Some(("retour", "liste".to_owned())),
        Some(of) => (of != path).then(|| ("de", of.to_string())),
    };
    let from = || {
        let from = from.clone();
        from.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
    };
    let take = (!same && reading.read.is_writable(path)).then(|| {
        view! {
            <form method="post" action=format!("/dossiers/{id}/donnees")>
                {hidden()}
                {from()}
                <input type="hidden" name="_vu" value=reading.read.snapshot.seq.to_string()/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="reprendre">"Reprendre" <span class="fr-sr-only">{about.clone()}</span></button>
            </form>
        }
        .into_any()
    });
    let say = if !source.is_contestable() {
        ().into_any()
    } else if contest.is_some() {
        view! {
            <form method="post" action=format!("/dossiers/{id}/donnees")>
                {hidden()}
                {from()}
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value="retirer">"Ne plus contester" <span class="fr-sr-only">{about}</span></button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <details open=wrong>
                <summary>"Contester" <span class="fr-sr-only">{about.clone()}</span></summary>
                <form method="post" action=here>
                    {hidden()}
                    {from()}
                    <div class="fr-input-group" class:fr-input-group--error=wrong>
                        <label class="fr-label" for=field.clone()>"Ce qui est faux" <span class="fr-hint-text">{hint}</span></label>
                        <textarea class="fr-input" id=field.clone() name="motif" rows="2" data-garde="" aria-describedby=format!("{field}-erreur") aria-invalid=wrong.then_some("true")>{refused.map(|(_, _, text)| text.clone())}</textarea>
                        <div class="fr-messages-group" id=format!("{field}-erreur")>{refused.map(|(_, reason, _)| view! { <p class="fr-message fr-message--error">{reason.clone()}</p> }.into_any())}</div>
                    </div>
                    <button class="fr-btn fr-btn--sm" type="submit" name="acte" value="contester">"Contester la donnée" <span class="fr-sr-only">{about.clone()}</span></button>
                </form>
            </details>
        }
        .into_any()
    };
    view! { {take} {say} }.into_any()
}
