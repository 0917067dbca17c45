//! `/administration/formulaires/{nom}`: a national form as a document, to read and to print.
//!
//! Versions of the dossier go by their number, `2`; those of another trame by its key too, `bilan-1`.

use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderValue, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{Error, dossier::About, usecase};

use super::{App, error_page::refusal, session::Current, visitor::log_in_to};
use crate::document::document;

/// The document holds its own style, and nothing else that runs or is fetched.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// Shows a published version, to those who run or steer the service.
pub async fn read(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    asked: Uri,
    Path(name): Path<String>,
) -> Response {
    let Some(Extension(Current(viewer))) = person else {
        return Redirect::to(&log_in_to(&asked.to_string())).into_response();
    };
    let (key, version) = name.rsplit_once('-').unwrap_or((About::Demand.trame(), &name));
    let Ok(version) = version.parse() else { return refusal(&Error::NotFound) };
    match usecase::published_form(&app.services, &viewer, (key, version)) {
        Ok(Some(program)) => {
            let mut page = Html(document(program.trame())).into_response();
            page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            page
        }
        Ok(None) => refusal(&Error::NotFound),
        Err(error) => refusal(&error),
    }
}
