//! Taking over a row that a source says in doubt, with all it says of its cells; or leaving such rows.

use std::{collections::BTreeSet, sync::Arc};

use form::{Path, Value};

use super::{
    Services, form_of, read_sources,
    record::{DecidingAll, record_all},
    rows::rank_of_the_next,
};
use crate::{
    Error, Refusal, Result, Viewer,
    access::Action,
    dossier::{
        Body, DossierId, Event, Origin, Seq, Snapshot, accept::no_room, heard::Heard, procedure::is_cell_of,
    },
    prefill::{RowOffered, rows_offered},
    source::Source,
};

/// Adds to a table the row that a source says, with its cells, as the person's answers, for who saw the dossier at an
/// event. Where the row stands already, nothing is written.
///
/// # Errors
/// `Refused` when somebody else wrote in the row since, when it was taken away, or when the source says something else
/// of it. `Invalid` when the table takes no more rows; `NotFound` where the source says no such row, or the rows of the
/// table are fixed.
pub async fn take_row(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    row: Path,
    source: Source,
) -> Result<()> {
    let before = heard_by(services, id, seen).await?;
    let (library, person) = (Arc::clone(&services.library), viewer.person);
    let deciding: DecidingAll = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        let trame = program.trame();
        if let Some(refusal) = snapshot.refuses(&row, &program) {
            return Err(Error::Refused(refusal));
        }
        let field = trame.answerable(&row).ok_or(Error::NotFound)?;
        let of_row = |event: &Event| matches!(&event.body, Body::AnswerSet { path, .. } if *path == row || is_cell_of(path, &row));
        let moved = recent.iter().any(|event| of_row(event) && event.is_unseen_by(person, seen));
        if moved || snapshot.answers.get(&row).is_some_and(|answer| answer.value.is_none()) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let offered = |heard: &Heard| {
            let offered = rows_offered(heard, snapshot, trame);
            offered.into_iter().find(|offered| offered.row == row && offered.source == source)
        };
        let now = since(&before, recent);
        if snapshot.value(&row).is_some() {
            now.value(source, &row).ok_or(Error::NotFound)?;
            return Ok(Vec::new());
        }
        let (shown, offered) = (offered(&before), offered(&now).ok_or(Error::NotFound)?);
        if !shown.is_some_and(|shown| says_as(&shown, &offered)) {
            return Err(Error::Refused(Refusal::Moved));
        }
        if let Some(reason) = no_room(snapshot, field) {
            return Err(Error::Invalid(reason));
        }
        Ok(written_as(offered, snapshot))
    });
    record_all(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// Takes over all the rows that wait in a table, for who saw the dossier at an event: of each, what the source that is told
/// first says.
///
/// # Errors
/// As for one row: those before it are taken over.
pub async fn take_rows(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    table: Path,
) -> Result<()> {
    let read = read_sources(services, viewer, id).await?;
    let mut taken: BTreeSet<Path> = BTreeSet::new();
    let waits =
        |offered: &&RowOffered| offered.waits && offered.row.field() == table && read.may_take(offered);
    for offered in read.rows.iter().filter(waits) {
        if taken.insert(offered.row.clone()) {
            take_row(services, viewer, (id, seen), offered.row.clone(), offered.source).await?;
        }
    }
    Ok(())
}

/// Leaves the rows that sources say in doubt of a table, or one of them, for who saw the dossier at an event: each is
/// as one that was taken away. Where none waits, nothing is written.
///
/// # Errors
/// `Refused` when a source says rows since that were not seen.
pub async fn leave_rows(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    of: Path,
) -> Result<()> {
    let before = heard_by(services, id, seen).await?;
    let library = Arc::clone(&services.library);
    let deciding: DecidingAll = Box::new(move |snapshot: &Snapshot, recent: &[Event]| {
        let program = form_of(&*library, &snapshot.opening.trame)?;
        if let Some(refusal) = snapshot.refuses(&of, &program) {
            return Err(Error::Refused(refusal));
        }
        let waiting = |heard: &Heard| {
            let offered = rows_offered(heard, snapshot, program.trame()).into_iter();
            let of = offered.filter(|offered| offered.row == of || offered.row.field() == of);
            let mut rows: Vec<Path> = of.filter(|row| row.waits).map(|row| row.row).collect();
            rows.dedup();
            rows
        };
        let (seen, now) = (waiting(&before), waiting(&since(&before, recent)));
        if now.iter().any(|row| !seen.contains(row)) {
            return Err(Error::Refused(Refusal::Moved));
        }
        let left = now.into_iter().map(|path| Body::AnswerSet {
            path,
            value: None,
            base: 0,
            origin: Origin::Typed,
            deposit: None,
        });
        Ok(left.collect())
    });
    record_all(services, viewer, (id, Action::Fill), (None, seen), deciding).await
}

/// What was heard of a dossier up to an event.
async fn heard_by(services: &Services, id: DossierId, seen: Seq) -> Result<Heard> {
    let mut before = services.dossiers.history(id).await?;
    before.retain(|event| event.seq <= seen);
    Ok(Heard::of(&before))
}

/// What was heard since as well.
fn since(before: &Heard, recent: &[Event]) -> Heard {
    let mut heard = before.clone();
    for event in recent {
        heard.apply(event);
    }
    heard
}

/// Whether two of a row say the same of the same cells; the day they say so is no news.
fn says_as(one: &RowOffered, other: &RowOffered) -> bool {
    let said = |row: &RowOffered| -> Vec<(Path, Value)> {
        row.cells.iter().map(|(path, known)| (path.clone(), known.value.clone())).collect()
    };
    said(one) == said(other)
}

/// The row at the end of its table, then its cells.
fn written_as(offered: RowOffered, snapshot: &Snapshot) -> Vec<Body> {
    let rank = rank_of_the_next(snapshot, &offered.row.field());
    let row = (offered.row, Value::Row(rank), offered.known.origin);
    let cells = offered.cells.into_iter().map(|(path, known)| (path, known.value, known.origin));
    let all = std::iter::once(row).chain(cells).map(|(path, value, origin)| {
        let base = snapshot.version(&path);
        Body::AnswerSet { path, value: Some(value), base, origin, deposit: None }
    });
    all.collect()
}
