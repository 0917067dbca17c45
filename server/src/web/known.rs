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
///
/// A form says whom its page was made for (`?moi=`): another person who logged in since signs none of it.
pub async fn known(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let of_dossier = request.uri().path().starts_with("/dossiers/");
    let person = request.extensions().get::<Current>().map(|Current(viewer)| viewer.person);
    let mut words = request.uri().query().into_iter().flat_map(|query| query.split('&'));
    let me = words.find_map(|word| word.strip_prefix("moi="));
    let another = me.is_some_and(|me| person.is_none_or(|person| person.0.to_string() != me));
    if reads || !(another || of_dossier && person.is_none()) {
        return next.run(request).await;
    }
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|accepts| accepts.contains("text/html")) {
        return session_ended();
    }
    refused(AppError::LoggedOut.into()).into_response()
}
