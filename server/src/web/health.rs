//! `/sante`: is the service alive, and ready.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use super::App;

/// Answers 200 when the database answers, 503 otherwise.
pub async fn health(State(app): State<App>) -> impl IntoResponse {
    if app.store.ping().await {
        (StatusCode::OK, "prêt\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "la base de données ne répond pas\n")
    }
}
