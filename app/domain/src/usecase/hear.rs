//! What sources say, written in a dossier with what all of them together are believed on.

use form::{Date, Program, Trame};

use super::{Services, form_of};
use crate::{
    Error, Result, Timestamp,
    dossier::{
        Actor, Body, DossierId, Event, Seq, Snapshot, State,
        heard::{Heard, Told},
    },
    ports::Since,
    prefill,
    source::{Finding, Source},
};

/// All that one source says of a dossier.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    /// The source.
    pub source: Source,
    /// The day it says so.
    pub as_of: Date,
    /// Its values.
    pub told: Vec<Told>,
    /// What it says that is no answer of the form.
    pub findings: Vec<Finding>,
}

impl Speech {
    /// Whether it is no event: the source said so before; or it is in store, and nothing of it speaks of the dossier.
    fn is_no_news(&self, heard: &Heard) -> bool {
        let nothing = self.told.is_empty() && self.findings.is_empty();
        let unheard = !heard.said.contains_key(&self.source);
        (nothing && unheard && self.source.is_in_store())
            || heard.says_the_same(self.source, &self.told, &self.findings)
    }

    /// The source and its day, where it says at a later one what it said already.
    fn again(&self, heard: &Heard) -> Option<(Source, Date)> {
        let said = heard.said.get(&self.source)?;
        // The calendar has no day of its own.
        let is_dated = self.source != Source::Campaign;
        let is_later = is_dated && said.at.is_none_or(|(_, day)| day < self.as_of);
        let again = is_later && heard.says_the_same(self.source, &self.told, &self.findings);
        again.then_some((self.source, self.as_of))
    }
}

/// The events that speeches make: what each source says, then, once all of them spoke, the answers that nobody gave, and
/// those that are taken back because no source says them any more. Said twice, they make none.
pub(super) fn events(
    speeches: Vec<Speech>,
    mut heard: Heard,
    snapshot: &Snapshot,
    trame: &Trame,
    at: Timestamp,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut seq = snapshot.seq;
    let mut next = |body| {
        seq += 1;
        Event { seq, at, actor: Actor::Application, stamp: None, body }
    };
    for speech in speeches {
        if speech.is_no_news(&heard) {
            continue;
        }
        let Speech { source, as_of, told, findings } = speech;
        let spoken = next(Body::SourceTold { source, as_of, told, findings, believed: Vec::new() });
        heard.apply(&spoken);
        events.push(spoken);
    }
    let Some(last) = events.last_mut() else { return events };
    let merged = prefill::merge(&heard, snapshot, trame);
    if let Body::SourceTold { believed, .. } = &mut last.body {
        *believed = merged.believed;
    }
    let written = merged.written.into_iter().map(|(path, known)| (path, Some(known.value), known.origin));
    let cleared = merged.cleared.into_iter().map(|(path, why)| (path, None, why));
    events.extend(written.chain(cleared).map(|(path, value, origin)| {
        let base = snapshot.version(&path);
        next(Body::AnswerSet { path, value, base, origin, deposit: None })
    }));
    events
}

/// Adds to the log of a dossier that opens what sources say, heard after what it holds already.
pub(super) fn say(
    services: &Services,
    log: &mut Vec<Event>,
    program: &Program,
    speeches: impl FnOnce(&Heard) -> Result<Vec<Speech>>,
) -> Result<()> {
    let (snapshot, heard) = (Snapshot::fold(log).map_err(Error::unavailable)?, Heard::of(log));
    let speeches = speeches(&heard)?;
    log.extend(events(speeches, heard, &snapshot, program.trame(), services.clock.now()));
    Ok(())
}

/// Writes what sources say in a draft that was read at `seen`, as it stands when it is written; what they only say again
/// is no event, and the day they do is kept beside.
pub(super) async fn hear(services: &Services, id: DossierId, seen: Seq, speeches: Vec<Speech>) -> Result<()> {
    let at = services.clock.now();
    let library = services.library.clone();
    // What the log says up to `seen` is read before: nothing waits for it while the dossier is held.
    let mut before = services.dossiers.history(id).await?;
    before.retain(|event| event.seq <= seen);
    let known = Heard::of(&before);
    let again: Vec<(Source, Date)> = speeches.iter().filter_map(|speech| speech.again(&known)).collect();
    let decide = move |snapshot: &Snapshot, since: &[Event]| {
        if snapshot.state() != State::Draft {
            return Ok(Vec::new());
        }
        let mut heard = known;
        for event in since {
            heard.apply(event);
        }
        let program = form_of(&*library, &snapshot.opening.trame)?;
        Ok(events(speeches, heard, snapshot, program.trame(), at))
    };
    let since = Since { seq: seen, client: None };
    services.dossiers.change(id, since, Box::new(decide)).await?.ok_or(Error::NotFound)?;
    if again.is_empty() { Ok(()) } else { services.hearings.say_again(id, &again).await }
}

#[cfg(test)]
mod tests;
