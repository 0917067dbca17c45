//! Giving a step to a colleague, who takes care of it.

use super::{Services, record::record};
use crate::{
    Acting, Error, PersonId, Result, Viewer,
    access::Action,
    dossier::{Body, DossierId},
};

/// Gives a step to a person of the structure, or to nobody; said twice, it changes nothing.
pub async fn assign_step(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    step: String,
    to: Option<PersonId>,
) -> Result<()> {
    if let Some(person) = to
        && !colleagues(services, viewer).await?.iter().any(|(known, _)| *known == person)
    {
        return Err(Error::NotFound);
    }
    let library = services.library.clone();
    let deciding = Box::new(move |snapshot: &crate::dossier::Snapshot| {
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        if program.trame().step(&step).is_none() {
            return Err(Error::NotFound);
        }
        let changes = snapshot.assigned.get(&step) != to.as_ref();
        Ok(changes.then_some(Body::StepAssigned { step, to }))
    });
    record(services, viewer, (id, Action::ReadDraft), deciding).await
}

/// The people who ever acted for the person's structure, by name.
pub async fn colleagues(services: &Services, viewer: &Viewer) -> Result<Vec<(PersonId, String)>> {
    let Acting::Structure { id, .. } = &viewer.acting else { return Ok(Vec::new()) };
    services.sessions.colleagues(*id).await
}
