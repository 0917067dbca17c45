//! Telling every request who is asking.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use domain::{Viewer, ports::Sessions};

use super::{App, error_page::refusal};
use crate::auth;

/// The person of a request; absent when nobody is logged in.
#[derive(Clone)]
pub struct Current(pub Viewer);

/// Looks the session up, once a request.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let secret = auth::secret_of(request.headers(), auth::cookie_name(&app.config));
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        match app.store.viewer(auth::digest(&secret), app.services.clock.now()).await {
            Ok(Some(viewer)) => {
                request.extensions_mut().insert(Current(viewer));
            }
            Ok(None) => {}
            Err(error) => return refusal(&error),
        }
    }
    next.run(request).await
}
