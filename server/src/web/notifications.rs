//! `/notifications`: what a person is told of the dossiers they may read.

use app::pages;
use axum::{
    Extension, Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, Timestamp, Viewer, usecase};

use super::{
    App,
    error_page::refusal,
    forms::{Pairs, value},
    session::Current,
    visitor::{Made, Visitor, named, told},
};

/// Lists them, the last first.
pub async fn read(visitor: Visitor) -> Response {
    let made = made(&visitor).await;
    visitor.answer(made)
}

async fn made(visitor: &Visitor) -> Made {
    let viewer = visitor.viewer()?;
    // What comes while the page is made is not on it.
    let at = visitor.services().clock.now();
    let notices = told(usecase::read_notices(visitor.services(), viewer).await)?;
    Ok(pages::notifications(notices, at, visitor.services().mailer.is_some()))
}

/// Marks them all as read, as the page had them.
pub async fn act(State(app): State<App>, person: Option<Extension<Current>>, Form(pairs): Pairs) -> Response {
    let Some(Extension(Current(viewer))) = person else {
        return Redirect::to("/connexion").into_response();
    };
    match marked(&app, &viewer, value(&pairs, "jusqua")).await {
        Ok(()) => Redirect::to("/notifications").into_response(),
        Err(error) => refusal(&error),
    }
}

async fn marked(app: &App, viewer: &Viewer, until: &str) -> domain::Result<()> {
    let until: Timestamp = until.parse().map_err(|_| Error::NotFound)?;
    usecase::mark_notices_read(&app.services, viewer, until).await
}

/// Opens one: it is read, and its page follows. Who is not logged in logs in first, and comes back.
pub async fn open(visitor: Visitor, Path((id, key)): Path<(String, String)>) -> Response {
    match opened(&visitor, &id, &key).await {
        Ok(path) => Redirect::to(&path).into_response(),
        Err(error) => visitor.answer(Err(error)),
    }
}

async fn opened(visitor: &Visitor, id: &str, key: &str) -> Result<String, app::AppError> {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    told(usecase::open_notice(visitor.services(), viewer, id, key).await)
}
