//! What the service of the State asks and decides, and what the structure answers.

use super::{
    Services, form_of,
    record::{Deciding, record, record_once},
};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        DossierId, Event, Seq, Snapshot,
        procedure::{self, Decision, Reason},
        talk::Subject,
    },
};

/// Asks the structure to correct something of the version that the agent has read.
///
/// # Errors
/// `Refused` when the dossier moved since `seen`, or was decided; `Invalid` without a text.
pub async fn ask_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    (about, reason): (Subject, Reason),
    text: &str,
) -> Result<()> {
    let (library, text) = (services.library.clone(), text.to_owned());
    let deciding: Deciding = Box::new(move |snapshot: &Snapshot| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        let is_there = match &about {
            Subject::Step(key) => program.trame().step(key).is_some(),
            Subject::Question(path) => program.trame().answerable(path).is_some_and(form::Field::is_typed),
        };
        if !is_there {
            return Err(Error::NotFound);
        }
        procedure::ask(snapshot, seen, about, reason, &text).map(Some)
    });
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Answers a correction, for the structure.
///
/// # Errors
/// `Refused` when a colleague answered it after `seen`; `Invalid` without a text.
pub async fn answer_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    correction: Seq,
    text: &str,
) -> Result<()> {
    let (text, by) = (text.to_owned(), (viewer.person, seen));
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        procedure::answer(snapshot, recent, by, correction, &text).map(Some)
    });
    record_once(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// Closes a correction, or asks for it again.
pub async fn settle_correction(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    correction: Seq,
    content: bool,
) -> Result<()> {
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::settle(snapshot, seen, correction, content).map(Some));
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Decides on the version that the agent has read; of two agents, the second is told that it was decided.
pub async fn decide_dossier(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    decision: Decision,
) -> Result<()> {
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::decide(snapshot, seen, decision).map(Some));
    record(services, viewer, (id, Action::Instruct), deciding).await
}

/// Takes the decision up again; both stay.
pub async fn reopen_decision(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    reason: &str,
) -> Result<()> {
    let reason = reason.to_owned();
    let deciding: Deciding =
        Box::new(move |snapshot: &Snapshot| procedure::reopen(snapshot, seen, &reason).map(Some));
    record(services, viewer, (id, Action::Instruct), deciding).await
}
