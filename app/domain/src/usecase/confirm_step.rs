//! Confirming a step as it stands.

use super::{Services, record::record};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{Body, DossierId, Snapshot, State},
};

/// Confirms a step; what is missing in it stays missing and is shown.
pub async fn confirm_step(services: &Services, viewer: &Viewer, id: DossierId, step: String) -> Result<()> {
    let library = services.library.clone();
    let deciding = Box::new(move |snapshot: &Snapshot| {
        if !matches!(snapshot.state(), State::Draft | State::ToCorrect) {
            return Err(Error::Refused(Refusal::AlreadySubmitted));
        }
        let program = library.program(&snapshot.opening.trame);
        if program.is_none_or(|program| program.trame().step(&step).is_none()) {
            return Err(Error::NotFound);
        }
        Ok(Some(Body::StepConfirmed { step }))
    });
    record(services, viewer, (id, Action::Fill), deciding).await
}
