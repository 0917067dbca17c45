//! What a page of another version of the service asks of this one, and that is not here: a file, a server function.
//!
//! A deployment leaves pages open, and while two versions answer side by side a page may come from one and its files
//! from the other. Nothing of what was typed depends on the answer; none is a page of error.

use app::AppError;
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::App;

/// The script that a page's program begins with.
const START: &str = "start.js";
/// In its place: the page comes again, of this version, once, unless something was typed in it; where it does not, it
/// stays as it is, notes what is typed still, with its own button to save, and says so. The server writes VERSION before this text.
const AGAIN: &str = "let again = false;\n\
    try {\n  \
      const typed = globalThis.early?.size?.();\n  \
      if (!typed && sessionStorage.getItem('version') !== VERSION) {\n    \
        sessionStorage.setItem('version', VERSION);\n    \
        again = true;\n    \
        location.reload();\n  \
      }\n\
    } catch {}\n\
    if (!again) {\n  \
      const told = document.createElement('p');\n  \
      told.className = 'lacking fr-alert fr-alert--warning fr-alert--sm';\n  \
      told.setAttribute('role', 'alert');\n  \
      told.textContent = 'Une nouvelle version du service est en ligne. Enregistrez avec un des boutons de l’étape\u{a0}: la page sera ensuite à jour.';\n  \
      document.getElementById('piece')?.before(told);\n\
    }\n";

/// Stands in for the files of another version.
///
/// Style, letters and pictures are those of this one. A program is not: it would misread a page of another.
pub async fn files(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = request.uri().path().trim_start_matches('/').to_owned();
    let response = next.run(request).await;
    let Some((folder, name)) = asked.split_once('/') else { return response };
    if response.status() != StatusCode::NOT_FOUND || folder == app.version() {
        return response;
    }
    let kind = name.rsplit_once('.').map(|(_, kind)| kind);
    match kind {
        Some("js") if name == START => {
            let script = format!("const VERSION = {:?};\n{AGAIN}", app.version());
            ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
        }
        None | Some("js" | "wasm") => response,
        Some(_) => Redirect::temporary(&format!("/{}/{name}", app.folder)).into_response(),
    }
}

/// Says to a page's program that another version of the service is online: what it asks is done otherwise now.
pub fn function() -> Response {
    let told = AppError::Outdated;
    let status = StatusCode::from_u16(told.status()).unwrap_or(StatusCode::CONFLICT);
    (status, [(header::CONTENT_TYPE, "application/json")], told.in_json()).into_response()
}
