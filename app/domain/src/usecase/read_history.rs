//! Reading what happened to a dossier, and bringing an answer back to what it was.

use std::sync::Arc;

use form::{FieldType, Path, Program, Value, french};

use super::{
    Services, allow,
    open_dossier::{people, program_of},
    pieces::restore_pieces,
    rows::put,
};
use crate::{
    Error, PersonId, Refusal, Result, Viewer,
    access::Action,
    dossier::{
        Actor, Body, DossierId, Event, Seq, Snapshot,
        messages::Party,
        timeline::{Changed, Moment, changes, timeline},
    },
};

/// The history of a dossier.
pub struct History {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form.
    pub program: Arc<Program>,
    /// What happened, the last first; that of one answer only when it was asked so.
    pub told: Told,
    /// Names of the people who acted.
    pub names: Vec<(PersonId, String)>,
}

/// What is told of a history.
pub enum Told {
    /// All that happened.
    Dossier(Vec<Moment>),
    /// The changes of one answer, and what was said of its sources; the last first.
    Answer(Path, Vec<Changed>, Vec<Moment>),
}

/// Reads what happened to a dossier of the person's structure, or to one of its answers.
pub async fn read_history(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    of: Option<Path>,
) -> Result<History> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    if of.as_ref().is_some_and(|path| program.trame().field(path).is_none()) {
        return Err(Error::NotFound);
    }
    let events = services.dossiers.history(id).await?;
    let names = services.sessions.names(&everyone(&snapshot, &events)).await?;
    let told = match of {
        None => Told::Dossier(timeline(&events).map_err(Error::unavailable)?),
        Some(path) => {
            let mut all = changes(&events).map_err(Error::unavailable)?;
            // A table's are those of its rows and of their cells.
            let is_of = |other: &Path| *other == path || other.field() == path;
            all.retain(|changed| is_of(&changed.path));
            all.reverse();
            let mut said = timeline(&events).map_err(Error::unavailable)?;
            said.retain(|moment| moment.what.source_judged().is_some_and(is_of));
            Told::Answer(path, all, said)
        }
    };
    Ok(History { snapshot, program, told, names })
}

/// Brings an answer back to what an event of the log wrote in it; the way there stays in the log.
///
/// False when someone wrote there since the history was read (`seen`): both values wait for a choice.
pub async fn restore_answer(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, seen): (Path, Seq),
    seq: Seq,
) -> Result<bool> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let field = program.trame().answerable(&path).ok_or(Error::NotFound)?;
    let all = changes(&services.dossiers.history(id).await?).map_err(Error::unavailable)?;
    let wanted = all.into_iter().find(|changed| changed.seq == seq && changed.path == path);
    let wanted = wanted.ok_or(Error::NotFound)?;
    if field.field_type == FieldType::Files {
        let files = if let Some(Value::Files(files)) = wanted.after { files } else { Vec::new() };
        return match restore_pieces(services, viewer, (id, seen), path, files).await {
            Err(Error::Refused(Refusal::Moved)) => Ok(false),
            done => done.map(|()| true),
        };
    }
    let text = wanted.after.map(|value| french::typed(&value, &field.field_type)).unwrap_or_default();
    put(services, viewer, id, (&snapshot, seen), path, text).await
}

/// Everyone who did something.
fn everyone(snapshot: &Snapshot, events: &[Event]) -> Vec<PersonId> {
    let mut all = people(snapshot);
    // Who of the service noted or wrote is the service's own.
    let of_service = |event: &&Event| match &event.body {
        Body::Worked(_) => true,
        Body::Exchanged(exchange) => exchange.from() == Party::Service,
        _ => false,
    };
    all.extend(events.iter().filter(|event| !of_service(event)).filter_map(|event| match event.actor {
        Actor::Person(person) => Some(person),
        Actor::Application => None,
    }));
    all.sort_unstable();
    all.dedup();
    all
}
