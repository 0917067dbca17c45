//! Supporting documents, read by who may: as they are asked for, never held whole.

use app::in_address;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, piece,
    ports::Parts,
    usecase::{self, ReadPiece},
};
use form::FileRef;
use futures_util::stream;

use super::{
    App, error_page,
    error_page::refusal,
    range::Asked,
    session::Current,
    visitor::{log_in_to, named},
};

/// `GET /dossiers/{id}/pieces/{empreinte}/{nom}`: the document, for who may read the answer that holds it.
pub async fn read(
    State(app): State<App>,
    person: Option<Extension<Current>>,
    asked: Uri,
    Path((id, digest, _)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(Current(viewer))) = person else {
        return Redirect::to(&log_in_to(&asked.to_string())).into_response();
    };
    let Ok(id) = named(&id) else { return refusal(&Error::NotFound) };
    match usecase::read_piece(&app.services, &viewer, id, &digest).await {
        Ok(piece) => answer(&piece, &headers).await.unwrap_or_else(|error| refusal(&error)),
        Err(error) => refusal(&error),
    }
}

/// All of a document, or what is asked of it.
async fn answer(piece: &ReadPiece, headers: &HeaderMap) -> domain::Result<Response> {
    let (tag, size) = (format!("\"{}\"", piece.file.id), piece.file.size);
    let (status, range) = match Asked::of(headers, &tag, size) {
        Asked::Whole => (StatusCode::OK, None),
        Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        Asked::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, None),
        Asked::Known => (StatusCode::NOT_MODIFIED, None),
    };
    let mut response = if matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        let length = range.as_ref().map_or(size, |range| range.end - range.start);
        let body = Body::from_stream(told(piece.parts(range.clone()).await?));
        (status, [(header::CONTENT_LENGTH, HeaderValue::from(length))], body).into_response()
    } else {
        status.into_response()
    };
    let of = match (status, range) {
        (StatusCode::PARTIAL_CONTENT, Some(range)) => {
            format!("bytes {}-{}/{size}", range.start, range.end - 1)
        }
        (StatusCode::RANGE_NOT_SATISFIABLE, _) => format!("bytes */{size}"),
        _ => String::new(),
    };
    let dressed = response.headers_mut();
    if !of.is_empty() {
        dressed.insert(header::CONTENT_RANGE, plain(&of));
    }
    dressed.insert(header::ETAG, plain(&tag));
    dressed.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    dress(dressed, &piece.file);
    Ok(response)
}

/// The parts of a document as the answer sends them; what stops them is reported, and cuts the answer short.
fn told(parts: Box<dyn Parts>) -> impl stream::Stream<Item = domain::Result<Vec<u8>>> + Send {
    stream::try_unfold(parts, |mut parts| async move {
        let part = parts.next().await.inspect_err(error_page::report)?;
        Ok(part.map(|part| (part, parts)))
    })
}

/// What a browser may do with a document: show it or save it under its name, and nothing else.
fn dress(headers: &mut HeaderMap, file: &FileRef) {
    let way = if piece::is_shown(&file.media) { "inline" } else { "attachment" };
    let name = in_address(&piece::saved_name(&file.name, &file.media));
    // The viewer of PDF of a browser does not open in a closed box.
    let closed = if file.media == "application/pdf" { "" } else { "; sandbox" };
    for (name, value) in [
        (header::CONTENT_TYPE, plain(piece::known(&file.media))),
        (header::CONTENT_DISPOSITION, plain(&format!("{way}; filename*=UTF-8''{name}"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        // The page that tells of a document shows it in a frame; nobody else does.
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        (
            header::CONTENT_SECURITY_POLICY,
            plain(&format!("default-src 'none'; frame-ancestors 'self'{closed}")),
        ),
    ] {
        headers.insert(name, value);
    }
}

fn plain(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("only signs that a header may hold")
}
