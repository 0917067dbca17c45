//! What is known of a document given: where it stands, who gave it, until when it serves.

use form::{Date, Field, FileRef, Path, Value};

use super::{Services, open_dossier, pieces::may_fill, read_piece::find_piece};
use crate::{
    PersonId, Result, Timestamp, Viewer,
    access::{Access, Action},
    dossier::{Actor, Body, DossierId, Snapshot},
};

/// A document, as its page tells it.
pub struct Document {
    /// The dossier.
    pub snapshot: Snapshot,
    /// The document.
    pub file: FileRef,
    /// The questions that hold it, each with the key of its step.
    pub held_by: Vec<(Field, String)>,
    /// Who gave it to this dossier, and when.
    pub given: Option<(Actor, Timestamp)>,
    /// Names of the people who acted.
    pub names: Vec<(PersonId, String)>,
    /// Whether the reader may change what is said of it.
    pub may_change: bool,
    /// The day it is read.
    pub today: Date,
    /// Whether the reader is of the structure.
    pub own: bool,
}

/// Reads what is known of a document, for who may read the answer that holds it.
pub async fn read_document(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    digest: &str,
) -> Result<Document> {
    let (snapshot, file) = find_piece(services, viewer, id, digest).await?;
    let program = open_dossier::program_of(services, &snapshot)?;
    let trame = program.trame();
    let slot = |path: &Path| Some((trame.field(path)?.clone(), trame.step_of(path)?.key.clone()));
    let held_by = snapshot.holding(digest).filter_map(|(path, _)| slot(path)).collect();
    let history = services.dossiers.history(id).await?;
    let given = history.iter().find_map(|event| match &event.body {
        Body::AnswerSet { value: Some(Value::Files(files)), .. } => {
            files.iter().any(|file| file.id == digest).then_some((event.actor, event.at))
        }
        _ => None,
    });
    let names = services.sessions.names(&open_dossier::people(&snapshot)).await?;
    let may_change = may_fill(viewer, &snapshot);
    let own = matches!(viewer.may(Action::ReadDraft, &snapshot.opening, snapshot.state()), Access::Granted);
    Ok(Document { snapshot, file, held_by, given, names, may_change, today: services.clock.today(), own })
}
