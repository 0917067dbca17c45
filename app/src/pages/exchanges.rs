//! `/dossiers/{id}/echanges`: what colleagues write to each other, and who takes care of which step.

use domain::{
    PersonId,
    dossier::{
        Actor, DossierId,
        talk::{Comment, Subject},
    },
    usecase::{Exchanges, LONGEST_COMMENT},
};
use form::french;
use leptos::prelude::*;

use super::subject::named;
use crate::{
    Page,
    filling::{DossierBar, author},
};

/// What the page is asked about: a question or a step that one comes from, and why a message was refused.
#[derive(Clone, Debug, Default)]
pub struct AskedOf {
    /// The subject.
    pub about: Option<Subject>,
    /// What is wrong with the message that was sent.
    pub refused: Option<String>,
    /// The message that is being written.
    pub text: String,
    /// What was just done, in a sentence.
    pub done: Option<&'static str>,
    /// Whether a step was not given, a colleague having given it meanwhile.
    pub moved: bool,
}

/// The exchanges of a dossier, for a person.
#[must_use]
pub fn exchanges(id: DossierId, exchanges: Exchanges, me: PersonId, asked: AskedOf) -> Page {
    let title = if asked.refused.is_some() || asked.moved {
        "Erreur\u{a0}: Échanges entre collègues"
    } else {
        TITLE
    };
    Page::new(title, move || page(&Reading { id, exchanges, me }, asked))
}

const TITLE: &str = "Échanges entre collègues";

/// What the lines of the page read from.
struct Reading {
    id: DossierId,
    exchanges: Exchanges,
    me: PersonId,
}

impl Reading {
    /// A subject in words, with the address where it is answered.
    fn subject(&self, about: &Subject) -> (String, Option<String>) {
        named(self.id, &self.exchanges.trame, about)
    }

    fn who(&self, actor: Actor) -> String {
        author(actor, self.me, &self.exchanges.names)
    }
}

fn page(reading: &Reading, asked: AskedOf) -> AnyView {
    let snapshot = &reading.exchanges.snapshot;
    let id = reading.id;
    let (settled, open): (Vec<&Comment>, Vec<&Comment>) =
        snapshot.comments.iter().rev().partition(|comment| comment.settled.is_some());
    let many = settled.len();
    view! {
        <DossierBar opening=snapshot.opening.clone() state=snapshot.state() submission=snapshot.submission().cloned()/>
        <div class="fr-container fr-py-4w talk">
            <p class="fr-mb-2w"><a class="fr-link" href=format!("/dossiers/{id}")>"Revenir aux étapes"</a></p>
            <h1>{TITLE}</h1>
            <p class="fr-text--lead">"Ce que vous écrivez ici reste entre les personnes de votre structure\u{a0}: le service de l’État ne le voit pas."</p>
            {asked.done.map(|done| view! { <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status"><p>{done}</p></div> }.into_any())}
            {asked.moved.then(|| view! { <div class="fr-alert fr-alert--error fr-alert--sm fr-mb-3w" role="alert"><p>"Un collègue a confié une étape que vous vouliez confier, depuis que vous avez ouvert cette page\u{a0}: son choix est gardé, vérifiez-le dans «\u{a0}Qui fait quoi\u{a0}». Votre message, s’il y en a un, n’est pas encore envoyé."</p></div> }.into_any())}
            <div class="two">
                <section aria-labelledby="messages">
                    <h2 class="fr-h4" id="messages">"Messages"</h2>
                    {write(reading, asked)}
                    {open.is_empty().then(|| view! { <p>"Aucun message en attente."</p> }.into_any())}
                    <ul class="bare">{open.into_iter().map(|comment| card(reading, comment)).collect_view()}</ul>
                    {(many > 0)
                        .then(|| {
                            view! {
                                <details class="fr-mt-3w">
                                    <summary>{french::count(many, "message réglé", "messages réglés")}</summary>
                                    <ul class="bare">{settled.into_iter().map(|comment| card(reading, comment)).collect_view()}</ul>
                                </details>
                            }
                            .into_any()
                        })}
                </section>
                <section aria-labelledby="qui">{who_does_what(reading)}</section>
            </div>
        </div>
    }
    .into_any()
}

/// The form that writes: about what one comes from, or about a step.
fn write(reading: &Reading, asked: AskedOf) -> AnyView {
    let id = reading.id;
    let (reason, text) = (asked.refused, asked.text);
    let is_wrong = reason.is_some();
    let most = french::count(LONGEST_COMMENT, "caractère", "caractères");
    let subject = if let Some(about) = asked.about {
        let (name, _) = reading.subject(&about);
        let (field, value) = match about {
            Subject::Step(key) => ("etape", key),
            Subject::Question(path) => ("champ", path.to_string()),
        };
        view! {
            <input type="hidden" name=field value=value/>
            <input type="hidden" name="sujet" value="oui"/>
            <p class="fr-mb-1w">"À propos de " <strong>{format!("«\u{a0}{name}\u{a0}»")}</strong> " · " <a href=format!("/dossiers/{id}/echanges")>"Changer"</a></p>
        }
        .into_any()
    } else {
        let steps = reading.exchanges.trame.steps.iter();
        let steps = steps
            .map(|step| view! { <option value=step.key.clone()>{step.title.clone()}</option> }.into_any());
        view! {
            <div class="fr-select-group">
                <label class="fr-label" for="etape">"Étape"</label>
                <select class="fr-select" id="etape" name="etape" required><option value="">"Choisir une étape"</option>{steps.collect_view()}</select>
            </div>
        }
        .into_any()
    };
    view! {
        // One form for both sections: whichever button sends it, nothing done in the other is lost.
        <form method="post" action=format!("/dossiers/{id}/echanges") class="fr-mb-4w" id="echanges">
            <input type="hidden" name="_vu" value=reading.exchanges.snapshot.seq.to_string()/>
            {subject}
            <div class="fr-input-group" class:fr-input-group--error=is_wrong>
                <label class="fr-label" for="message">
                    "Votre message"
                    <span class="fr-hint-text">{format!("{most} au plus. Exemple\u{a0}: peux-tu vérifier ce chiffre avec la comptable\u{202f}?")}</span>
                </label>
                <textarea class="fr-input" id="message" name="message" rows="3" data-garde="" aria-describedby="message-erreur" aria-invalid=is_wrong.then_some("true")>{text}</textarea>
                <div class="fr-messages-group" id="message-erreur">{reason.map(|reason| view! { <p class="fr-message fr-message--error">{reason}</p> }.into_any())}</div>
            </div>
            <button class="fr-btn" type="submit" name="acte" value="ecrire">"Envoyer aux collègues"</button>
        </form>
    }
    .into_any()
}

/// A message, and what may be done of it.
fn card(reading: &Reading, comment: &Comment) -> AnyView {
    let (name, href) = reading.subject(&comment.about);
    let (day, hour) = french::time_of_day(comment.at);
    let when = format!("{}, le {} à {hour}", reading.who(comment.by), french::date(day));
    let (act, label) = match comment.settled {
        None => ("regler", "Marquer comme réglé"),
        Some(_) => ("rouvrir", "Rouvrir"),
    };
    let settled = comment.settled.map(|by| format!("Réglé par {}", reading.who(by)));
    view! {
        <li class="talk__card" id=format!("message-{}", comment.seq)>
            <p class="talk__about">{match href {
                Some(href) => view! { <a href=href>{name.clone()}</a> }.into_any(),
                None => view! { <span>{name.clone()}</span> }.into_any(),
            }}</p>
            <p class="talk__text" data-ecrit="">{comment.text.clone()}</p>
            <p class="fr-text--xs fr-mb-1w">{when} {settled.map(|settled| format!(" · {settled}"))}</p>
            <form method="post" action=format!("/dossiers/{}/echanges", reading.id)>
                <input type="hidden" name="message" value=comment.seq.to_string()/>
                <button class="fr-btn fr-btn--tertiary fr-btn--sm" type="submit" name="acte" value=act>
                    {label} <span class="fr-sr-only">{format!(" le message à propos de {name}")}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// Each step with the colleague who takes care of it.
fn who_does_what(reading: &Reading) -> AnyView {
    let Exchanges { snapshot, trame, colleagues, .. } = &reading.exchanges;
    let rows = trame.steps.iter().map(|step| {
        let now = snapshot.assigned.get(&step.key).copied();
        let control = format!("confie-{}", step.key);
        let options = colleagues.iter().map(|(person, name)| {
            let value = person.0.to_string();
            view! { <option value=value selected=now == Some(*person)>{name.clone()}</option> }.into_any()
        });
        view! {
            <div class="talk__step">
                <label class="fr-label" for=control.clone()>{step.title.clone()}</label>
                <input type="hidden" form="echanges" name=format!("vu-{}", step.key) value=now.map(|person| person.0.to_string()).unwrap_or_default()/>
                <select class="fr-select" form="echanges" id=control.clone() name=control>
                    <option value="">"Personne"</option>
                    {options.collect_view()}
                </select>
            </div>
        }
        .into_any()
    });
    let alone = (colleagues.len() < 2).then(|| {
        view! { <p class="fr-hint-text">"Un collègue apparaît dans la liste après sa première connexion pour votre structure."</p> }.into_any()
    });
    view! {
        <h2 class="fr-h4" id="qui">"Qui fait quoi"</h2>
        {alone}
        {rows.collect_view()}
        <button class="fr-btn fr-btn--secondary fr-mt-2w" form="echanges" type="submit" name="acte" value="confier" formnovalidate>"Enregistrer qui fait quoi"</button>
    }
    .into_any()
}
