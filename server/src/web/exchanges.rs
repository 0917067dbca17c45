//! `/dossiers/{id}/echanges`: reading what colleagues write, writing, settling, giving a step to someone.

use app::pages::{self, AskedOf};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, PersonId, Refusal, Viewer,
    dossier::{DossierId, talk::Subject},
    usecase,
};

use super::{
    App,
    error_page::refusal,
    forms::{seen, seen_or_all, subject, value},
    visitor::{Made, OnDossier, Visitor, named, told},
};

/// Pairs that the page may send: two a step, and no form has a hundred steps.
const MOST_PAIRS: usize = 250;

type Pairs = Vec<(String, String)>;

/// Shows the exchanges, about what one comes from.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let done = sentence(value(&asked, "fait"));
    let asked = AskedOf { about: subject(&asked), done, ..AskedOf::default() };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: AskedOf) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let exchanges = told(usecase::read_exchanges(visitor.services(), viewer, id).await)?;
    Ok(pages::exchanges(id, exchanges, viewer.person, asked))
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    match done(&app, &viewer, dossier, &pairs).await {
        // A message that was begun goes on.
        Ok(()) if value(&pairs, "acte") == "confier" && !value(&pairs, "message").is_empty() => {
            let text = value(&pairs, "message").to_owned();
            let asked =
                AskedOf { about: subject(&pairs), text, done: sentence("confier"), ..AskedOf::default() };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made)
        }
        Ok(()) => Redirect::to(&address(dossier, &pairs)).into_response(),
        Err(Error::Invalid(reason)) => {
            let text = value(&pairs, "message").to_owned();
            let asked = AskedOf { about: subject(&pairs), refused: Some(reason), text, ..AskedOf::default() };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made)
        }
        Err(Error::Refused(Refusal::Moved)) => {
            let text = value(&pairs, "message").to_owned();
            let asked = AskedOf { about: subject(&pairs), text, moved: true, ..AskedOf::default() };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made.map(|page| page.with_status(409)))
        }
        Err(error) => refusal(&error),
    }
}

/// The page again, about the same thing, with what was done.
fn address(id: DossierId, pairs: &Pairs) -> String {
    // What was chosen in the list is chosen anew: the next message may be about something else.
    let about = match subject(pairs).filter(|_| value(pairs, "sujet") == "oui") {
        Some(Subject::Question(path)) => format!("champ={path}&"),
        Some(Subject::Step(step)) => format!("etape={step}&"),
        None => String::new(),
    };
    format!("/dossiers/{id}/echanges?{about}fait={}", value(pairs, "acte"))
}

/// What was done, in a sentence.
fn sentence(act: &str) -> Option<&'static str> {
    match act {
        "ecrire" => Some("Votre message est envoyé à vos collègues."),
        "regler" => Some("Le message est marqué comme réglé."),
        "rouvrir" => Some("Le message est rouvert."),
        "confier" => Some("Qui fait quoi est enregistré."),
        _ => None,
    }
}

async fn done(app: &App, viewer: &Viewer, id: DossierId, pairs: &Pairs) -> domain::Result<()> {
    let services = &app.services;
    match value(pairs, "acte") {
        "ecrire" => {
            let unnamed = "Choisissez l’étape dont vous parlez.".to_owned();
            let about = subject(pairs).ok_or(Error::Invalid(unnamed))?;
            assign(app, viewer, id, pairs).await?;
            usecase::add_comment(services, viewer, id, (about, seen(pairs)), value(pairs, "message")).await
        }
        act @ ("regler" | "rouvrir") => {
            let comment = value(pairs, "message").parse().map_err(|_| Error::NotFound)?;
            usecase::settle_comment(services, viewer, id, comment, act == "regler").await
        }
        "confier" => assign(app, viewer, id, pairs).await,
        _ => Err(Error::NotFound),
    }
}

/// Gives steps to people: only what was changed on the page, for a colleague may have given another step meanwhile.
///
/// # Errors
/// `Refused` when a colleague gave one of them meanwhile; the others are given.
async fn assign(app: &App, viewer: &Viewer, id: DossierId, pairs: &Pairs) -> domain::Result<()> {
    let mut moved = Ok(());
    for (name, to) in pairs.iter().take(MOST_PAIRS) {
        let Some(step) = name.strip_prefix("confie-") else { continue };
        if value(pairs, &format!("vu-{step}")) == to.as_str() {
            continue;
        }
        let to = if to.is_empty() { None } else { Some(PersonId(to.parse().map_err(|_| Error::NotFound)?)) };
        match usecase::assign_step(&app.services, viewer, (id, seen_or_all(pairs)), step.to_owned(), to).await
        {
            Err(Error::Refused(Refusal::Moved)) => moved = Err(Error::Refused(Refusal::Moved)),
            other => other?,
        }
    }
    moved
}
