//! Confirming a step as it stands.

use super::{Services, allow};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, State},
    ports::Since,
};

/// Confirms a step; what is missing in it stays missing and is shown.
pub async fn confirm_step(services: &Services, viewer: &Viewer, id: DossierId, step: String) -> Result<()> {
    let (viewer, library) = (viewer.clone(), services.library.clone());
    let at = services.clock.now();
    let since = Since { seq: u64::MAX, client: None };
    let found = services
        .dossiers
        .change(
            id,
            since,
            Box::new(move |snapshot, _| {
                allow(&viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
                if snapshot.state() != State::Draft {
                    return Err(Error::Refused(Refusal::AlreadySubmitted));
                }
                let program = library.program(&snapshot.opening.trame);
                if program.is_none_or(|program| program.trame().step(&step).is_none()) {
                    return Err(Error::NotFound);
                }
                let actor = Actor::Person(viewer.person);
                Ok(vec![Event {
                    seq: snapshot.seq + 1,
                    at,
                    actor,
                    stamp: None,
                    body: Body::StepConfirmed { step },
                }])
            }),
        )
        .await?;
    found.ok_or(Error::NotFound)
}
