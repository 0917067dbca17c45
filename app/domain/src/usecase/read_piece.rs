//! Reading a document: its bytes come part by part, and it is never held whole.

use std::{ops::Range, sync::Arc};

use form::{FileRef, Value, file::Analysis};

use super::Services;
use crate::{
    Error, Refusal, Result, Viewer,
    access::{Access, Action},
    dossier::{DossierId, Snapshot, messages::Threads},
    ports::{Parts, Pieces},
};

/// A document that a person may read.
pub struct ReadPiece {
    /// What is known of it.
    pub file: FileRef,
    bytes: Arc<dyn Pieces>,
}

impl ReadPiece {
    /// Its bytes part by part, or those of a range.
    pub async fn parts(&self, range: Option<Range<u64>>) -> Result<Box<dyn Parts>> {
        let digest = &self.file.id;
        let parts = self.bytes.parts(digest, range).await?;
        parts.ok_or_else(|| Error::unavailable(format!("pièce {digest} absente")))
    }
}

/// A document to read, for who may read the answer that holds it, or the message that carries it.
///
/// # Errors
/// `Refused` while the antivirus has not let it through.
pub async fn read_piece(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    digest: &str,
) -> Result<ReadPiece> {
    let file = match find_piece(services, viewer, id, digest).await {
        Ok((_, file)) => file,
        Err(Error::NotFound) => find_enclosed(services, viewer, id, digest).await?,
        Err(error) => return Err(error),
    };
    match &file.analysis {
        Analysis::NotMade | Analysis::Clean => {}
        Analysis::Waiting => return Err(Error::Refused(Refusal::BeingAnalysed)),
        Analysis::Refused(found) => return Err(Error::Refused(Refusal::Infected(found.clone()))),
    }
    Ok(ReadPiece { file, bytes: services.pieces.clone() })
}

/// A document that a message carries, for who reads the messages: the structure, and who reviews the dossier.
async fn find_enclosed(services: &Services, viewer: &Viewer, id: DossierId, digest: &str) -> Result<FileRef> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let may = |action| matches!(viewer.may(action, &snapshot.opening, snapshot.state()), Access::Granted);
    let sent = snapshot.submissions.first().filter(|_| may(Action::ReadDraft) || may(Action::Review));
    let sent = sent.ok_or(Error::NotFound)?;
    let threads = Threads::of(&services.dossiers.after(id, sent.seq).await?);
    threads.files().find(|file| file.id == digest).cloned().ok_or(Error::NotFound)
}

/// A document with the dossier that holds it, for who may read the answer that holds it.
pub(super) async fn find_piece(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    digest: &str,
) -> Result<(Snapshot, FileRef)> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let may = |action| matches!(viewer.may(action, &snapshot.opening, snapshot.state()), Access::Granted);
    let draft: Vec<&Value> = if may(Action::ReadDraft) {
        snapshot.answers.values().filter_map(|answer| answer.value.as_ref()).collect()
    } else {
        Vec::new()
    };
    let sent = snapshot.submission().filter(|_| may(Action::ReadDraft) || may(Action::Review));
    let sent = sent.into_iter().flat_map(|submission| submission.counted.iter().map(|(_, value)| value));
    let file = draft.into_iter().chain(sent).find_map(|value| match value {
        Value::Files(files) => files.iter().find(|file| file.id == digest),
        _ => None,
    });
    let file = file.ok_or(Error::NotFound)?.clone();
    Ok((snapshot, file))
}
