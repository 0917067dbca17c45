//! What the sources say, for the script of a form: of the question in hand, of the cells of a step.

use app::{AppError, pages};
use axum::{
    Json,
    extract::{Path, Query},
    response::{Html, IntoResponse, Response},
};
use domain::{PersonId, dossier::DossierId, usecase};

use super::{
    forms::value,
    visitor::{Visitor, named, told},
};

type Pairs = Vec<(String, String)>;

/// `…/donnees/extrait?champ=`: what each source says of a question.
pub async fn extract(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    let Ok(path) = form::Path::parse(value(&asked, "champ")) else {
        return visitor.answer(Err(AppError::NotFound));
    };
    match read(&visitor, &id).await {
        Ok((id, read, me)) => Html(pages::sources_extract(id, read, me, &path)).into_response(),
        Err(error) => visitor.answer(Err(error)),
    }
}

/// `…/donnees/origines?etape=`: where the cells of a step come from, and what waits for a decision there.
pub async fn origins(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Pairs>) -> Response {
    match read(&visitor, &id).await {
        Ok((id, read, _)) => Json(pages::step_beside(id, &read, value(&asked, "etape"))).into_response(),
        Err(error) => visitor.answer(Err(error)),
    }
}

async fn read(visitor: &Visitor, id: &str) -> Result<(DossierId, usecase::SourcesRead, PersonId), AppError> {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    Ok((id, told(usecase::read_sources(visitor.services(), viewer, id).await)?, viewer.person))
}
