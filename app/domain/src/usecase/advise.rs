//! An opinion given by who is asked for it, in the service: what they read, and what they answer.

use form::Date;

use super::{Services, instruct::act, read_paper::paper_of, record::Deciding};
use crate::{
    Error, Refusal, Result, Viewer,
    dossier::{
        Actor, Body, DossierId, Event, Opening, Seq, Snapshot,
        procedure::{
            self,
            opinion::{Adviser, Given, Invited, Opinion, Stance},
        },
    },
    paper::{Paper, PaperKind},
    ports::Since,
};

/// What somebody who is asked for an opinion reads.
pub struct OpinionDesk {
    /// The dossier.
    pub id: DossierId,
    /// Its circumstances.
    pub opening: Opening,
    /// What they are asked, and what they answered.
    pub opinion: Opinion,
    /// The version sent, as the structure sent it: nothing of the service, and no other opinion.
    pub sent: Paper,
    /// Last event of its log: an opinion is on what its author read.
    pub seen: Seq,
}

/// Asks somebody to give their opinion in the service, at the address of their account.
pub async fn invite_opinion(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (of, until): (Adviser, Option<Date>),
    text: &str,
    invited: Invited,
) -> Result<()> {
    let (today, text) = (services.clock.today(), text.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        procedure::invite(snapshot, seen, of, (until, today), &text, invited).map(Some)
    });
    act(services, viewer, id, deciding).await
}

/// Reads what one is asked for an opinion on.
///
/// # Errors
/// `NotFound` for who is not asked, and once the dossier is decided or given up.
pub async fn read_opinion_asked(services: &Services, viewer: &Viewer, id: DossierId) -> Result<OpinionDesk> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let opinion = viewer.advises(&snapshot).cloned().ok_or(Error::NotFound)?;
    let sent = paper_of(services, (id, &snapshot), PaperKind::Dossier).await?;
    let (seen, opening) = (snapshot.seq, snapshot.opening);
    Ok(OpinionDesk { id, opening, opinion, sent, seen })
}

/// Gives the opinion that one is asked for; whether the structure reads it, who asked decided.
///
/// # Errors
/// `NotFound` for who is not asked; `Refused` when it was given, or the dossier moved since it was read; `Invalid`
/// when reservations or reasons are lacking.
pub async fn give_own_opinion(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (stance, text): (Stance, &str),
) -> Result<()> {
    let (viewer, at, today) = (viewer.clone(), services.clock.now(), services.clock.today());
    let text = text.to_owned();
    let deciding = Box::new(move |snapshot: &Snapshot, _: &[Event]| {
        let opinion = viewer.advises(snapshot).ok_or(Error::NotFound)?;
        if opinion.given.is_some() {
            return Err(Error::Refused(Refusal::Moved));
        }
        let confidential = opinion.invited.as_ref().is_some_and(|invited| invited.confidential);
        let given = Given { stance, on: today, text, confidential };
        let body: Body =
            procedure::give_opinion(snapshot, seen, (opinion.of, Some(opinion.seq)), given, today)?;
        let actor = Actor::Person(viewer.person);
        Ok(vec![Event { seq: snapshot.seq + 1, at, actor, stamp: None, body }])
    });
    let since = Since { seq: Seq::MAX, client: None };
    services.dossiers.change(id, since, deciding).await?.ok_or(Error::NotFound)
}
