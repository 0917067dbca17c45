//! What colleagues say to each other about a dossier, and who takes care of what.

use form::Trame;

use super::{Services, allow, assign_step::colleagues, open_dossier};
use crate::{
    Error, PersonId, Result, Viewer,
    access::Action,
    dossier::{DossierId, Snapshot},
};

/// The exchanges of a dossier.
pub struct Exchanges {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form.
    pub trame: Trame,
    /// The people of the structure, by name.
    pub colleagues: Vec<(PersonId, String)>,
    /// Names of the people who acted.
    pub names: Vec<(PersonId, String)>,
}

/// Reads the exchanges of a dossier of the person's structure.
pub async fn read_exchanges(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Exchanges> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let trame = open_dossier::program_of(services, &snapshot)?.trame().clone();
    let colleagues = colleagues(services, viewer).await?;
    let names = services.sessions.names(&open_dossier::people(&snapshot)).await?;
    Ok(Exchanges { snapshot, trame, colleagues, names })
}
