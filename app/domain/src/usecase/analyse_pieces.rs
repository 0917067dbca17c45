//! Looking for viruses in the documents that wait for it, those that could not be looked at being tried again.

use form::file::Analysis;
use jiff::ToSpan;

use super::Services;
use crate::{
    Result,
    dossier::{Actor, Body, DossierId, Event, Snapshot, messages::Threads},
    ports::{Awaited, Since},
};

/// Documents looked at in one go.
const AT_ONCE: u64 = 20;
/// Seconds before a second try; each next waits twice as long.
const FIRST_PAUSE: i64 = 5;
/// Doublings of the pause: eleven minutes at most.
const MOST_DOUBLINGS: u32 = 7;
/// Seconds after which a document that someone took to look at, and never told of, is taken again.
const LONGEST_LOOK: i64 = 120;
/// Tries after which a document that no dossier holds is given up: its sender never came to the end.
const NOBODYS: u32 = 6;

/// What was done with the documents whose turn had come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysed {
    /// Nothing found.
    pub clean: usize,
    /// Something found.
    pub refused: usize,
    /// Put off: no answer.
    pub put_off: usize,
    /// Why the last of them was, for the operator.
    pub why: Option<String>,
}

/// Looks at the documents whose turn has come, and tells every dossier of the structure that holds them.
///
/// # Errors
/// When the list cannot be read; an antivirus that does not answer is no error, it is tried again.
pub async fn analyse_pieces(services: &Services) -> Result<Analysed> {
    let mut done = Analysed::default();
    for awaited in services.awaited.due(services.clock.now(), AT_ONCE).await? {
        // Another instance may have it in hand.
        let until = services.clock.now() + LONGEST_LOOK.seconds();
        let Some(awaited) = services.awaited.claim(&awaited, until).await? else { continue };
        match analysed(services, &awaited).await {
            Ok(Some(Analysis::Refused(_))) => done.refused += 1,
            Ok(Some(Analysis::Clean)) => done.clean += 1,
            // Nobody looked at it any more.
            Ok(Some(_)) => {}
            failed => {
                if let Err(error) = failed {
                    done.put_off += 1;
                    done.why = Some(error.cause());
                }
                let pause = FIRST_PAUSE << awaited.tries.min(MOST_DOUBLINGS);
                services.awaited.put_off(&awaited, services.clock.now() + pause.seconds()).await?;
                continue;
            }
        }
        services.awaited.settle(&awaited).await?;
    }
    Ok(done)
}

/// Looks at one document; none when no dossier holds it yet.
async fn analysed(services: &Services, awaited: &Awaited) -> Result<Option<Analysis>> {
    let Some(bytes) = services.pieces.bytes(&awaited.digest).await? else {
        return Ok((awaited.tries >= NOBODYS).then_some(Analysis::NotMade));
    };
    let analysis = match &services.antivirus {
        Some(antivirus) => antivirus.found_in(&bytes).await?.map_or(Analysis::Clean, Analysis::Refused),
        // Asked for while there was one: what waits is let go, and said to be unseen.
        None => Analysis::NotMade,
    };
    let Some(snapshot) = services.dossiers.snapshot(awaited.dossier).await? else {
        return Ok(Some(analysis));
    };
    let mut told = 0;
    for line in services.dossiers.of_structure(snapshot.opening.structure).await? {
        told += usize::from(tell(services, line.id, &awaited.digest, &analysis).await?);
    }
    // A draft has no messages.
    if !snapshot.submissions.is_empty() {
        told += usize::from(tell_messages(services, awaited.dossier, &awaited.digest, &analysis).await?);
    }
    // Asked for before it is given: its sender may be about to.
    Ok((told > 0 || awaited.tries >= NOBODYS).then_some(analysis))
}

/// Notes in a dossier what was said of a document; whether the dossier holds it.
async fn tell(services: &Services, id: DossierId, digest: &str, analysis: &Analysis) -> Result<bool> {
    let holds = |snapshot: &Snapshot| snapshot.copies(digest).next().is_some();
    let held = services.dossiers.snapshot(id).await?.is_some_and(|snapshot| holds(&snapshot));
    if !held {
        return Ok(false);
    }
    let (digest, analysis, at) = (digest.to_owned(), analysis.clone(), services.clock.now());
    let decide = move |snapshot: &Snapshot, _: &[Event]| {
        let file = snapshot.copies(&digest).find(|file| file.analysis != analysis);
        let Some(name) = file.map(|file| file.name.clone()) else { return Ok(Vec::new()) };
        let body = Body::PieceAnalysed { digest, name, analysis };
        Ok(vec![Event { seq: snapshot.seq + 1, at, actor: Actor::Application, stamp: None, body }])
    };
    services.dossiers.change(id, Since { seq: u64::MAX, client: None }, Box::new(decide)).await?;
    Ok(true)
}

/// The same for a document that a message of the dossier carries: messages are in the log alone.
async fn tell_messages(
    services: &Services,
    id: DossierId,
    digest: &str,
    analysis: &Analysis,
) -> Result<bool> {
    let log = services.dossiers.history(id).await?;
    if !Threads::of(&log).files().any(|file| file.id == digest) {
        return Ok(false);
    }
    let (digest, analysis, at) = (digest.to_owned(), analysis.clone(), services.clock.now());
    let decide = move |snapshot: &Snapshot, log: &[Event]| {
        let threads = Threads::of(log);
        let file = threads.files().find(|file| file.id == digest && file.analysis != analysis);
        let Some(name) = file.map(|file| file.name.clone()) else { return Ok(Vec::new()) };
        let body = Body::PieceAnalysed { digest, name, analysis };
        Ok(vec![Event { seq: snapshot.seq + 1, at, actor: Actor::Application, stamp: None, body }])
    };
    services.dossiers.change(id, Since { seq: 0, client: None }, Box::new(decide)).await?;
    Ok(true)
}
