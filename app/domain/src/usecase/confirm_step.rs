//! Confirming a step as it stands.

use form::{Field, Path, Step, Trame};
use serde::{Deserialize, Serialize};

use super::{
    Services, allow,
    open_dossier::{context_of, program_of},
    previous,
    record::record_once,
    sisters,
};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{
        Actor, Body, ClientId, DossierId, Event, Seq, Snapshot, Stamp, State,
        heard::Heard,
        renewal::{self, held},
    },
    prefill::waiting,
};

/// How a page confirmed a step: it may tell it long after, and more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirming {
    /// The page, and its own count.
    pub stamp: Stamp,
    /// The last event that it had seen.
    pub known: Seq,
}

/// Confirms a step; what is missing in it stays missing and is shown.
///
/// # Errors
/// `Refused` when somebody else changed something in the step since its page saw it: what is confirmed was seen. Once
/// refused, it is for good, whatever its page writes since: a copy of it that arrives late changes nothing.
pub async fn confirm_step(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    step: String,
    how: Option<Confirming>,
) -> Result<()> {
    let library = services.library.clone();
    let (stamp, seen) = how.map(|how| (how.stamp, how.known)).unzip();
    let page = stamp.as_ref().map(|stamp: &Stamp| stamp.client.clone());
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        if !matches!(snapshot.state(), State::Draft | State::ToCorrect) {
            return Err(Error::Refused(Refusal::AlreadySubmitted));
        }
        let program = library.program(&snapshot.opening.trame).ok_or(Error::NotFound)?;
        // A step that the form has no more is not the one that was read.
        let own = program.trame().step(&step).ok_or(Error::Refused(Refusal::Moved))?;
        if seen.is_some_and(|seen| written_since(recent, own, (seen, page.as_ref()))) {
            return Err(Error::Refused(Refusal::Moved));
        }
        Ok(Some(Body::StepConfirmed { step }))
    });
    let once = (stamp, seen.unwrap_or(Seq::MAX));
    record_once(services, viewer, (id, Action::Fill), once, deciding).await?;
    sisters::share(services, id).await;
    Ok(())
}

/// Confirms a step as its reader saw it when the log stood at `seen`, what sources said otherwise included: what stands
/// there is kept.
///
/// # Errors
/// `Refused` when something in the step changed since, when a source came to say otherwise since, or when something
/// holds it back.
pub async fn confirm_step_read(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    step: String,
    seen: Seq,
) -> Result<()> {
    let (inside, by) = (services.clone(), Actor::Person(viewer.person));
    let mut log = services.dossiers.history(id).await?;
    log.retain(|event| event.seq <= seen);
    let mut heard = Heard::of(&log);
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        if !snapshot.is_open() {
            return Err(Error::Refused(Refusal::AlreadySubmitted));
        }
        let program = program_of(&inside, snapshot)?;
        let own = program.trame().step(&step).ok_or(Error::NotFound)?;
        recent.iter().filter(|event| event.seq > seen).for_each(|event| heard.apply(event));
        if moved_since(snapshot, own, seen) || told_since(&heard, snapshot, (program.trame(), own), seen) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let evaluation = program.evaluate(&snapshot.values(), &context_of(&inside, snapshot));
        // Two answers that wait for a choice: neither of them can be confirmed.
        let torn = snapshot.undecided(by).filter(|path| asks(own, path)).count();
        match held(&program, &evaluation, own).len() + torn {
            0 => Ok(Some(Body::StepConfirmed { step })),
            held => Err(Error::Refused(Refusal::NotReady(held))),
        }
    });
    record_once(services, viewer, (id, Action::Fill), (None, seen), deciding).await?;
    sisters::share(services, id).await;
    Ok(())
}

/// The step to read beside last year's once one is confirmed.
pub async fn next_to_renew(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    after: &str,
) -> Result<Option<String>> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let evaluation = program.evaluate(&snapshot.values(), &context_of(services, &snapshot));
    let before = previous::before(services, &snapshot).await?;
    let next = renewal::next(&program, &evaluation, &snapshot, (after, &before));
    Ok(next.map(|step| step.key.clone()))
}

/// Whether an answer is given in a step.
fn asks(step: &Step, path: &Path) -> bool {
    step.fields.iter().any(|field| field.path == path.field())
}

/// Whether a source came to say, after an event, otherwise than a step, and that waits for a person.
fn told_since(heard: &Heard, snapshot: &Snapshot, (trame, step): (&Trame, &Step), seen: Seq) -> bool {
    let said = heard.said.values().flat_map(|said| said.values.keys());
    let newer = |path: &Path| {
        let waiting = waiting(heard, snapshot, trame, path);
        waiting.into_iter().any(|source| heard.since(source, path) > Some(seen))
    };
    said.filter(|path| asks(step, path)).any(newer)
}

/// Whether something was written in a step after an event, or what it asks changed; what the page itself wrote, it saw,
/// unless it was set aside.
fn written_since(recent: &[Event], step: &Step, (seen, page): (Seq, Option<&ClientId>)) -> bool {
    let own = |event: &Event| event.stamp.as_ref().map(|stamp| &stamp.client) == page;
    recent.iter().filter(|event| event.seq > seen).any(|event| match &event.body {
        Body::AnswerSet { path, .. } => asks(step, path) && !own(event),
        Body::AnswerSetAside { path, .. } => asks(step, path),
        Body::TrameChanged(_) => true,
        _ => false,
    })
}

/// Whether an answer of a step stands that came after an event, or what the step asks changed.
fn moved_since(snapshot: &Snapshot, step: &Step, seen: Seq) -> bool {
    let reshaped = snapshot.trame_change.as_ref().is_some_and(|change| change.seq > seen);
    let newer = |field: &Field| {
        snapshot.answers_under(&field.path).any(|(_, answer)| answer.version > seen)
            || snapshot.set_aside.iter().any(|aside| aside.path.field() == field.path && aside.seq > seen)
    };
    reshaped || step.fields.iter().any(newer)
}
