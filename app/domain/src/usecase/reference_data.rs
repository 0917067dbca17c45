//! What the service stands on: forms, lists, dated amounts, each with its date.

use std::sync::Arc;

use form::{Date, Parameter, Program};

use super::Services;
use crate::{
    Acting, Error, Result, Viewer,
    dossier::TrameRef,
    ports::{KeptList, PublishedForm},
};

/// The forms, the lists and the amounts in force.
pub struct ReferenceData {
    /// The day they are read.
    pub today: Date,
    /// Every published form, those of today first; then the local questions.
    pub forms: Vec<PublishedForm>,
    /// The reference lists.
    pub lists: Vec<KeptList>,
    /// The dated values in force today.
    pub parameters: Vec<Parameter>,
}

/// A published national form, whole; none when no version of it has that number.
pub fn published_form(
    services: &Services,
    viewer: &Viewer,
    (key, version): (&str, u32),
) -> Result<Option<Arc<Program>>> {
    may_read(viewer)?;
    Ok(services.library.program(&TrameRef::national(key, version)))
}

fn may_read(viewer: &Viewer) -> Result<()> {
    if matches!(viewer.acting, Acting::Support | Acting::National) {
        return Ok(());
    }
    Err(Error::Forbidden("Cette page est réservée à l’assistance et au ministère."))
}

/// Tells what the service stands on, to those who run or steer it.
pub fn reference_data(services: &Services, viewer: &Viewer) -> Result<ReferenceData> {
    may_read(viewer)?;
    let today = services.clock.today();
    let mut parameters = services.library.parameters().in_force(today);
    parameters.extend(services.library.amounts().in_force(today));
    Ok(ReferenceData {
        today,
        forms: services.library.forms(),
        lists: services.lists.kept().to_vec(),
        parameters: parameters.into_iter().cloned().collect(),
    })
}
