//! What a source says, written in a dossier with what all of them together are believed on.

use form::{Date, Trame};

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
    /// The events that a speech makes: what was said, then the answers that nobody gave. Said twice, it makes none.
    pub(super) fn events(
        self,
        mut heard: Heard,
        snapshot: &Snapshot,
        trame: &Trame,
        at: Timestamp,
    ) -> Vec<Event> {
        if heard.says_the_same(self.source, &self.told, &self.findings) {
            return Vec::new();
        }
        let event = |seq, body| Event { seq, at, actor: Actor::Application, stamp: None, body };
        let spoken = |believed| Body::SourceTold {
            source: self.source,
            as_of: self.as_of,
            told: self.told.clone(),
            findings: self.findings.clone(),
            believed,
        };
        heard.apply(&event(snapshot.seq + 1, spoken(Vec::new())));
        let merged = prefill::merge(&heard, snapshot, trame);
        let spoken = event(snapshot.seq + 1, spoken(merged.believed));
        let written = merged.written.into_iter().zip(snapshot.seq + 2..).map(|((path, known), seq)| {
            let base = snapshot.version(&path);
            event(
                seq,
                Body::AnswerSet { path, value: Some(known.value), base, origin: known.origin, deposit: None },
            )
        });
        std::iter::once(spoken).chain(written).collect()
    }
}

/// Writes what a source says in a draft that was read at `seen`, as it stands when it is written.
pub(super) async fn hear(services: &Services, id: DossierId, seen: Seq, speech: Speech) -> Result<()> {
    let at = services.clock.now();
    let library = services.library.clone();
    // What the log says up to `seen` is read before: nothing waits for it while the dossier is held.
    let mut before = services.dossiers.history(id).await?;
    before.retain(|event| event.seq <= seen);
    let decide = move |snapshot: &Snapshot, since: &[Event]| {
        if snapshot.state() != State::Draft {
            return Ok(Vec::new());
        }
        let mut heard = Heard::of(&before);
        for event in since {
            heard.apply(event);
        }
        let program = form_of(&*library, &snapshot.opening.trame)?;
        Ok(speech.events(heard, snapshot, program.trame(), at))
    };
    let since = Since { seq: seen, client: None };
    services.dossiers.change(id, since, Box::new(decide)).await?.ok_or(Error::NotFound)
}
