//! Saying at once that the service is too busy, rather than making a crowd wait behind it.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use app::AppError;

use super::{App, error_page::error_page};

/// Lets so many changes be made at once; the next is told to come back, its page keeps what it has to send.
///
/// What is only read passes: it holds nothing that a change waits for.
pub async fn admit(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let Ok(_place) = app.room.try_acquire() else {
        return if wants_page {
            error_page(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service très sollicité",
                "Trop de demandes arrivent en même temps\u{a0}: la vôtre n’a pas été prise. Actualisez cette page dans quelques instants\u{a0}: le navigateur renverra ce que vous avez écrit.",
            )
        } else {
            // What a page's program knows as a server that does not answer: it keeps all and tries again.
            let told = AppError::Unavailable.in_json();
            (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, "application/json")], told)
                .into_response()
        };
    };
    next.run(request).await
}
