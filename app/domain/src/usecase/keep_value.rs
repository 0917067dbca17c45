//! Keeping an answer beside which sources say something else: a person says it again, or that they want none.

use std::sync::Arc;

use form::{Path, Value};

use super::{Services, form_of, record::record_once};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{Actor, Answer, Body, DossierId, Event, Seq, Snapshot, heard::Heard},
    prefill::{is_of_no_row, waiting},
};

/// Says the answer in place again, as the person's, for who saw the dossier at an event; where nothing waits for a
/// decision, nothing is written. Where nobody answered what sources propose in doubt, it is left so.
///
/// # Errors
/// `Refused` when the answer or what the sources say of it changed since: what is kept, and what it is kept against,
/// were both seen. `NotFound` where there is no answer to keep nor a proposal to leave, or no source speaks.
pub async fn keep_value(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    path: Path,
) -> Result<()> {
    let mut before = services.dossiers.history(id).await?;
    before.retain(|event| event.seq <= seen);
    let (library, person) = (Arc::clone(&services.library), Actor::Person(viewer.person));
    let deciding = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.refuses(&path, &program) {
            return Err(Error::Refused(refusal));
        }
        program.trame().answerable(&path).ok_or(Error::NotFound)?;
        let mut heard = Heard::of(&before);
        for event in recent {
            heard.apply(event);
        }
        heard.values(&path).next().ok_or(Error::NotFound)?;
        let answer = snapshot.answers.get(&path).filter(|answer| answer.is_told());
        let (value, version, by) = match answer {
            Some(Answer { value, version, by, .. }) => (value.clone(), *version, *by),
            None if is_of_no_row(&path, snapshot, program.trame()) => return Err(Error::NotFound),
            None if is_proposed(&heard, &path) => (None, snapshot.version(&path), Actor::Application),
            None => return Err(Error::NotFound),
        };
        // Said twice; in another tab the same person may have answered otherwise since.
        let then = before.iter().rev().find_map(|event| match &event.body {
            Body::AnswerSet { path: known, value, .. } if *known == path => Some(value),
            _ => None,
        });
        if version > seen && by == person && then.map_or(value.is_none(), |then| *then == value) {
            return Ok(None);
        }
        let waiting = waiting(&heard, snapshot, program.trame(), &path);
        let unheard = waiting.iter().any(|source| heard.since(*source, &path) > Some(seen));
        if version > seen || unheard || snapshot.is_taken_away(&path) {
            return Err(Error::Refused(Refusal::Moved));
        }
        if waiting.is_empty() {
            return Ok(None);
        }
        let origin = snapshot.origin_of(&path, value.as_ref());
        Ok(Some(Body::AnswerSet { path, value, base: version, origin, deposit: None }))
    });
    record_once(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// Whether a source proposes a value in doubt; rows are left otherwise (`leave_rows`).
fn is_proposed(heard: &Heard, path: &Path) -> bool {
    let is_row = |value: &Value| matches!(value, Value::Row(_));
    heard.values(path).any(|(_, told)| told.doubt.is_some() && !is_row(&told.known.value))
}
