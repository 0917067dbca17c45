//! `/dossiers/{id}/territoires`: the dossiers of a year side by side, taking a value over, holding one everywhere.

use app::pages::{self, AskedTerritories};
use axum::{
    extract::{Form, Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, Refusal, Viewer, dossier::DossierId, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{Pairs, value, whole},
    visitor::{Made, OnDossier, Visitor, named, told},
};

/// Shows the dossiers side by side.
pub async fn read(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(words): Query<Vec<(String, String)>>,
) -> Response {
    let asked = match value(&words, "fait") {
        "reprendre" => AskedTerritories::TakenOver,
        "partout" => AskedTerritories::Proposed,
        _ => AskedTerritories::Nothing,
    };
    let made = made(&visitor, &id, asked).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, asked: AskedTerritories) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let read = told(usecase::read_territories(visitor.services(), viewer, id).await)?;
    Ok(pages::territories(id, read, asked))
}

/// Does what a form of the page asks.
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    OnDossier(viewer, dossier): OnDossier,
    Form(pairs): Pairs,
) -> Response {
    let act = if value(&pairs, "acte") == "partout" { "partout" } else { "reprendre" };
    match whole(async move { done(&app, &viewer, dossier, &pairs).await }).await {
        Ok(()) => Redirect::to(&format!("/dossiers/{dossier}/territoires?fait={act}")).into_response(),
        Err(Error::Refused(Refusal::Moved)) => {
            let made = made(&visitor, &dossier.to_string(), AskedTerritories::Moved).await;
            visitor.answer(made.map(|page| page.with_status(409)))
        }
        Err(error) => refusal(&error),
    }
}

async fn done(app: &App, viewer: &Viewer, id: DossierId, pairs: &[(String, String)]) -> domain::Result<()> {
    let path = form::Path::parse(value(pairs, "champ")).map_err(|_| Error::NotFound)?;
    let seen = |key| value(pairs, key).parse().unwrap_or_default();
    match value(pairs, "acte") {
        "reprendre" => {
            let from = value(pairs, "de").parse().map_err(|_| Error::NotFound)?;
            usecase::take_from_sister(&app.services, viewer, (id, seen("vu")), path, (from, seen("vu_de")))
                .await
        }
        "partout" => usecase::hold_everywhere(&app.services, viewer, (id, seen("vu")), path).await,
        _ => Err(Error::NotFound),
    }
}
