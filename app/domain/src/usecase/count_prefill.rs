//! What a dossier opens with, counted: how much of it nobody has to type.

use std::sync::Arc;

use form::Program;

use super::{
    Services,
    ask_sources::ask_source,
    create_bilan::create_bilan,
    create_dossier::create_dossier,
    open_dossier::{context_of, program_of},
};
use crate::{
    Error, Kind, Result, Viewer,
    dossier::{About, Counts, Snapshot, counts::taken_over_by_source, heard::Heard},
    prefill::differing,
    source::Source,
};

/// A dossier as it opens, with what was counted in it.
pub struct Prefilled {
    /// The dossier.
    pub snapshot: Snapshot,
    /// Its form.
    pub program: Arc<Program>,
    /// Its questions, by who answered them.
    pub counts: Counts,
    /// The questions that each source alone answered.
    pub taken_over: Vec<(Source, usize)>,
}

/// Opens a dossier about something, asks every source once, and counts what they answered.
///
/// It opens a real dossier: who only wants to count hands over services that keep nothing.
pub async fn count_prefill(
    services: &Services,
    viewer: &Viewer,
    about: About,
    kind: Kind,
) -> Result<Prefilled> {
    let id = match about {
        About::Demand => create_dossier(services, viewer, kind).await?,
        About::Bilan => create_bilan(services, viewer, kind).await?,
    };
    for source in services.sources.iter() {
        ask_source(services, source.source()).await?;
    }
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    let program = program_of(services, &snapshot)?;
    let evaluation = program.evaluate(&snapshot.values(), &context_of(services, &snapshot));
    let heard = Heard::of(&services.dossiers.history(id).await?);
    let offered = differing(&heard, &snapshot, program.trame()).into_iter().filter(|datum| datum.proposed);
    let offered = offered.map(|datum| datum.path).collect();
    let counts = Counts::beside(&program, &evaluation, (&snapshot, &offered));
    let taken_over = taken_over_by_source(&program, &evaluation, &snapshot).into_iter().collect();
    Ok(Prefilled { snapshot, program, counts, taken_over })
}
