//! What ASP's files say of a dossier: when it is opened, and again when a delivery says more.

use form::{Date, Program};

use super::{
    Services, form_of,
    hear::{Speech, hear},
    lists,
};
use crate::{
    Result, Structure,
    dossier::{About, DossierId, Opening, Snapshot, State, heard::Told},
    prefill::{known_of_bilan, told_to_demand},
    source::Source,
};

/// All that ASP's files say of the year of a dossier.
pub(super) async fn of_asp(
    services: &Services,
    structure: &Structure,
    opening: &Opening,
    program: &Program,
) -> Result<Speech> {
    let realised = services.realisations.of(structure).await?;
    let today = services.clock.today();
    let told = match opening.about {
        About::Demand => told_to_demand(structure, opening.kind, opening.year, &realised, today),
        About::Bilan => known_of_bilan(structure, opening.kind, opening.year, &realised, today),
    };
    let summed = realised.totals().iter().map(|totals| totals.as_of);
    let as_of: Date = summed.chain([structure.asp.delivered]).max().unwrap_or(structure.asp.delivered);
    let fitting = told.iter().map(|told| (told.path.clone(), told.known.clone())).collect();
    let fitting = lists::proposed(fitting, program, &*services.lists).into_iter().map(|(path, known)| {
        let doubt = told.iter().find(|told| told.path == path).and_then(|told| told.doubt.clone());
        Told { path, known, doubt }
    });
    Ok(Speech { source: Source::Asp, as_of, told: fitting.collect(), findings: Vec::new() })
}

/// Reads ASP's files again for a draft: what it says since fills what nobody looked at, and is offered beside the rest.
pub(super) async fn hear_asp(services: &Services, id: DossierId, snapshot: &Snapshot) -> Result<()> {
    let opening = &snapshot.opening;
    let Some(structure) = services.register.structure(opening.structure).await? else { return Ok(()) };
    let program = form_of(&*services.library, &opening.trame)?;
    let speech = of_asp(services, &structure, opening, &program).await?;
    hear(services, id, snapshot.seq, speech).await
}

/// Reads ASP's files again for every draft; how many were read.
///
/// # Errors
/// The last of those met: what cannot be read of one draft leaves the others their turn, and all are to be read again.
pub async fn hear_deliveries(services: &Services) -> Result<usize> {
    let (mut read, mut failed) = (0, None);
    for id in services.dossiers.drafts().await? {
        let Some(snapshot) = services.dossiers.snapshot(id).await? else { continue };
        if snapshot.state() != State::Draft {
            continue;
        }
        match hear_asp(services, id, &snapshot).await {
            Ok(()) => read += 1,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(read), Err)
}
