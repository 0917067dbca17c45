//! Asking the other services what they know of a structure, and putting it together; one that fails is asked again.

use jiff::ToSpan;

use super::{
    Services,
    hear::{Speech, hear},
    lists,
    open_dossier::program_of,
};
use crate::{
    Result, Timestamp,
    dossier::{About, DossierId, Snapshot, State, heard::Told},
    ports::AwaitedSource,
    source::{Asked, Found, Silence, Source},
};

/// Questions asked in one go.
const AT_ONCE: u64 = 20;
/// Seconds after which a question that someone took to ask, and never told of, is asked again.
const LONGEST_ASK: i64 = 300;
/// Seconds before a source that failed is asked again; each next waits twice as long.
const FIRST_PAUSE: i64 = 60;
/// Doublings of the pause: four hours at most.
const MOST_DOUBLINGS: u32 = 8;
/// Hours before a source that does not know the structure, or us, is asked again.
const DAY: i64 = 24;

/// What became of the questions to a source whose turn had come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourcesAsked {
    /// Those it answered.
    pub told: usize,
    /// Those it did not: they are asked again.
    pub silent: usize,
    /// What failed on our side, for the operator.
    pub why: Option<String>,
}

/// Asks every source that knows something of it about a dossier, at once or again.
pub(super) async fn ask_about(services: &Services, id: DossierId, about: About) -> Result<()> {
    for source in services.sources.iter().map(|source| source.source()).filter(|source| about.asks(*source)) {
        services.awaited_sources.ask(id, source, services.clock.now()).await?;
    }
    Ok(())
}

/// Asks one source the questions whose turn has come, and writes what it tells in their dossiers.
///
/// Each source has its own round: one that is slow keeps none of the others.
///
/// # Errors
/// When the list cannot be read; a source that says nothing is no error.
pub async fn ask_source(services: &Services, source: Source) -> Result<SourcesAsked> {
    let mut done = SourcesAsked::default();
    for awaited in services.awaited_sources.due(source, services.clock.now(), AT_ONCE).await? {
        let until = services.clock.now() + LONGEST_ASK.seconds();
        let Some(awaited) = services.awaited_sources.claim(&awaited, until).await? else { continue };
        match ask(services, &awaited).await {
            Ok(None) => services.awaited_sources.settle(&awaited).await?,
            Ok(Some(Answered::Told)) => {
                done.told += 1;
                services.awaited_sources.settle(&awaited).await?;
            }
            Ok(Some(Answered::Silent(silence))) => {
                done.silent += 1;
                let until = again(&awaited, &silence, services.clock.now());
                services.awaited_sources.put_off(&awaited, until, Some(silence)).await?;
            }
            Err(error) => {
                done.silent += 1;
                done.why = Some(error.cause());
                let until = services.clock.now() + FIRST_PAUSE.seconds();
                services.awaited_sources.put_off(&awaited, until, awaited.silence).await?;
            }
        }
    }
    Ok(done)
}

enum Answered {
    Told,
    Silent(Silence),
}

/// Asks one source about one dossier; none when there is nothing to ask any more.
async fn ask(services: &Services, awaited: &AwaitedSource) -> Result<Option<Answered>> {
    let Some(source) = services.sources.iter().find(|source| source.source() == awaited.source) else {
        return Ok(None);
    };
    let Some(snapshot) = services.dossiers.snapshot(awaited.dossier).await? else { return Ok(None) };
    if snapshot.state() != State::Draft {
        return Ok(None);
    }
    let Some(about) = about(services, &snapshot).await? else { return Ok(None) };
    let answer = source.ask(&about, services.clock.now()).await;
    Ok(Some(match answer {
        Err(silence) => Answered::Silent(silence),
        Ok(found) => {
            let silence = found.instead_of;
            record(services, awaited.dossier, awaited.source, found).await?;
            silence.map_or(Answered::Told, Answered::Silent)
        }
    }))
}

/// What a source is told of the structure of a dossier.
async fn about(services: &Services, snapshot: &Snapshot) -> Result<Option<Asked>> {
    let opening = &snapshot.opening;
    let Some(structure) = services.register.structure(opening.structure).await? else { return Ok(None) };
    Ok(Some(Asked {
        siret: structure.asp.siret.clone(),
        asp_id: Some(structure.asp.asp_id),
        kind: opening.kind,
        departement: Some(opening.departement.clone()),
        commune: Some(structure.asp.seat.insee.clone()).filter(|code| !code.is_empty()),
        year: opening.campaign_year(),
    }))
}

/// Writes what a source told; saying the same again writes nothing.
async fn record(services: &Services, id: DossierId, source: Source, found: Found) -> Result<()> {
    let Some(snapshot) = services.dossiers.snapshot(id).await? else { return Ok(()) };
    let program = program_of(services, &snapshot)?;
    let told = lists::proposed(found.proposals.clone(), &program, &*services.lists);
    let told = told.into_iter().map(|(path, known)| Told {
        doubt: found.doubt(&path).map(str::to_owned),
        path,
        known,
    });
    let told: Vec<Told> = told.collect();
    let speech = Speech { source, as_of: found.as_of, told, findings: found.findings };
    hear(services, id, snapshot.seq, vec![speech]).await
}

/// When a source that said nothing is asked again.
fn again(awaited: &AwaitedSource, silence: &Silence, now: Timestamp) -> Timestamp {
    match silence {
        Silence::Absent | Silence::KeyRefused | Silence::Misunderstood => now + DAY.hours(),
        Silence::Unavailable { next } => {
            let pause = FIRST_PAUSE << awaited.tries.min(MOST_DOUBLINGS);
            (now + pause.seconds()).max(*next)
        }
    }
}
