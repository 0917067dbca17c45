//! What the sources say of a dossier, and what the structure says of them: taking a value over, contesting it,
//! asking again.

use std::sync::Arc;

use form::{Path, Trame};

use super::{
    Services, allow, ask_sources::ask_about, form_of, open_dossier, pieces::may_fill, record::record,
};
use crate::{
    Error, PersonId, Refusal, Result, Timestamp, Viewer,
    access::Action,
    dossier::{Actor, Body, DossierId, Snapshot, heard::Heard, procedure},
    ports::AwaitedSource,
    prefill::{Differing, differing},
    source::Source,
};

/// Longest reason of a contest, in characters.
pub const LONGEST_REASON: usize = 1_000;
/// What is said of a contest without a reason.
const LACKS: &str = "Dites ce qui est faux, pour que la source puisse le corriger.";

/// What the sources say of a dossier, as its page tells it.
pub struct SourcesRead {
    /// The dossier as it stands.
    pub snapshot: Snapshot,
    /// Its form.
    pub trame: Trame,
    /// What each source says.
    pub heard: Heard,
    /// What differs, in the order of the form.
    pub differing: Vec<Differing>,
    /// The questions that sources are still to be asked.
    pub waiting: Vec<AwaitedSource>,
    /// The sources that can be asked.
    pub asked: Vec<Source>,
    /// Names of the people who acted.
    pub names: Vec<(PersonId, String)>,
    /// Whether the reader may change the dossier.
    pub may_fill: bool,
    /// When it is read.
    pub now: Timestamp,
}

/// Reads what the sources say of a dossier of the person's structure.
pub async fn read_sources(services: &Services, viewer: &Viewer, id: DossierId) -> Result<SourcesRead> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::ReadDraft, &snapshot.opening, snapshot.state())?;
    let trame = open_dossier::program_of(services, &snapshot)?.trame().clone();
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let mut differing = differing(&heard, &snapshot);
    let places: Vec<Path> = trame.fields().map(|(_, field)| field.path.clone()).collect();
    differing.sort_by_key(|datum| places.iter().position(|path| *path == datum.path.field()));
    let mut people = open_dossier::people(&snapshot);
    people.extend(heard.contested.values().filter_map(|contest| match contest.by {
        Actor::Person(person) => Some(person),
        Actor::Application => None,
    }));
    let may_fill = may_fill(viewer, &snapshot);
    Ok(SourcesRead {
        trame,
        heard,
        differing,
        waiting: services.awaited_sources.of(id).await?,
        asked: services.sources.iter().map(|source| source.source()).collect(),
        names: services.sessions.names(&people).await?,
        may_fill,
        now: services.clock.now(),
        snapshot,
    })
}

/// Says what is wrong with what a source says, or takes it back; said twice, it changes nothing.
///
/// # Errors
/// `Invalid` when the reason is blank or too long, `Refused` once the dossier was sent: what it says is frozen.
pub async fn contest_value(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, source): (Path, Source),
    text: Option<&str>,
) -> Result<()> {
    let said = |text| procedure::said(text, LACKS, LONGEST_REASON);
    let text = text.map(said).transpose()?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    if heard.value(source, &path).is_none() {
        return Err(Error::NotFound);
    }
    let known = heard.contested.get(&(path.clone(), source)).map(|contest| contest.text.clone());
    let deciding = Box::new(move |snapshot: &Snapshot| {
        if !snapshot.is_open() {
            return Err(Error::Refused(Refusal::AlreadySubmitted));
        }
        Ok((known != text).then_some(Body::ValueContested { path, source, text }))
    });
    record(services, viewer, (id, Action::Fill), deciding).await
}

/// Answers with what a source says.
pub async fn take_value(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    path: Path,
    source: Source,
) -> Result<()> {
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let known = heard.value(source, &path).ok_or(Error::NotFound)?.known.clone();
    let library = Arc::clone(&services.library);
    let deciding = Box::new(move |snapshot: &Snapshot| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.closes(&path, program.trame()) {
            return Err(Error::Refused(refusal));
        }
        program.trame().answerable(&path).ok_or(Error::NotFound)?;
        let same = snapshot.answers.get(&path).is_some_and(|answer| {
            answer.origin == known.origin && answer.value.as_ref() == Some(&known.value)
        });
        let base = snapshot.version(&path);
        let body = Body::AnswerSet { path, value: Some(known.value), base, origin: known.origin };
        Ok((!same).then_some(body))
    });
    record(services, viewer, (id, Action::Fill), deciding).await
}

/// Asks every source again.
///
/// # Errors
/// `Refused` once the dossier was sent: what it says is frozen.
pub async fn refresh_sources(services: &Services, viewer: &Viewer, id: DossierId) -> Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    if snapshot.state() != crate::dossier::State::Draft {
        return Err(Error::Refused(Refusal::AlreadySubmitted));
    }
    ask_about(services, id).await
}
