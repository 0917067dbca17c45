//! What the sources say of a dossier, and what the structure says of them: taking a value over, contesting it,
//! asking again.

use std::sync::Arc;

use form::{Path, Trame};

use super::{Services, allow, ask_sources::ask_about, open_dossier, record::record};
use crate::{
    Error, PersonId, Refusal, Result, Timestamp, Viewer,
    access::{Access, Action},
    dossier::{Actor, Body, DossierId, Event, Snapshot, heard::Heard},
    ports::{AwaitedSource, Since},
    prefill::{Differing, differing},
    source::Source,
};

/// Longest reason of a contest, in characters.
pub const LONGEST_REASON: usize = 1_000;

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
    let may_fill = matches!(viewer.may(Action::Fill, &snapshot.opening, snapshot.state()), Access::Granted);
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
/// `Invalid` when the reason is blank or too long.
pub async fn contest_value(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (path, source): (Path, Source),
    text: Option<&str>,
) -> Result<()> {
    let text = text.map(reason).transpose()?;
    let heard = Heard::of(&services.dossiers.history(id).await?);
    if heard.value(source, &path).is_none() {
        return Err(Error::NotFound);
    }
    let known = heard.contested.get(&(path.clone(), source)).map(|contest| contest.text.clone());
    let deciding = Box::new(move |_: &Snapshot| {
        Ok((known != text).then_some(Body::ValueContested { path, source, text }))
    });
    record(services, viewer, (id, Action::Fill), deciding).await
}

fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::Invalid(
            "Dites ce qui est faux, pour que la source puisse le corriger.".to_owned(),
        ));
    }
    if text.chars().count() > LONGEST_REASON {
        let most = form::french::count(LONGEST_REASON, "caractère", "caractères");
        return Err(Error::Invalid(format!(
            "Cette explication compte {most} au plus\u{a0}: raccourcissez-la."
        )));
    }
    Ok(text.to_owned())
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
    let (viewer, library, at) = (viewer.clone(), Arc::clone(&services.library), services.clock.now());
    let decide = move |snapshot: &Snapshot, _: &[Event]| {
        allow(&viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
        let program = super::form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.closes(&path, program.trame()) {
            return Err(Error::Refused(refusal));
        }
        if program.trame().answerable(&path).is_none() {
            return Err(Error::NotFound);
        }
        if snapshot.answers.get(&path).is_some_and(|answer| {
            answer.origin == known.origin && answer.value.as_ref() == Some(&known.value)
        }) {
            return Ok(Vec::new());
        }
        let (base, seq) = (snapshot.version(&path), snapshot.seq + 1);
        let body = Body::AnswerSet { path, value: Some(known.value), base, origin: known.origin };
        Ok(vec![Event { seq, at, actor: Actor::Person(viewer.person), stamp: None, body }])
    };
    let since = Since { seq: u64::MAX, client: None };
    services.dossiers.change(id, since, Box::new(decide)).await?.ok_or(Error::NotFound)
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
