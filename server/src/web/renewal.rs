//! `/dossiers/{id}/etapes/{cle}/reconduire`: a step beside last year's, confirmed after one look.

use app::pages::{self, NotConfirmed};
use axum::{
    Extension,
    extract::{Form, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, Refusal, Viewer, dossier::DossierId, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{Pairs, value},
    session::Current,
    visitor::{Made, Visitor, named, told},
};

/// Shows the step beside last year's.
pub async fn read(visitor: Visitor, Path((id, key)): Path<(String, String)>) -> Response {
    let made = made(&visitor, &id, &key, None).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor, id: &str, key: &str, refused: Option<NotConfirmed>) -> Made {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let read = told(usecase::read_renewal(visitor.services(), viewer, id).await)?;
    Ok(pages::renewal(id, read, key, (viewer.person, refused)))
}

/// Confirms it as it was read, and goes on with the next that awaits it.
pub async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    person: Option<Extension<Current>>,
    Path((id, key)): Path<(String, String)>,
    Form(pairs): Pairs,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return Redirect::to("/connexion").into_response() };
    let Ok(dossier) = id.parse::<DossierId>() else { return refusal(&Error::NotFound) };
    let seen = value(&pairs, "vu").parse().unwrap_or_default();
    let refused = match confirmed(&app, &viewer, dossier, &key, seen).await {
        Ok(next) => return Redirect::to(&next).into_response(),
        Err(Error::Refused(Refusal::Moved)) => (NotConfirmed::Moved, 409),
        Err(Error::Refused(Refusal::NotReady(_))) => (NotConfirmed::Held, 422),
        Err(error) => return refusal(&error),
    };
    let made = made(&visitor, &id, &key, Some(refused.0)).await;
    visitor.answer(made.map(|page| page.with_status(refused.1)))
}

async fn confirmed(
    app: &App,
    viewer: &Viewer,
    id: DossierId,
    key: &str,
    seen: u64,
) -> domain::Result<String> {
    usecase::confirm_step_read(&app.services, viewer, id, key.to_owned(), seen).await?;
    let next = usecase::next_to_renew(&app.services, viewer, id, key).await?;
    Ok(match next {
        Some(next) => format!("/dossiers/{id}/etapes/{next}/reconduire"),
        None => format!("/dossiers/{id}"),
    })
}
