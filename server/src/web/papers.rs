//! `…/courriers/{papier}`: official papers of a dossier, for its structure and for the services that read it.
//!
//! `{papier}` is a page to read, `{papier}.pdf` the paper as it is sent and kept; that of a decision that was taken up
//! again bears its place, `convention-1`.

use app::{
    AppError, in_address,
    pages::{self, FromList},
};
use axum::{
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    paper::{Paper, PaperKind},
    usecase,
};

use super::{
    App, error_page, queue,
    visitor::{Visitor, named, told},
};

/// A paper, for the structure.
pub async fn of_structure(visitor: Visitor, Path((id, asked)): Path<(String, String)>) -> Response {
    let back = (format!("/dossiers/{id}/suivi"), "← Revenir au suivi");
    answer(visitor, (&id, &asked), back, &[]).await
}

/// A paper, for a service.
pub async fn of_service(
    visitor: Visitor,
    Path((id, asked)): Path<(String, String)>,
    Query(words): Query<Vec<(String, String)>>,
) -> Response {
    let back = (format!("/instruction/dossiers/{id}"), "← Revenir au dossier");
    answer(visitor, (&id, &asked), back, &words).await
}

async fn answer(
    visitor: Visitor,
    (id, asked): (&str, &str),
    back: (String, &'static str),
    words: &[(String, String)],
) -> Response {
    let (kind, is_file) = asked.strip_suffix(".pdf").map_or((asked, false), |kind| (kind, true));
    let paper = match read(&visitor, id, kind).await {
        Ok(paper) => paper,
        Err(error) => return visitor.answer(Err(error)),
    };
    if is_file {
        return file(&visitor.app, &paper).await;
    }
    let list = match came_from(&visitor, id, words).await {
        Ok(list) => list,
        Err(error) => return visitor.answer(Err(error)),
    };
    // Without its file the page still says it all, and prints it.
    let drawn = visitor.app.drawings.of(&paper).await.inspect_err(error_page::report);
    let file = drawn.ok().map(|drawn| (format!("{kind}.pdf"), weight(&drawn)));
    visitor.answer(Ok(pages::paper(paper, back, file, list)))
}

/// The list that an agent came from; the structure comes from none.
async fn came_from(
    visitor: &Visitor,
    id: &str,
    words: &[(String, String)],
) -> Result<Option<FromList>, AppError> {
    if words.is_empty() { Ok(None) } else { queue::came_from(visitor, named(id)?, words).await }
}

async fn read(visitor: &Visitor, id: &str, kind: &str) -> Result<Paper, AppError> {
    let (viewer, id) = (visitor.viewer()?, named(id)?);
    let services = visitor.services();
    if let Some(kind) = PaperKind::of(kind) {
        return told(usecase::read_paper(services, viewer, id, kind).await);
    }
    if kind == pages::ACKNOWLEDGEMENT_DRAFT {
        return told(usecase::preview_acknowledgement(services, viewer, id).await);
    }
    let past = told(past(kind).ok_or(Error::NotFound))?;
    told(usecase::read_past_paper(services, viewer, id, past).await)
}

/// The paper of a decision that was taken up again: `convention-1` is that of the first decision.
fn past(asked: &str) -> Option<(PaperKind, usize)> {
    let (kind, place) = asked.rsplit_once('-')?;
    Some((PaperKind::of(kind)?, place.parse().ok()?))
}

fn weight(drawn: &Bytes) -> u64 {
    u64::try_from(drawn.len()).unwrap_or(u64::MAX)
}

/// A paper as a file to save under its name; why there is none.
pub(super) async fn file(app: &App, paper: &Paper) -> Response {
    match app.drawings.of(paper).await {
        Ok(drawn) => {
            let name = in_address(&paper.file_name());
            let way = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}"));
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
                (header::CONTENT_DISPOSITION, way.expect("only signs that a header may hold")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
            ];
            (headers, drawn).into_response()
        }
        Err(error) => error_page::refusal(&error),
    }
}
