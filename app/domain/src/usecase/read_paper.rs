//! Reading an official paper of a dossier.

use super::{
    Services, allow,
    open_dossier::{context_of, program_of},
};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        Actor, DossierId, Event, Seq, Snapshot,
        procedure::{self, Decision},
    },
    paper::{
        Paper, PaperKind, acknowledgement, draft, lower_first, paper, past_papers, sent_dossier,
        without_effect, written_at,
    },
};

/// The paper of a kind, for the structure or the services that read its dossier.
///
/// # Errors
/// `NotFound` before what it tells has happened.
pub async fn read_paper(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    kind: PaperKind,
) -> Result<Paper> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let action = if viewer.structure().is_some() { Action::ReadDraft } else { Action::Review };
    allow(viewer, action, &snapshot.opening, snapshot.state())?;
    paper_of(services, (id, &snapshot), kind).await
}

/// The paper of a decision that was taken up again, by the place of the decision among all, from 1.
///
/// # Errors
/// `NotFound` for a decision that holds, or that made another paper.
pub async fn read_past_paper(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (kind, place): (PaperKind, usize),
) -> Result<Paper> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let action = if viewer.structure().is_some() { Action::ReadDraft } else { Action::Review };
    allow(viewer, action, &snapshot.opening, snapshot.state())?;
    if !past_papers(&snapshot).contains(&(kind, place)) {
        return Err(Error::NotFound);
    }
    let ruling = place.checked_sub(1).and_then(|place| snapshot.rulings.get(place)).ok_or(Error::NotFound)?;
    written(services, id, (kind, ruling.written_at())).await.map(without_effect)
}

/// The same, for who was found to be let in.
pub(super) async fn paper_of(
    services: &Services,
    (id, snapshot): (DossierId, &Snapshot),
    kind: PaperKind,
) -> Result<Paper> {
    written(services, id, (kind, written_at(snapshot, kind).ok_or(Error::NotFound)?)).await
}

/// A paper as it is written from what had happened up to an event.
async fn written(services: &Services, id: DossierId, (kind, last): (PaperKind, Seq)) -> Result<Paper> {
    let mut log = services.dossiers.history(id).await?;
    log.retain(|event| event.seq <= last);
    let then = Snapshot::fold(&log).map_err(Error::unavailable)?;
    let program = program_of(services, &then)?;
    let written = match kind {
        PaperKind::Dossier => sent_dossier(&then, &program, &context_of(services, &then)),
        _ => paper(&then, kind, (services.rules.delay_days, &program)),
    };
    written.ok_or(Error::NotFound)
}

/// The acknowledgement that the service would send today, before it does.
///
/// # Errors
/// `NotFound` where the dossier is not to be acknowledged.
pub async fn preview_acknowledgement(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Paper> {
    let mut snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Instruct, &snapshot.opening, snapshot.state())?;
    let body = procedure::acknowledge(&snapshot, snapshot.seq).map_err(|_| Error::NotFound)?;
    let (at, actor) = (services.clock.now(), Actor::Person(viewer.person));
    let event = Event { seq: snapshot.seq + 1, at, actor, stamp: None, body };
    snapshot.apply(&event).map_err(Error::unavailable)?;
    let paper = acknowledgement(&snapshot, services.rules.delay_days).ok_or(Error::NotFound)?;
    Ok(Paper { title: format!("Projet d’{}", lower_first(&paper.title)), ..paper })
}

/// The paper that a decision would make: a convention, or the notification of a refusal, for who instructs the dossier.
///
/// # Errors
/// `Invalid` when the decision makes none.
pub async fn preview_decision(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    decision: &Decision,
) -> Result<Paper> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Instruct, &snapshot.opening, snapshot.state())?;
    let nothing = || Error::Invalid("Cette décision ne fait pas de courrier.".to_owned());
    let program = program_of(services, &snapshot)?;
    draft(&snapshot, decision, services.clock.now(), &program).ok_or_else(nothing)
}
