//! What a form sends, with or without documents.

use axum::{
    Form, RequestExt,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{piece, usecase::Enclosed};

/// Largest document that a form may hold, in bytes.
#[derive(Clone, Copy)]
pub struct Heaviest(pub usize);

impl Heaviest {
    /// Largest form with documents, in bytes: three of the largest, and the texts.
    #[must_use]
    pub fn upload(self) -> usize {
        self.0.saturating_mul(3).saturating_add(2 << 20)
    }
}

/// A form: its texts in their order, and its documents.
#[derive(Default)]
pub struct Sent {
    /// Names with their texts.
    pub pairs: Vec<(String, String)>,
    /// Documents.
    pub documents: Vec<Document>,
}

/// A document as it was sent.
pub struct Document {
    /// Name of the control.
    pub control: String,
    /// Name of the file.
    pub name: String,
    /// Its bytes, cut one byte after the largest that is accepted.
    pub bytes: Vec<u8>,
}

impl Sent {
    /// The documents of a message.
    pub fn enclosed(documents: Vec<Document>) -> Vec<Enclosed> {
        documents.into_iter().map(|Document { name, bytes, .. }| Enclosed { name, bytes }).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let form = request.extract::<Form<Vec<(String, String)>>, _>().await;
            let Form(pairs) = form.map_err(IntoResponse::into_response)?;
            return Ok(Self { pairs, documents: Vec::new() });
        }
        let heaviest = request.extensions().get().copied().unwrap_or(Heaviest(piece::LARGEST));
        DefaultBodyLimit::max(heaviest.upload()).apply(&mut request);
        let parts = Multipart::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        read(parts, heaviest).await.map_err(IntoResponse::into_response)
    }
}

async fn read(
    mut parts: Multipart,
    heaviest: Heaviest,
) -> Result<Sent, axum::extract::multipart::MultipartError> {
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await? {
        let control = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None => sent.pairs.push((control, part.text().await?)),
            // A control left blank sends a document without a name.
            Some(name) if name.is_empty() => {}
            Some(name) => {
                let bytes = bytes(part, heaviest).await?;
                sent.documents.push(Document { control, name, bytes });
            }
        }
    }
    Ok(sent)
}

async fn bytes(
    mut part: Field<'_>,
    Heaviest(most): Heaviest,
) -> Result<Vec<u8>, axum::extract::multipart::MultipartError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        let room = (most + 1).saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(bytes)
}
