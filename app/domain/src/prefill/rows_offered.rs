//! Rows of tables that sources say in doubt: nothing writes them, a person takes them over or leaves them. Pure.

use form::{Path, Trame, Value};

use super::waiting;
use crate::{
    dossier::{Known, Snapshot, heard::Heard},
    source::Source,
};

/// A row that a source says and that is not in the dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct RowOffered {
    /// Key of the row.
    pub row: Path,
    /// The source.
    pub source: Source,
    /// What it says of its cells, those that a person may answer.
    pub cells: Vec<(Path, Known)>,
    /// Where the row itself was read.
    pub known: Known,
    /// Whether nobody decided on it since it is said.
    pub waits: bool,
}

/// The rows that sources say and that are not in the dossier, in the order of their keys: those of tables that grow,
/// that nobody took away, and of which a cell at least is told.
#[must_use]
pub fn rows_offered(heard: &Heard, snapshot: &Snapshot, trame: &Trame) -> Vec<RowOffered> {
    let mut offered: Vec<RowOffered> = Vec::new();
    for (source, said) in &heard.said {
        for (row, told) in said.values.iter().filter(|(_, told)| matches!(told.known.value, Value::Row(_))) {
            if trame.answerable(row).is_none() || snapshot.answers.contains_key(row) {
                continue;
            }
            let cells = cells_of(heard, *source, row, trame);
            if cells.is_empty() {
                continue;
            }
            let is_wrong = |cell: &Path| heard.contested.contains_key(&(cell.clone(), *source));
            let all_wrong = cells.iter().all(|(cell, _)| is_wrong(cell));
            let waits = !all_wrong && waiting(heard, snapshot, trame, row).contains(source);
            offered.push(RowOffered {
                row: row.clone(),
                source: *source,
                cells,
                known: told.known.clone(),
                waits,
            });
        }
    }
    offered.sort_by(|one, other| one.row.cmp(&other.row));
    offered
}

/// What a source says of the cells of a row, those that a person may answer.
fn cells_of(heard: &Heard, source: Source, row: &Path, trame: &Trame) -> Vec<(Path, Known)> {
    let said = heard.said.get(&source).into_iter().flat_map(|said| &said.values);
    let cells = said.filter(|(path, _)| path.own_row().as_ref() == Some(row));
    let cells = cells.filter(|(path, _)| trame.answerable(path).is_some());
    cells.map(|(path, told)| (path.clone(), told.known.clone())).collect()
}
