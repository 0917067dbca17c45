//! Refusing at the door what only a known person may send: before a byte of it is read.

use app::AppError;
use axum::{
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{forms::session_ended, parcels::refused, session::Current};

/// Lets through who is known, and what anybody may ask.
pub async fn known(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let of_dossier = request.uri().path().starts_with("/dossiers/");
    if reads || !of_dossier || request.extensions().get::<Current>().is_some() {
        return next.run(request).await;
    }
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|accepts| accepts.contains("text/html")) {
        return session_ended();
    }
    refused(AppError::LoggedOut).into_response()
}
