//! The other dossiers of the same legal person for the same year: what they share is said from one to the other.
//!
//! A demand and a bilan are no sisters: they speak of two years.

use form::french;

use super::{
    Services,
    hear::{Speech, hear},
    open_dossier::program_of,
};
use crate::{
    Result,
    dossier::{DossierId, Opening, State, heard::Heard},
    ports::DossierLine,
    prefill::said_by_sisters,
    source::Source,
};

/// The other dossiers of the same legal person for the same year, by département, then by kind.
pub(super) async fn of(services: &Services, id: DossierId, opening: &Opening) -> Result<Vec<DossierLine>> {
    let mut lines = family(services, opening).await?;
    lines.retain(|line| line.id != id);
    Ok(lines)
}

/// All the dossiers of a legal person for a year that are about the same.
async fn family(services: &Services, opening: &Opening) -> Result<Vec<DossierLine>> {
    let mut structures = services.register.same_person(opening.structure).await?;
    if structures.is_empty() {
        structures.push(opening.structure);
    }
    let mut lines = services.dossiers.of_year(&structures, opening.year).await?;
    lines.retain(|line| line.snapshot.opening.about == opening.about);
    Ok(lines)
}

/// Tells a dossier that opens what its sisters say.
pub(super) async fn hear_them(services: &Services, id: DossierId, opening: &Opening) -> Result<()> {
    let lines = family(services, opening).await?;
    match lines.iter().find(|line| line.id == id) {
        Some(own) => tell(services, own, &lines).await,
        None => Ok(()),
    }
}

/// Tells the sisters of a dossier what it shares with them, as a newer value beside theirs.
///
/// What was done in the dossier is done whatever comes of this: a sister that was not told hears it at the next step
/// that is confirmed.
pub(super) async fn share(services: &Services, id: DossierId) {
    drop(told(services, id).await);
}

async fn told(services: &Services, id: DossierId) -> Result<()> {
    let Some(snapshot) = services.dossiers.snapshot(id).await? else { return Ok(()) };
    let lines = family(services, &snapshot.opening).await?;
    for line in lines.iter().filter(|line| line.id != id && line.state == State::Draft) {
        tell(services, line, &lines).await?;
    }
    Ok(())
}

/// Tells one dossier what the others say; the same again writes nothing.
async fn tell(services: &Services, to: &DossierLine, lines: &[DossierLine]) -> Result<()> {
    let others = lines.iter().filter(|line| line.id != to.id).map(|line| &line.snapshot);
    let others: Vec<_> = others.collect();
    let program = program_of(services, &to.snapshot)?;
    let told = said_by_sisters(&to.snapshot, &others, program.trame());
    let heard = Heard::of(&services.dossiers.history(to.id).await?);
    if told.is_empty() && !heard.said.contains_key(&Source::Sister) {
        return Ok(());
    }
    let as_of = french::time_of_day(services.clock.now()).0;
    let speech = Speech { source: Source::Sister, as_of, told, findings: Vec::new() };
    hear(services, to.id, to.snapshot.seq, vec![speech]).await
}
