//! Undoing what someone did in one go: each answer that still says what was written then says again what stood there.

use form::french;

use super::{Services, allow, open_dossier::program_of, save_answers};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{
        Batch, DossierId, Edit, Outcome, Seq, Verdict,
        timeline::{Changed, Happened, timeline},
    },
};

/// What became of an undoing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Answers put back.
    pub back: usize,
    /// Answers left, for someone wrote something else in them since.
    pub left: usize,
}

/// Undoes the changes made in one go up to a given one; the way there stays in the log.
pub async fn undo_changes(services: &Services, viewer: &Viewer, id: DossierId, of: Seq) -> Result<Undone> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    let program = program_of(services, &snapshot)?;
    let mut events = services.dossiers.history(id).await?;
    // What was done since the page was read is not what it showed.
    events.retain(|event| event.seq <= of);
    let moments = timeline(&events).map_err(Error::unavailable)?;
    let changes = moments.into_iter().find_map(|moment| match moment.what {
        Happened::Filled(changes) if changes.iter().any(|changed| changed.seq == of) => Some(changes),
        _ => None,
    });
    let changes = changes.ok_or(Error::NotFound)?;
    // What says again what it said before has nothing to undo.
    let all = changes.iter().filter(|changed| !changed.is_back()).count();
    let free = |changed: &Changed| changed.can_be_undone(&snapshot, of);
    let edits = changes.into_iter().filter(free).filter_map(|changed| {
        let field = program.trame().answerable(&changed.path)?;
        let text = changed.before.map(|value| french::typed(&value, &field.field_type)).unwrap_or_default();
        Some((changed.path, text))
    });
    let edit = |(number, (path, text))| Edit { number, base: snapshot.version(&path), path, text };
    let edits: Vec<Edit> = (1..).zip(edits).map(edit).collect();
    let mut back = 0;
    if !edits.is_empty() {
        let batch = Batch { client: services.ids.client(), known: snapshot.seq, edits };
        let answer = save_answers(services, viewer, id, batch).await?;
        let is_kept = |outcome: &&Outcome| matches!(outcome.verdict, Verdict::Kept(_));
        back = answer.outcomes.iter().filter(is_kept).count();
    }
    Ok(Undone { back, left: all - back })
}
