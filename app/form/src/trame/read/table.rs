//! Reading a table: its columns, the rows that are always there, how many may be added.

use std::collections::BTreeSet;

use super::{
    super::{
        Field, FieldType, Line, Table,
        reader::{Reader, Source},
    },
    Spots, field,
};
use crate::Path;

/// Rows accepted when the trame does not say.
const MOST_ROWS: u32 = 100;

/// Reads what the rows of a table hold.
pub(super) fn table(source: &Source<'_>, reader: &Reader<'_, '_>, path: &Path, spots: &mut Spots) -> Table {
    let lines: Vec<Line> = reader.tables("line").iter().map(|reader| line(source, reader)).collect();
    let fixed = !lines.is_empty();
    let own = |key| reader.said(key).filter(|_| !fixed);
    let most = u32::try_from(lines.len()).unwrap_or(MOST_ROWS);
    let table = Table {
        row_name: own("row").unwrap_or_else(|| "Ligne".to_owned()),
        add_label: own("add").unwrap_or_else(|| "Ajouter une ligne".to_owned()),
        min_rows: reader.whole("min_rows").unwrap_or_default(),
        max_rows: reader.whole("max_rows").unwrap_or(if fixed { most } else { MOST_ROWS }),
        columns: columns(source, reader, path, spots),
        lines,
    };
    let problem = |reason: &str| source.problem(reader.at(), reason);
    if table.columns.is_empty() {
        problem("un tableau a au moins une colonne (« column »)");
    }
    if table.min_rows > table.max_rows {
        problem("« min_rows » dépasse « max_rows »");
    }
    if fixed && table.min_rows > 0 {
        problem("« min_rows » ne va pas avec des lignes données (« line »)");
    }
    unique(source, reader, table.lines.iter().map(|line| line.key.as_str()));
    unique(source, reader, table.columns.iter().map(|column| column.path.last()));
    table
}

fn columns(source: &Source<'_>, reader: &Reader<'_, '_>, path: &Path, spots: &mut Spots) -> Vec<Field> {
    let outer = spots.table.replace(path.clone());
    let columns = reader.tables("column");
    let columns = columns.iter().filter_map(|reader| column(source, reader, path, spots)).collect();
    spots.table = outer;
    columns
}

fn column(source: &Source<'_>, reader: &Reader<'_, '_>, table: &Path, spots: &mut Spots) -> Option<Field> {
    let key = reader.required_text("key");
    let path = Path::parse(&format!("{table}.{key}")).ok().filter(|path| path.last() == key);
    let Some(path) = path else {
        source.problem(reader.at(), format!("« {key} » n'est pas la clé d'une colonne : un seul mot"));
        return None;
    };
    let column = field::question(source, reader, path, spots);
    let inside = match column.field_type {
        FieldType::Table(_) => Some("un tableau"),
        FieldType::Files => Some("des documents"),
        FieldType::Choices { .. } | FieldType::CodedList { .. } => Some("plusieurs réponses"),
        _ => None,
    };
    if let Some(inside) = inside {
        source.problem(reader.at(), format!("une colonne ne contient pas {inside}"));
    }
    reader.finish();
    Some(column)
}

fn line(source: &Source<'_>, reader: &Reader<'_, '_>) -> Line {
    let line = Line {
        key: reader.required_text("key"),
        label: reader.required_said("label"),
        hint: reader.said("hint"),
    };
    if Path::parse(&line.key).is_err() || line.key.contains('.') {
        source.problem(reader.at(), format!("« {} » n'est pas la clé d'une ligne : un seul mot", line.key));
    }
    reader.finish();
    line
}

fn unique<'a>(source: &Source<'_>, reader: &Reader<'_, '_>, keys: impl Iterator<Item = &'a str>) {
    let mut known = BTreeSet::new();
    for key in keys {
        if !known.insert(key) {
            source.problem(reader.at(), format!("la clé « {key} » est déjà prise dans ce tableau"));
        }
    }
}
