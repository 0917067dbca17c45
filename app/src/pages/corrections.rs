//! `/dossiers/{id}/corrections`: what the service asks the structure to correct, and what the structure answers.

use domain::dossier::{
    Actor, Seq, Snapshot, State,
    procedure::{Correction, Round, Rounds, Stage},
    talk::Subject,
};
use form::french;
use leptos::prelude::*;

use super::{following::taken_back, subject::named};
use crate::{
    Page,
    filling::{DossierBar, DossierView, author},
};

/// What a person is answering, or just answered.
#[derive(Clone, Debug, Default)]
pub struct Answering {
    /// The correction whose answer is refused, why, and what it said.
    pub refused: Option<(Seq, String, String)>,
    /// Whether an answer was just taken.
    pub done: bool,
    /// What was asked and answered of each correction before it was asked for again.
    pub rounds: Rounds,
}

const TITLE: &str = "Corrections demandées";

/// The corrections of a dossier, for its structure.
#[must_use]
pub fn corrections(dossier: DossierView, asked: Answering) -> Page {
    let title = if asked.refused.is_some() { format!("Erreur\u{a0}: {TITLE}") } else { TITLE.to_owned() };
    Page::new(title, move || page(&dossier, &asked))
}

fn page(dossier: &DossierView, asked: &Answering) -> AnyView {
    let DossierView { id, snapshot, .. } = dossier;
    let (over, live): (Vec<&Correction>, Vec<&Correction>) =
        snapshot.corrections.iter().partition(|known| known.stage == Stage::Settled);
    let many = over.len();
    let card = |known: &&Correction| card(dossier, known, asked);
    let live = live.iter().map(card).collect_view();
    let over = over.iter().map(card).collect_view();
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w talk">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1>{TITLE}</h1>
            <p class="fr-text--lead">{standing(snapshot)}</p>
            {taken_back(snapshot)}
            {asked.done.then(|| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>"Votre réponse est enregistrée. Elle partira avec le dossier."</p></div> }.into_any())}
            <ul class="bare">{live}</ul>
            {again(dossier)}
            {(many > 0)
                .then(|| {
                    view! {
                        <details class="fr-mt-3w">
                            <summary>{french::count(many, "correction close", "corrections closes")}</summary>
                            <ul class="bare">{over}</ul>
                        </details>
                    }
                    .into_any()
                })}
        </div>
    }
    .into_any()
}

/// Where the corrections stand, in a sentence.
fn standing(snapshot: &Snapshot) -> String {
    let left = snapshot.unanswered();
    match snapshot.state() {
        State::ToCorrect if left > 0 => format!(
            "{}. Corrigez, puis dites au service ce que vous avez fait\u{a0}: seules les réponses que le service désigne, et celles qui doivent les suivre, peuvent changer.",
            french::count(left, "correction attend votre réponse", "corrections attendent votre réponse")
        ),
        State::ToCorrect => format!(
            "Vous avez répondu à tout\u{a0}: transmettez de nouveau le {} pour que le service lise vos réponses.",
            snapshot.opening.about.word()
        ),
        _ if snapshot.corrections.is_empty() => "Le service ne vous a demandé aucune correction.".to_owned(),
        _ => "Aucune correction n’attend votre réponse.".to_owned(),
    }
}

/// The way to send the dossier again, once everything is answered.
fn again(dossier: &DossierView) -> Option<AnyView> {
    let to_send = dossier.snapshot.state() == State::ToCorrect && dossier.snapshot.unanswered() == 0;
    let href = format!("/dossiers/{}/recapitulatif", dossier.id);
    to_send.then(|| view! { <p class="fr-mt-3w"><a class="fr-btn" href=href>"Vérifier et transmettre de nouveau"</a></p> }.into_any())
}

fn badge(stage: Stage) -> AnyView {
    let (class, said) = match stage {
        Stage::Open => ("fr-badge fr-badge--warning fr-badge--sm fr-badge--no-icon", "À corriger"),
        Stage::Answered => {
            ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Répondue, à transmettre")
        }
        Stage::Sent => ("fr-badge fr-badge--info fr-badge--sm fr-badge--no-icon", "Transmise au service"),
        Stage::Settled => {
            ("fr-badge fr-badge--success fr-badge--sm fr-badge--no-icon", "Close par le service")
        }
    };
    view! { <p class=class>{said}</p> }.into_any()
}

fn card(dossier: &DossierView, known: &Correction, asked: &Answering) -> AnyView {
    let (name, href) = named(dossier.id, &dossier.trame, &known.about);
    let name = row_of(dossier, &known.about).map_or(name.clone(), |row| format!("{name}\u{a0}: {row}"));
    let last = asked.rounds.last(known.seq);
    let day = french::long_date(french::time_of_day(last.map_or(known.at, |round| round.at)).0);
    let works = known.is_to_answer();
    let unchanged = (known.stage == Stage::Answered && dossier.snapshot.is_as_asked(known, &dossier.trame)).then(|| {
        view! { <p class="fr-badge fr-badge--warning fr-badge--sm fr-mb-1w">"Vous n’avez rien changé à ce qui est demandé"</p> }.into_any()
    });
    let answer = if works { Some(answering(dossier, known, &name, asked)) } else { answered(dossier, known) };
    view! {
        <li class="talk__card" id=format!("correction-{}", known.seq)>
            {badge(known.stage)}
            <h2 class="fr-h6 fr-mb-1v">{match href {
                Some(href) if works => view! { <a href=href>{name}</a> }.into_any(),
                _ => view! { <span>{name}</span> }.into_any(),
            }}</h2>
            {earlier(dossier, asked.rounds.earlier(known.seq))}
            <p class="talk__text">{known.text.clone()}</p>
            <p class="fr-text--xs fr-mb-1w">{format!("{}. Demandée par le service de l’État le {day}.", known.reason.label())}</p>
            {unchanged}
            {answer}
        </li>
    }
    .into_any()
}

/// The row that a correction is about, or one of its cells, as its table calls it and as the service reads it.
fn row_of(dossier: &DossierView, about: &Subject) -> Option<String> {
    let Subject::Question(path) = about else { return None };
    let (table, parts) = (path.field(), path.in_table()?);
    let shape = dossier.trame.field(&table)?.field_type.table()?;
    let line = shape.lines.iter().position(|line| line.key == parts.row);
    let row = || dossier.snapshot.values().rows(&table).iter().position(|row| *row == parts.row);
    line.or_else(row).map(|place| shape.row_title(place))
}

/// What was asked and answered before the service asked again.
fn earlier(dossier: &DossierView, rounds: &[Round]) -> AnyView {
    let line = |said: String| view! { <p class="talk__text fr-text--sm">{said}</p> }.into_any();
    let each = rounds.iter().map(|Round { asked, answer, .. }| {
        let answer = answer
            .as_ref()
            .map(|answer| line(format!("{} alors\u{a0}: {}", whose(dossier, answer.by), answer.text)));
        view! { {line(format!("Demandé d’abord\u{a0}: {asked}"))} {answer} }.into_any()
    });
    each.collect_view().into_any()
}

/// Whose answer it is: `Votre réponse`, `Réponse de Dominique Petit`.
fn whose(dossier: &DossierView, by: Actor) -> String {
    if by == Actor::Person(dossier.me) {
        return "Votre réponse".to_owned();
    }
    format!("Réponse de {}", author(by, dossier.me, &dossier.names))
}

/// What the structure answered.
fn answered(dossier: &DossierView, known: &Correction) -> Option<AnyView> {
    let answered = known.answer.as_ref()?;
    let said = format!("{}\u{a0}: ", whose(dossier, answered.by));
    Some(view! { <p class="talk__text"><strong>{said}</strong> {answered.text.clone()}</p> }.into_any())
}

/// The form that answers, with what was answered already.
fn answering(dossier: &DossierView, known: &Correction, name: &str, asked: &Answering) -> AnyView {
    let refused = asked.refused.as_ref().filter(|(seq, ..)| *seq == known.seq);
    let text = match (refused, &known.answer) {
        (Some((_, _, typed)), _) => typed.clone(),
        (None, Some(answered)) => answered.text.clone(),
        (None, None) => String::new(),
    };
    let control = format!("reponse-{}", known.seq);
    let wrong = format!("{control}-erreur");
    let send = if known.stage == Stage::Open { "Répondre" } else { "Modifier la réponse" };
    // What stands beside what was not taken.
    let stands = refused.and_then(|_| answered(dossier, known));
    view! {
        {stands}
        <form method="post" action=format!("/dossiers/{}/corrections", dossier.id)>
            <input type="hidden" name="correction" value=known.seq.to_string()/>
            <input type="hidden" name="_vu" value=dossier.snapshot.seq.to_string()/>
            <div class="fr-input-group fr-mb-1w" class:fr-input-group--error=refused.is_some()>
                <label class="fr-label" for=control.clone()>
                    "Votre réponse au service"
                    <span class="fr-hint-text">"Ce que vous avez corrigé, ou pourquoi rien n’est à corriger."</span>
                </label>
                <textarea class="fr-input" id=control name="texte" rows="2" data-garde="" aria-describedby=wrong.clone() aria-invalid=refused.is_some().then_some("true")>{text}</textarea>
                <div class="fr-messages-group" id=wrong>{refused.map(|(_, reason, _)| view! { <p class="fr-message fr-message--error">{reason.clone()}</p> }.into_any())}</div>
            </div>
            <button class="fr-btn fr-btn--secondary fr-btn--sm" type="submit">{send} <span class="fr-sr-only">{format!(" ({name})")}</span></button>
        </form>
    }
    .into_any()
}
