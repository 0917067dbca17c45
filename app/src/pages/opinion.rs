//! `/avis/dossiers/{id}`: the version sent of a dossier, for who is asked for an opinion, and the form that gives it.

use domain::{
    dossier::procedure::opinion::{Given, Stance},
    usecase::OpinionDesk,
};
use form::french;
use leptos::prelude::*;

use super::paper::block;
use crate::Page;

/// What was typed and why it is not taken, or that it is.
#[derive(Clone, Debug, Default)]
pub struct Advising {
    /// Why the opinion was not taken.
    pub refused: Option<String>,
    /// What it said: its sense, its words.
    pub typed: (String, String),
    /// Whether it was just given.
    pub done: bool,
}

/// The opinion that somebody is asked for.
#[must_use]
pub fn opinion(desk: OpinionDesk, advising: Advising) -> Page {
    let title = format!("Avis demandé\u{a0}: {}", desk.opening.title());
    let title = if advising.refused.is_some() { format!("Erreur\u{a0}: {title}") } else { title };
    Page::new(title, move || page(&desk, &advising))
}

fn page(desk: &OpinionDesk, advising: &Advising) -> AnyView {
    let opening = &desk.opening;
    let until =
        desk.opinion.until.map(|until| format!(" Il est attendu pour le {}.", french::long_date(until)));
    let asked = format!(
        "La {} vous demande votre avis ({}) sur le {} de «\u{a0}{}\u{a0}».{}",
        opening.departement.employment_service(),
        desk.opinion.of.label(),
        opening.title().replacen(opening.about.name(), opening.about.word(), 1),
        opening.structure_name,
        until.unwrap_or_default()
    );
    let words = (!desk.opinion.asked.is_empty())
        .then(|| view! { <p class="talk__text">{desk.opinion.asked.clone()}</p> }.into_any());
    let done = advising.done.then(|| {
        view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>"Votre avis est enregistré\u{202f}; le service en est informé. Vous n’avez plus rien à faire."</p></div> }.into_any()
    });
    let answer = match &desk.opinion.given {
        Some(given) => said(given),
        None => form(desk, advising),
    };
    let blocks = desk.sent.blocks.iter().map(block).collect_view();
    view! {
        <div class="fr-container fr-py-4w">
            <p class="fr-mb-2w"><a class="fr-link" href="/notifications">"Revenir aux notifications"</a></p>
            <h1 class="fr-h3">{format!("Avis sur le {}", opening.title().replacen(opening.about.name(), opening.about.word(), 1))}</h1>
            {done}
            <p>{asked}</p>
            {words}
            {answer}
            <h2 class="fr-h4 fr-mt-4w">{desk.sent.title.clone()}</h2>
            <article class="paper">{blocks}</article>
        </div>
    }
    .into_any()
}

/// What was answered.
fn said(given: &Given) -> AnyView {
    let text =
        (!given.text.is_empty()).then(|| view! { <p class="talk__text">{given.text.clone()}</p> }.into_any());
    view! {
        <p><strong>{format!("Votre avis du {}\u{a0}: {}.", french::date(given.on), given.stance.label().to_lowercase())}</strong></p>
        {text}
        <p class="fr-text--sm">"Pour le changer, appelez le service qui vous l’a demandé."</p>
    }
    .into_any()
}

fn form(desk: &OpinionDesk, advising: &Advising) -> AnyView {
    let (sense, text) = advising.typed.clone();
    let stances = Stance::all().filter(|stance| *stance != Stance::Informed).map(|stance| {
        let (id, value) = (format!("sens-{}", stance.code()), stance.code());
        view! {
            <div class="fr-fieldset__element">
                <div class="fr-radio-group">
                    <input type="radio" id=id.clone() name="sens" value=value checked={sense == value}/>
                    <label class="fr-label" for=id>{stance.label()}</label>
                </div>
            </div>
        }
        .into_any()
    });
    let secret = desk.opinion.invited.as_ref().is_some_and(|invited| invited.confidential);
    let who_reads = if secret {
        "Seul le service de l’État lit votre avis\u{a0}: la structure ne le lit pas."
    } else {
        "Le service de l’État lit votre avis, et la structure aussi."
    };
    let refused = advising.refused.clone().map(|reason| {
        view! { <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-2w" role="alert"><p>{reason}</p></div> }.into_any()
    });
    view! {
        <form method="post" action=format!("/avis/dossiers/{}", desk.id) class="fr-mb-4w">
            {refused}
            <input type="hidden" name="_vu" value=desk.seen.to_string()/>
            <fieldset class="fr-fieldset" aria-labelledby="sens">
                <legend class="fr-fieldset__legend" id="sens">"Votre avis"</legend>
                {stances.collect_view()}
            </fieldset>
            <div class="fr-input-group">
                <label class="fr-label" for="texte">"Observations" <span class="fr-hint-text">"Nécessaires pour un avis réservé ou défavorable."</span></label>
                <textarea class="fr-input" id="texte" name="texte" rows="6" data-garde="">{text}</textarea>
            </div>
            <p class="fr-text--sm">{who_reads}</p>
            <button class="fr-btn" type="submit">"Donner cet avis"</button>
        </form>
    }
    .into_any()
}
