//! Each page is made on one thread, and made again when it does not come.
//!
//! Leptos 0.8 loses a wake-up now and then while it waits for a page's data: the answer then never ends.
//! Measured here: about one page in 500 when the threads of one runtime share the work, one in 3 500 when one
//! thread keeps the page. What remains is caught by making the page again after [`PATIENCE`].

use std::time::Duration;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use tokio_util::task::LocalPoolHandle;

use super::error_page::error_page;

/// How long a page is waited for before it is made again: ten times what a slow one takes.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Makes the answer on one of the pool's threads.
pub async fn on_one_thread(State(pool): State<LocalPoolHandle>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return make(&pool, request, next).await;
    }
    let (parts, _) = request.into_parts();
    let first = make(&pool, Request::from_parts(parts.clone(), Body::empty()), next.clone());
    if let Ok(page) = tokio::time::timeout(PATIENCE, first).await {
        return page;
    }
    tracing::warn!(path = parts.uri.path(), "A page did not come and is made again");
    make(&pool, Request::from_parts(parts, Body::empty()), next).await
}

async fn make(pool: &LocalPoolHandle, request: Request, next: Next) -> Response {
    pool.spawn_pinned(move || async move { next.run(request).await }).await.unwrap_or_else(|stopped| {
        tracing::error!(%stopped, "A page was not made");
        error_page(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Cette page n’a pas pu s’afficher",
            "Rechargez la page. Si cela recommence, revenez dans quelques instants : rien de ce que vous avez enregistré n’est perdu.",
        )
    })
}
