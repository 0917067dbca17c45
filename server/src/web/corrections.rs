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
    visitor::{OnDossier, Visitor},
};

type Pairs = Vec<(String, String)>;

/// Shows what is asked.
pub async fn read(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let answering = Answering { refused: None, done: value(&asked, "fait") == "repondre" };
    let made = opened(&visitor, &id).await.map(|dossier| pages::corrections(dossier, answering));
    visitor.answer(made)
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
            let made = opened(&visitor, &dossier.to_string()).await;
            let shown =
                |dossier| pages::corrections(dossier, Answering { refused, done: false }).with_status(status);
            visitor.answer(made.map(shown))
        }
        Err(error) => refusal(&error),
    }
}
