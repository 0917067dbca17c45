//! Adding and taking away a row of a table, without a script.

use form::{Path, Value, french, value::ROW_GAP};

use super::{Services, allow, open_dossier::program_of, save_answers};
use crate::{
    Error, Result, Viewer,
    access::Action,
    dossier::{Batch, DossierId, Edit, Snapshot},
};

/// Adds a row at the end of a table; its path.
pub async fn add_row(services: &Services, viewer: &Viewer, id: DossierId, table: &Path) -> Result<Path> {
    let snapshot = opened(services, viewer, id).await?;
    let ranks = snapshot.answers_under(table).filter_map(|(_, answer)| match answer.value {
        Some(Value::Row(rank)) => Some(rank),
        _ => None,
    });
    let rank = ranks.max().unwrap_or_default().saturating_add(ROW_GAP);
    let drawn = services.ids.client();
    let row = table.row(&format!("r{}", drawn.as_str().rsplit('-').next().unwrap_or_default()));
    put(services, viewer, id, &snapshot, row.clone(), rank.to_string()).await?;
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

/// Takes a row away; its answers stay in the log.
pub async fn remove_row(services: &Services, viewer: &Viewer, id: DossierId, row: Path) -> Result<()> {
    let snapshot = opened(services, viewer, id).await?;
    put(services, viewer, id, &snapshot, row, String::new()).await
}

async fn opened(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Snapshot> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Fill, &snapshot.opening, snapshot.state())?;
    Ok(snapshot)
}

/// Puts a text in an answer as the person who saw it last.
pub(super) async fn put(
    services: &Services,
    viewer: &Viewer,
    id: DossierId,
    snapshot: &Snapshot,
    path: Path,
    text: String,
) -> Result<()> {
    let edit = Edit { number: 1, base: snapshot.version(&path), path, text };
    let batch = Batch { client: services.ids.client(), known: snapshot.seq, edits: vec![edit] };
    save_answers(services, viewer, id, batch).await.map(|_| ())
}
