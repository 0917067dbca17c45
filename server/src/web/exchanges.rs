//! `/dossiers/{id}/echanges`: reading what colleagues write, writing, settling, giving a step to someone.

use app::pages::{self, AskedOf};
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, PersonId, Viewer,
    dossier::{DossierId, talk::Subject},
    usecase,
};

use super::{
    App,
    error_page::refusal,
    forms::value,
    session::Current,
    visitor::{Made, Visitor, named, told},
};

/// Pairs that the page may send: two a step, and no form has a hundred steps.
const MOST_PAIRS: usize = 250;

type Pairs = Vec<(String, String)>;

/// Shows the exchanges, about what one comes from.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let asked = AskedOf { about: subject(&asked), refused: None };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: AskedOf) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let exchanges = told(usecase::read_exchanges(visitor.services(), viewer, id).await)?;
    Ok(pages::exchanges(id, exchanges, viewer.person, asked))
}

fn subject(pairs: &Pairs) -> Option<Subject> {
    let question = form::Path::parse(value(pairs, "champ")).ok().map(Subject::Question);
    let step = value(pairs, "etape");
    question.or_else(|| (!step.is_empty()).then(|| Subject::Step(step.to_owned())))
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    person: Option<Extension<Current>>,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return Redirect::to("/connexion").into_response() };
    let Ok(dossier) = id.parse::<DossierId>() else { return refusal(&Error::NotFound) };
    match done(&app, &viewer, dossier, &pairs).await {
        Ok(()) => Redirect::to(&format!("/dossiers/{dossier}/echanges")).into_response(),
        Err(Error::Invalid(reason)) => {
            let text = value(&pairs, "message").to_owned();
            let asked = AskedOf { about: subject(&pairs), refused: Some((reason, text)) };
            let made = made(&visitor, &id, asked).await;
            visitor.answer(made)
        }
        Err(error) => refusal(&error),
    }
}

async fn done(app: &App, viewer: &Viewer, id: DossierId, pairs: &Pairs) -> domain::Result<()> {
    let services = &app.services;
    match value(pairs, "acte") {
        "ecrire" => {
            let about = subject(pairs).ok_or(Error::NotFound)?;
            usecase::add_comment(services, viewer, id, about, value(pairs, "message")).await
        }
        act @ ("regler" | "rouvrir") => {
            let comment = value(pairs, "message").parse().map_err(|_| Error::NotFound)?;
            usecase::settle_comment(services, viewer, id, comment, act == "regler").await
        }
        "confier" => {
            // Only what was changed on the page: a colleague may have given another step meanwhile.
            for (name, to) in pairs.iter().take(MOST_PAIRS) {
                let Some(step) = name.strip_prefix("confie-") else { continue };
                if value(pairs, &format!("vu-{step}")) == to.as_str() {
                    continue;
                }
                let to = if to.is_empty() {
                    None
                } else {
                    Some(PersonId(to.parse().map_err(|_| Error::NotFound)?))
                };
                usecase::assign_step(services, viewer, id, step.to_owned(), to).await?;
            }
            Ok(())
        }
        _ => Err(Error::NotFound),
    }
}
