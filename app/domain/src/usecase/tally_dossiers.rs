//! Counting what became, in each dossier sent, of the values that came: for the inventory of the data.

use super::{
    Services,
    open_dossier::{context_of, program_of},
    previous,
};
use crate::{
    Error, Result,
    dossier::{Counts, DossierId, Event, Snapshot, heard::Heard},
    inventory::{Effort, RULE, Tally, contests},
    ports::KeptTally,
};

/// Dossiers counted in one go.
const AT_ONCE: u64 = 50;

/// Counts the dossiers sent since the last time, so many at most; answers how many were.
///
/// # Errors
/// When one could not be counted; it hinders none of the others.
pub async fn tally_dossiers(services: &Services) -> Result<usize> {
    let behind = services.tallies.behind(RULE, AT_ONCE).await?;
    let mut failed = None;
    for id in &behind {
        failed = count(services, *id).await.err().or(failed);
    }
    failed.map_or(Ok(behind.len()), Err)
}

async fn count(services: &Services, id: DossierId) -> Result<()> {
    let tally = counted(services, id).await?.ok_or(Error::NotFound)?;
    services.tallies.count(id, tally).await
}

/// The counts of the version last sent: what was said since is of the next one.
async fn counted(services: &Services, id: DossierId) -> Result<Option<KeptTally>> {
    let mut log: Vec<Event> = services.dossiers.history(id).await?;
    let whole = Snapshot::fold(&log).map_err(Error::unavailable)?;
    let Some(submission) = whole.submission() else { return Ok(None) };
    let (seq, sent) = (submission.seq, submission.at);
    log.retain(|event| event.seq <= seq);
    let snapshot = Snapshot::fold(&log).map_err(Error::unavailable)?;
    let Some(submission) = snapshot.submission() else { return Ok(None) };
    let program = program_of(services, &snapshot)?;
    let evaluation = program.evaluate(&snapshot.values(), &context_of(services, &snapshot));
    let heard = Heard::of(&log);
    let lines = services.dossiers.of_structure(snapshot.opening.structure).await?;
    let is_first = !previous::follows_its_own(&lines, &snapshot.opening, sent);
    let effort = Effort::of(&Counts::of(&program, &evaluation, &snapshot), is_first);
    let tally = Tally::of(&program, &evaluation, (&submission.counted, effort), &heard);
    let mut contests = contests(program.trame(), &snapshot, &heard);
    // A bilan does not ask the SIRET: the producer needs it all the same.
    if contests.iter().any(|contest| contest.siret.is_empty())
        && let Some(structure) = services.register.structure(snapshot.opening.structure).await?
    {
        for contest in &mut contests {
            structure.asp.siret.as_str().clone_into(&mut contest.siret);
        }
    }
    let at = services.clock.now();
    Ok(Some(KeptTally { sent, rule: RULE, at, body: tally.written(), contests }))
}
