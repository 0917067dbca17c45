//! Supporting documents: sent one by one by the browser's program, and read by who may.

use app::{AppError, Sealed, in_address};
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Error, piece, usecase};

use super::{
    App,
    error_page::refusal,
    sent::Sent,
    session::Current,
    visitor::{named, told},
};

/// `POST /dossiers/{id}/pieces/{champ}`: gives one document; answers what the question then holds, sealed,
/// or why not, in JSON.
pub async fn deposit(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Path((id, field)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    match deposited(&app, person, &id, &field, sent).await {
        Ok(text) => text.into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(header::CONTENT_TYPE, "application/json")], error.in_json()).into_response()
        }
    }
}

async fn deposited(
    app: &App,
    person: Option<Extension<Current>>,
    id: &str,
    field: &str,
    sent: Sent,
) -> Result<String, AppError> {
    let Extension(Current(viewer)) = person.ok_or(AppError::LoggedOut)?;
    let path = form::Path::parse(field).map_err(|_| AppError::NotFound)?;
    let document = sent.documents.into_iter().next();
    let document = document.ok_or_else(|| AppError::Invalid("Aucun document reçu.".to_owned()))?;
    let given =
        usecase::attach_piece(&app.services, &viewer, named(id)?, path, &document.name, document.bytes);
    let answer = told(given.await)?;
    Ok(Sealed::seal(&answer, app.version())?.into_text())
}

/// `GET /dossiers/{id}/pieces/{empreinte}/{nom}`: the document, for who may read the answer that holds it.
pub async fn read(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Path((id, digest, _)): Path<(String, String, String)>,
) -> Response {
    let (Some(Extension(Current(viewer))), Ok(id)) = (person, named(&id)) else {
        return refusal(&Error::NotFound);
    };
    let (file, bytes) = match usecase::read_piece(&app.services, &viewer, id, &digest).await {
        Ok(found) => found,
        Err(error) => return refusal(&error),
    };
    let way = if piece::is_shown(&file.media) { "inline" } else { "attachment" };
    let disposition = format!("{way}; filename*=UTF-8''{}", in_address(&file.name));
    let value = |text: &str| HeaderValue::from_str(text).expect("only signs that a header may hold");
    let headers = [
        (header::CONTENT_TYPE, value(piece::known(&file.media))),
        (header::CONTENT_DISPOSITION, value(&disposition)),
        (header::CACHE_CONTROL, value("private, no-cache")),
    ];
    (headers, bytes).into_response()
}
