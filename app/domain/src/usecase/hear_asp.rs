//! What those who deliver files say of a dossier, ASP and who counts what was done: when it is opened, and again when a
//! delivery says more.

use form::Program;

use super::{
    Services, form_of,
    hear::{Speech, hear},
    lists,
};
use crate::{
    Result, Structure,
    dossier::{DossierId, Opening, Snapshot, State, heard::Told},
    prefill::{Delivered, told_to},
};

/// All that each of them says of the year of a dossier, in what its form can hold.
pub(super) async fn delivered(
    services: &Services,
    structure: &Structure,
    opening: &Opening,
    program: &Program,
) -> Result<Vec<Speech>> {
    let realised = services.realisations.of(structure).await?;
    let today = services.clock.today();
    let asked = (opening.kind, opening.year);
    let said = told_to(opening.about, (structure, &realised), asked, today, services.library.amounts());
    Ok(said.into_iter().map(|said| speech(services, said, program)).collect())
}

fn speech(services: &Services, said: Delivered, program: &Program) -> Speech {
    let Delivered { source, as_of, told } = said;
    let proposed = told.iter().map(|told| (told.path.clone(), told.known.clone())).collect();
    let proposed = lists::proposed(proposed, program, &*services.lists).into_iter();
    let told = proposed.map(|(path, known)| {
        let doubt = told.iter().find(|told| told.path == path).and_then(|told| told.doubt.clone());
        Told { path, known, doubt }
    });
    Speech { source, as_of, told: told.collect(), findings: Vec::new() }
}

/// Reads the files again for a draft: what they say since fills what nobody looked at, and is offered beside the rest.
pub(super) async fn hear_asp(services: &Services, id: DossierId, snapshot: &Snapshot) -> Result<()> {
    let opening = &snapshot.opening;
    let Some(structure) = services.register.structure(opening.structure).await? else { return Ok(()) };
    let program = form_of(&*services.library, &opening.trame)?;
    let speeches = delivered(services, &structure, opening, &program).await?;
    hear(services, id, snapshot.seq, speeches).await
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
