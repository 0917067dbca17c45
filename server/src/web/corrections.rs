//! `/dossiers/{id}/corrections`: what the service asks a structure to correct, and what it answers.

use app::pages::{self, Answering};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{seen_or_all, value},
    pages::opened,
    visitor::{Made, OnDossier, Visitor, told},
};

type Pairs = Vec<(String, String)>;

/// Shows what is asked.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let answering = Answering { done: value(&asked, "fait") == "repondre", ..Answering::default() };
    let made = made(&visitor, &id, answering).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: Answering) -> Made {
    let dossier = opened(visitor, id).await?;
    let rounds = told(usecase::read_rounds(visitor.services(), visitor.viewer()?, dossier.id).await)?;
    Ok(pages::corrections(dossier, Answering { rounds, ..asked }))
}

/// Takes the answer to one of them.
pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Form<Pairs>,
) -> Response {
    let Ok(correction) = value(&pairs, "correction").parse() else { return refusal(&Error::NotFound) };
    let text = value(&pairs, "texte");
    let seen = (dossier, seen_or_all(&pairs));
    match usecase::answer_correction(&app.services, &viewer, seen, correction, text).await {
        Ok(()) => Redirect::to(&format!("/dossiers/{dossier}/corrections?fait=repondre")).into_response(),
        // What was typed is still there, with why it was not taken.
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let status = if matches!(error, Error::Refused(_)) { 409 } else { 422 };
            let refused = Some((correction, error.to_string(), text.to_owned()));
            let asked = Answering { refused, ..Answering::default() };
            let made = made(&visitor, &dossier.to_string(), asked).await;
            visitor.answer(made.map(|page| page.with_status(status)))
        }
        Err(error) => refusal(&error),
    }
}
