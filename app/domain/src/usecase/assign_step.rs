//! Giving a step to a colleague, who takes care of it.

use super::{Services, record::record_once};
use crate::{
    Acting, Error, PersonId, Refusal, Result, Viewer,
    access::Action,
    dossier::{Body, DossierId, Event, Seq, Snapshot},
};

/// Gives a step to a person of the structure, or to nobody; said twice, it changes nothing.
///
/// # Errors
/// `Refused` when somebody else gave it to someone after `seen`.
pub async fn assign_step(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    step: String,
    to: Option<PersonId>,
) -> Result<()> {
    if let Some(person) = to
        && !colleagues(services, viewer).await?.iter().any(|(known, _)| *known == person)
    {
        return Err(Error::NotFound);
    }
    let library = services.library.clone();
    let person = viewer.person;
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        if program.trame().step(&step).is_none() {
            return Err(Error::NotFound);
        }
        if snapshot.assigned.get(&step) == to.as_ref() {
            return Ok(None);
        }
        let gives =
            |event: &Event| matches!(&event.body, Body::StepAssigned { step: given, .. } if *given == step);
        if recent.iter().any(|event| gives(event) && event.is_unseen_by(person, seen)) {
            return Err(Error::Refused(Refusal::Moved));
        }
        Ok(Some(Body::StepAssigned { step, to }))
    });
    record_once(services, viewer, (id, Action::ReadDraft), (None, seen), deciding).await
}

/// The people who ever acted for the person's structure, by name.
pub async fn colleagues(services: &Services, viewer: &Viewer) -> Result<Vec<(PersonId, String)>> {
    let Acting::Structure { id, .. } = &viewer.acting else { return Ok(Vec::new()) };
    services.sessions.colleagues(*id).await
}
