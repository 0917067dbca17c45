//! Adding to a dossier's log what one person decides on its present state.

use super::{Services, allow};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Event, Snapshot},
    ports::Since,
};

/// What is decided on a dossier's present state: what happens, nothing, or a refusal.
pub(super) type Deciding = Box<dyn FnOnce(&Snapshot) -> Result<Option<Body>> + Send>;

/// Records what `decide` answers, as the person's act.
pub(super) async fn record(
    services: &Services,
    viewer: &Viewer,
    (id, action): (DossierId, Action),
    decide: Deciding,
) -> Result<()> {
    let (viewer, at) = (viewer.clone(), services.clock.now());
    let since = Since { seq: u64::MAX, client: None };
    let deciding = Box::new(move |snapshot: &Snapshot, _: &[Event]| {
        allow(&viewer, action, &snapshot.opening, snapshot.state())?;
        let actor = Actor::Person(viewer.person);
        let body = decide(snapshot)?;
        let event = body.map(|body| Event { seq: snapshot.seq + 1, at, actor, stamp: None, body });
        Ok(event.into_iter().collect())
    });
    services.dossiers.change(id, since, deciding).await?.ok_or(Error::NotFound)
}
