//! Following a dossier while colleagues fill it.

use super::{Services, allow};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{DossierId, Event, Seq},
};

/// What was added to a dossier after an event the person has seen; asked again each time something is added,
/// so that who may no longer read it hears no more.
pub async fn follow_dossier(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    seen: Seq,
) -> Result<Vec<Event>> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    if snapshot.seq <= seen {
        return Ok(Vec::new());
    }
    services.dossiers.after(id, seen).await
}
