//! Documents on their way, chunk by chunk: what is lacking, a chunk, the end, giving up; taken back, put back.

use app::{AppError, Sealed};
use axum::{
    Extension, Form, Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Viewer,
    dossier::{Answer, DossierId},
    piece::Parcel,
    usecase::{self, Services},
};
use serde::Deserialize;

use super::{
    App,
    forms::whole,
    session::Current,
    visitor::{named, told},
};

type Person = Option<Extension<Current>>;

/// A document's name, after `?`: what is said of it names it.
#[derive(Deserialize)]
pub struct Named {
    nom: String,
}

/// What ends a document's way.
#[derive(Deserialize)]
pub struct Arrived {
    empreinte: String,
    taille: usize,
    nom: String,
}

/// `GET /dossiers/{id}/envois/{empreinte}/{taille}`: the chunks that are still to be sent, in JSON.
pub async fn lacking(
    State(app): State<App>,
    person: Person,
    Path((id, digest, size)): Path<(String, String, usize)>,
    Query(Named { nom }): Query<Named>,
) -> Response {
    let lacking = async {
        let (Current(viewer), parcel) = (known(person)?, parcel(&id, digest, size)?);
        done(usecase::lacking_chunks(&app.services, &viewer, &parcel, &nom).await)
    };
    lacking.await.map_or_else(refused, |chunks| Json(chunks).into_response())
}

/// `PUT /dossiers/{id}/envois/{empreinte}/{taille}/{morceau}`: one chunk.
pub async fn hold(
    State(app): State<App>,
    person: Person,
    Path((id, digest, size, chunk)): Path<(String, String, usize, usize)>,
    Query(Named { nom }): Query<Named>,
    bytes: Bytes,
) -> Response {
    let held = async {
        let (Current(viewer), parcel) = (known(person)?, parcel(&id, digest, size)?);
        done(usecase::hold_chunk(&app.services, &viewer, (&parcel, chunk), (&nom, bytes.to_vec())).await)
    };
    held.await.map_or_else(refused, |()| StatusCode::NO_CONTENT.into_response())
}

/// `POST /dossiers/{id}/pieces/{champ}`: the document has arrived; what the question then holds, sealed.
pub async fn deliver(
    State(app): State<App>,
    person: Person,
    Path((id, field)): Path<(String, String)>,
    Form(Arrived { empreinte, taille, nom }): Form<Arrived>,
) -> Response {
    changed(&app, person, (&id, &field), |services, viewer, dossier, path| async move {
        let parcel = Parcel { dossier, digest: empreinte, size: taille };
        usecase::deliver_parcel(&services, &viewer, &parcel, (path, &nom)).await
    })
    .await
}

/// `DELETE /dossiers/{id}/pieces/{champ}/{empreinte}`: takes a document back; what the question then holds.
pub async fn take_back(
    State(app): State<App>,
    person: Person,
    Path((id, field, digest)): Path<(String, String, String)>,
) -> Response {
    changed(&app, person, (&id, &field), |services, viewer, id, path| async move {
        usecase::detach_piece(&services, &viewer, id, path, digest).await
    })
    .await
}

/// `PUT /dossiers/{id}/pieces/{champ}/{empreinte}`: puts back a document taken back.
pub async fn put_back(
    State(app): State<App>,
    person: Person,
    Path((id, field, digest)): Path<(String, String, String)>,
) -> Response {
    changed(&app, person, (&id, &field), |services, viewer, id, path| async move {
        usecase::put_piece_back(&services, &viewer, id, path, &digest).await
    })
    .await
}

/// `DELETE /dossiers/{id}/envois/{empreinte}/{taille}`: gives a document up.
pub async fn forget(
    State(app): State<App>,
    person: Person,
    Path((id, digest, size)): Path<(String, String, usize)>,
) -> Response {
    let forgotten = async {
        let (Current(viewer), parcel) = (known(person)?, parcel(&id, digest, size)?);
        done(usecase::forget_parcel(&app.services, &viewer, &parcel).await)
    };
    forgotten.await.map_or_else(refused, |()| StatusCode::NO_CONTENT.into_response())
}

fn known(person: Person) -> Result<Current, AppError> {
    person.map(|Extension(current)| current).ok_or(AppError::LoggedOut)
}

/// Changes the documents of a question, to the end; what it then holds, as the page's program reads it.
async fn changed<W>(
    app: &App,
    person: Person,
    (id, field): (&str, &str),
    change: impl FnOnce(Services, Viewer, DossierId, form::Path) -> W,
) -> Response
where
    W: Future<Output = domain::Result<Answer>> + Send + 'static,
{
    let held = async {
        let (Current(viewer), id) = (known(person)?, named(id)?);
        let path = form::Path::parse(field).map_err(|_| AppError::NotFound)?;
        let answer = done(whole(change(app.services.clone(), viewer, id, path)).await)?;
        Ok(Sealed::seal(&answer, app.version())?.into_text())
    };
    held.await.map_or_else(refused, IntoResponse::into_response)
}

fn parcel(id: &str, digest: String, size: usize) -> Result<Parcel, AppError> {
    Ok(Parcel { dossier: named(id)?, digest, size })
}

/// Why not, and whether the same again will do.
pub(super) struct Refused {
    status: u16,
    error: AppError,
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self { status: error.status(), error }
    }
}

/// A use case's answer, as the page's program is told it.
fn done<T>(result: domain::Result<T>) -> Result<T, Refused> {
    let full = matches!(result, Err(domain::Error::NoRoom));
    told(result).map_err(|error| match Refused::from(error) {
        refused if full => Refused { status: 507, ..refused },
        refused => refused,
    })
}

/// Why not, in JSON: the page's program reads it.
pub(super) fn refused(Refused { status, error }: Refused) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], error.in_json()).into_response()
}
