//! Adding and taking away a row of a table, without a script.

use form::{Path, Value, french, value::ROW_GAP};

use super::{Services, allow, open_dossier::program_of, save_answers};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Actor, Answer, Batch, DossierId, Edit, Seq, Snapshot, Verdict, procedure::is_cell_of},
};

/// Adds a row at the end of a table; its path.
pub async fn add_row(services: &Services, viewer: &Viewer, id: DossierId, table: &Path) -> Result<Path> {
    let snapshot = opened(services, viewer, id).await?;
    let rank = rank_of_the_next(&snapshot, table);
    let drawn = services.ids.client();
    let row = table.row(&format!("r{}", drawn.as_str().rsplit('-').next().unwrap_or_default()));
    put(services, viewer, id, (&snapshot, snapshot.seq), row.clone(), rank.to_string()).await?;
    Ok(row)
}

/// Adds a copy of a row at the end of its table; its path.
pub async fn copy_row(services: &Services, viewer: &Viewer, id: DossierId, row: &Path) -> Result<Path> {
    let snapshot = opened(services, viewer, id).await?;
    let program = program_of(services, &snapshot)?;
    let table = row.field();
    let copy = add_row(services, viewer, id, &table).await?;
    let to = copy.in_table().map(|parts| parts.row.to_owned()).ok_or(Error::NotFound)?;
    let cells = snapshot.answers_under(&table).filter_map(|(path, answer)| {
        let parts = path.in_table()?;
        let column = parts.column.filter(|_| row.in_table().is_some_and(|own| own.row == parts.row))?;
        let field = program.trame().field(path)?;
        let text = french::typed(answer.value.as_ref()?, &field.field_type);
        Some((table.cell(&to, column), text))
    });
    let edits = (1..).zip(cells).map(|(number, (path, text))| Edit { number, base: 0, path, text });
    let edits: Vec<Edit> = edits.collect();
    if !edits.is_empty() {
        let batch = Batch { client: services.ids.client(), known: snapshot.seq, edits };
        save_answers(services, viewer, id, batch).await?;
    }
    Ok(copy)
}

/// Puts back a row that someone else took away, with what the person wanted to write in it; where someone wrote since
/// it was seen, both values go on waiting for a choice.
pub async fn keep_row(
    services: &Services,
    viewer: &Viewer,
    (id, seen): (DossierId, Seq),
    row: Path,
) -> Result<()> {
    let snapshot = opened(services, viewer, id).await?;
    let program = program_of(services, &snapshot)?;
    let rank = rank_of_the_next(&snapshot, &row.field()).to_string();
    let mine = snapshot.set_aside.iter().filter(|aside| aside.by == Actor::Person(viewer.person));
    let unseen = |path: &Path| {
        snapshot.answers.get(path).is_some_and(|answer| answer.is_unseen_by(viewer.person, seen))
    };
    let cells = mine.filter(|aside| is_cell_of(&aside.path, &row) && !unseen(&aside.path));
    let cells = cells.filter_map(|aside| {
        let field = program.trame().field(&aside.path)?;
        Some((aside.path.clone(), french::typed(aside.value.as_ref()?, &field.field_type)))
    });
    // Put back by someone else meanwhile, it stands where they put it.
    let back = snapshot.value(&row).is_none().then(|| (row.clone(), rank));
    let texts = back.into_iter().chain(cells);
    let edit = |(number, (path, text))| Edit { number, base: snapshot.version(&path), path, text };
    let edits: Vec<Edit> = (1..).zip(texts).map(edit).collect();
    let batch = Batch { client: services.ids.client(), known: snapshot.seq, edits };
    save_answers(services, viewer, id, batch).await.map(|_| ())
}

/// The rank of a row that is put at the end of a table.
pub(super) fn rank_of_the_next(snapshot: &Snapshot, table: &Path) -> i64 {
    let ranks = snapshot.answers_under(table).filter_map(|(_, answer)| match answer.value {
        Some(Value::Row(rank)) => Some(rank),
        _ => None,
    });
    ranks.max().unwrap_or_default().saturating_add(ROW_GAP)
}

/// Takes a row away; its answers stay in the log. One in which someone wrote since it was seen stays, and is asked
/// about.
pub async fn remove_row(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    seen: Seq,
    row: Path,
) -> Result<()> {
    let snapshot = opened(services, viewer, id).await?;
    put(services, viewer, id, (&snapshot, seen), row, String::new()).await.map(|_| ())
}

async fn opened(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Snapshot> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    Ok(snapshot)
}

/// Puts a text in an answer as who saw the dossier at an event; false when it was set aside, for someone else wrote
/// there since.
///
/// # Errors
/// `Invalid` with the reason when it is not taken.
pub(super) async fn put(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    (snapshot, seen): (&Snapshot, Seq),
    path: Path,
    text: String,
) -> Result<bool> {
    // What the person wrote since is theirs: the same form may have saved it just before.
    let unseen = |answer: &Answer| answer.is_unseen_by(viewer.person, seen);
    let base =
        snapshot.answers.get(&path).filter(|answer| !unseen(answer)).map_or(0, |answer| answer.version);
    let known = if snapshot.answers.values().any(unseen) { seen } else { snapshot.seq };
    let edit = Edit { number: 1, base, path, text };
    let batch = Batch { client: services.ids.client(), known, edits: vec![edit] };
    match save_answers(services, viewer, id, batch).await?.outcomes.pop().map(|outcome| outcome.verdict) {
        Some(Verdict::Refused(reason)) => Err(Error::Invalid(reason)),
        Some(Verdict::Conflict { .. }) => Ok(false),
        _ => Ok(true),
    }
}
