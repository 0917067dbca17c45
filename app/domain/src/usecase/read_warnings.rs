//! What a structure looks at before it sends: what puts its convention in doubt, what it says is false and answers.

use form::Path;

use super::{Services, allow, open_dossier, read_sources};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        DossierId,
        heard::{Alert, Heard},
    },
    prefill::still_contested,
};

/// What is to be looked at before sending; nothing of it holds the dossier back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warnings {
    /// What sources say that puts the convention in doubt.
    pub alerts: Vec<Alert>,
    /// The answers that the structure says are false at their source and that its dossier still gives.
    pub still_contested: Vec<Path>,
    /// What the structure says is false at a source.
    pub contested: usize,
    /// Data that sources say otherwise, or propose, and that nobody decided on: sending keeps the answers in place.
    pub undecided: usize,
}

/// Reads what is to be looked at before a dossier of the person's structure is sent.
pub async fn read_warnings(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Warnings> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let program = open_dossier::program_of(services, &snapshot)?;
    let mut still_contested = still_contested(&heard, &snapshot, program.trame());
    if !still_contested.is_empty() {
        let evaluation = program.evaluate(&snapshot.values(), &open_dossier::context_of(services, &snapshot));
        still_contested.retain(|path| program.state(&evaluation, path).is_some_and(|state| state.visible));
    }
    let undecided = if snapshot.is_open() {
        let read = read_sources(services, viewer, id).await?;
        read.undecided().count() + read.proposals().len()
    } else {
        0
    };
    let contested = heard.contested.len();
    Ok(Warnings { alerts: heard.alerts(), still_contested, contested, undecided })
}
