//! What people call the data that sources speak of, and in which order they are told: steps, questions, rows, cells.

use std::collections::BTreeSet;

use domain::{prefill::ranked, usecase::SourcesRead};
use form::{Path, Step, Value, french};

use super::values::shown;
use crate::pages::history::label;

/// Longest name of a row, in characters.
const LONGEST: usize = 60;

/// What people call a datum; a cell by its row too: « Chantiers (Haies vives), ETP ».
pub(in crate::pages) fn name(read: &SourcesRead, path: &Path) -> String {
    let (table, cell) = (read.trame.field(&path.field()), read.trame.field(path));
    match (path.in_table().and_then(|parts| parts.column), table, cell) {
        (Some(_), Some(table), Some(cell)) => {
            format!("{} ({}), {}", table.label, row_name(read, path), cell.label)
        }
        _ => label(&read.trame, path),
    }
}

/// What people call the row of a cell: that of the form, else what stands first in it, else its place.
pub(super) fn row_name(read: &SourcesRead, cell: &Path) -> String {
    let table = cell.field();
    let fields = read.trame.field(&table).and_then(|field| field.field_type.table());
    let (Some(fields), Some(parts)) = (fields, cell.in_table()) else { return label(&read.trame, cell) };
    if let Some(line) = fields.lines.iter().find(|line| line.key == parts.row) {
        return line.label.clone();
    }
    let first = fields.columns.iter().find_map(|column| {
        let path = table.cell(parts.row, column.path.last());
        let said = ranked(&read.heard, &path).first().map(|(_, told)| told.known.value.clone());
        read.snapshot.value(&path).cloned().or(said).map(|value| shown(read, &path, &value))
    });
    let placed = || format!("{} {}", fields.row_name, rank(read, &table.row(parts.row)).unwrap_or(1));
    first.map_or_else(placed, |text| short(&text, LONGEST))
}

/// The beginning of a text, on one line.
pub(in crate::pages) fn short(text: &str, longest: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let start: String = text.chars().take(longest).collect();
    format!("{}…", start.trim_end())
}

/// The data that sources speak of and that the form asks, step by step, in its order.
pub(super) fn by_step(read: &SourcesRead) -> Vec<(&Step, Vec<&Path>)> {
    let all: BTreeSet<&Path> = read.heard.said.values().flat_map(|said| said.values.keys()).collect();
    let mut placed: Vec<_> = all.into_iter().filter_map(|path| Some((place(read, path)?, path))).collect();
    placed.sort();
    let steps = read.trame.steps.iter().map(|step| {
        let own = placed
            .iter()
            .filter(|(_, path)| read.trame.step_of(path).is_some_and(|found| found.key == step.key));
        (step, own.map(|(_, path)| *path).collect::<Vec<_>>())
    });
    steps.filter(|(_, paths)| !paths.is_empty()).collect()
}

/// The cells of a table, or of one of its rows, that sources speak of, row by row.
pub(super) fn cells_of<'a>(read: &'a SourcesRead, of: &Path) -> Vec<Vec<&'a Path>> {
    let row = of.in_table().map(|parts| parts.row);
    let all = by_step(read).into_iter().flat_map(|(_, paths)| paths);
    let own = all.filter(|path| {
        let parts = path.in_table().filter(|_| path.field() == of.field());
        parts.is_some_and(|parts| row.is_none_or(|row| row == parts.row))
    });
    let own: Vec<&Path> = own.collect();
    own.chunk_by(|one, other| same_row(one, other)).map(<[&Path]>::to_vec).collect()
}

/// Whether two cells stand in the same row.
pub(super) fn same_row(one: &Path, other: &Path) -> bool {
    let row = |path: &Path| path.in_table().map(|parts| parts.row.to_owned());
    one.field() == other.field() && row(one) == row(other)
}

/// Where a datum stands: its question, then its row by rank and key, then its column. None for what the form does not
/// ask, for a row itself, and for a cell of one that was taken away.
fn place(read: &SourcesRead, path: &Path) -> Option<(usize, i64, String, usize)> {
    let question = read.trame.fields().position(|(_, field)| field.path == path.field())?;
    let Some(parts) = path.in_table() else { return Some((question, 0, String::new(), 0)) };
    if read.snapshot.is_taken_away(path) {
        return None;
    }
    let table = read.trame.field(&path.field())?.field_type.table()?;
    let column = table.columns.iter().position(|column| Some(column.path.last()) == parts.column)?;
    let line = table.lines.iter().position(|line| line.key == parts.row).map(i64::try_from);
    let rank = match line {
        Some(line) => line.unwrap_or(i64::MAX),
        None => rank(read, &path.field().row(parts.row)).unwrap_or(i64::MAX),
    };
    Some((question, rank, parts.row.to_owned(), column))
}

/// The rank of a row, in the dossier, else in what a source says.
fn rank(read: &SourcesRead, row: &Path) -> Option<i64> {
    let said = || ranked(&read.heard, row).first().map(|(_, told)| told.known.value.clone());
    match read.snapshot.value(row).cloned().or_else(said) {
        Some(Value::Row(rank)) => Some(rank),
        _ => None,
    }
}

/// How many values there are, in words: each cell of a table is one.
pub(super) fn counted(count: usize) -> String {
    french::count(count, "valeur", "valeurs")
}
