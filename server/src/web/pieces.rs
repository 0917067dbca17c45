//! Supporting documents, read by who may.

use app::in_address;
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, piece, usecase};

use super::{App, error_page::refusal, session::Current, visitor::named};

/// `GET /dossiers/{id}/pieces/{empreinte}/{nom}`: the document, for who may read the answer that holds it.
pub async fn read(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    Path((id, digest, _)): Path<(String, String, String)>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else { return Redirect::to("/connexion").into_response() };
    let Ok(id) = named(&id) else { return refusal(&Error::NotFound) };
    let (file, bytes) = match usecase::read_piece(&app.services, &viewer, id, &digest).await {
        Ok(found) => found,
        Err(error) => return refusal(&error),
    };
    let way = if piece::is_shown(&file.media) { "inline" } else { "attachment" };
    let disposition =
        format!("{way}; filename*=UTF-8''{}", in_address(&piece::saved_name(&file.name, &file.media)));
    let value = |text: &str| HeaderValue::from_str(text).expect("only signs that a header may hold");
    let headers = [
        (header::CONTENT_TYPE, value(piece::known(&file.media))),
        (header::CONTENT_DISPOSITION, value(&disposition)),
        (header::CACHE_CONTROL, value("private, no-cache")),
        // The page that tells of a document shows it in a frame; nobody else does.
        (header::X_FRAME_OPTIONS, value("SAMEORIGIN")),
        (header::CONTENT_SECURITY_POLICY, value("default-src 'none'; frame-ancestors 'self'")),
    ];
    (headers, bytes).into_response()
}
