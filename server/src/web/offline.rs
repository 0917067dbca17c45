//! What the browser keeps for the time it is cut off: a page, and the script that shows it.

use app::pages;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::{App, visitor::Visitor};

/// Files that the page is made of, in the folder of the browser's files.
const FILES: [&str; 4] = [
    "conventionnement.css",
    "fonts/Marianne-Regular.woff2",
    "fonts/Marianne-Bold.woff2",
    "favicon/favicon.svg",
];

/// `/hors-connexion`, the same for everybody: the browser keeps it for whoever comes.
pub async fn page(visitor: Visitor) -> Response {
    visitor.for_anybody().answer(Ok(pages::offline()))
}

/// `/hors-connexion.js`: the script that the browser keeps beside its pages, new when the version is.
pub async fn worker(State(app): State<App>) -> Response {
    let files: Vec<String> = FILES.iter().map(|name| format!("/{}/{name}", app.folder)).collect();
    let script = format!(
        "const VERSION = {:?};\nconst FILES = {files:?};\n{}",
        app.version(),
        include_str!("offline.js")
    );
    // What it asks the network for is under its own policy.
    let policy = "default-src 'none'; connect-src 'self'";
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)];
    (headers, script).into_response()
}
