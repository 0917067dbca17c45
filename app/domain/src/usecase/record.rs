//! Adding to a dossier's log what one person decides on its present state.

use form::Path;

use super::{Services, allow};
use crate::{
    Error, PersonId, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, Seq, Snapshot, Stamp},
    ports::Since,
};

/// What is decided on a dossier's present state: what happens, nothing, or a refusal.
pub(super) type Deciding = Box<dyn FnOnce(&Snapshot) -> Result<Option<Body>> + Send>;

/// The same, on what was added to its log since as well.
pub(super) type DecidingSince = Box<dyn FnOnce(&Snapshot, &[Event]) -> Result<Option<Body>> + Send>;

/// The same, for what takes several events: all of them or none.
pub(super) type DecidingAll = Box<dyn FnOnce(&Snapshot, &[Event]) -> Result<Vec<Body>> + Send>;

/// Records what `decide` answers, as the person's act.
pub(super) async fn record(
    services: &Services,
    viewer: &Viewer,
    asked: (DossierId, Action),
    decide: Deciding,
) -> Result<()> {
    let deciding = Box::new(move |snapshot: &Snapshot, _: &[Event]| decide(snapshot));
    record_once(services, viewer, asked, (None, Seq::MAX), deciding).await
}

/// The same for an act that its page counts: told again, it is in the log already and nothing is decided. The events
/// after `seen` are told to who decides.
pub(super) async fn record_once(
    services: &Services,
    viewer: &Viewer,
    (id, action): (DossierId, Action),
    (stamp, seen): (Option<Stamp>, Seq),
    decide: DecidingSince,
) -> Result<()> {
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        Ok(decide(snapshot, recent)?.into_iter().collect())
    });
    record_all(services, viewer, (id, action), (stamp, seen), deciding).await
}

/// The same for several events, one after the other; the stamp is that of the first.
pub(super) async fn record_all(
    services: &Services,
    viewer: &Viewer,
    (id, action): (DossierId, Action),
    (stamp, seen): (Option<Stamp>, Seq),
    decide: DecidingAll,
) -> Result<()> {
    let (viewer, at) = (viewer.clone(), services.clock.now());
    let client = stamp.as_ref().map(|stamp| (stamp.client.clone(), stamp.number));
    let since = Since { seq: seen, client };
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        if stamp.is_some() && recent.iter().any(|event| event.stamp == stamp) {
            return Ok(Vec::new());
        }
        allow(&viewer, action, &snapshot.opening, snapshot.state())?;
        let actor = Actor::Person(viewer.person);
        let mut stamp = stamp;
        let bodies = (snapshot.seq + 1..).zip(decide(snapshot, recent)?);
        let events = bodies.map(|(seq, body)| Event { seq, at, actor, stamp: stamp.take(), body });
        Ok(events.collect())
    });
    services.dossiers.change(id, since, deciding).await?.ok_or(Error::NotFound)
}

/// Whether another person answered a question after the event that somebody saw.
pub(super) fn is_written_by_another(
    recent: &[Event],
    question: &Path,
    (seen, person): (Seq, PersonId),
) -> bool {
    let answers = |event: &&Event| matches!(&event.body, Body::AnswerSet { path, .. } if path == question);
    recent.iter().filter(answers).any(|event| event.is_unseen_by(person, seen))
}
