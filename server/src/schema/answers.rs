//! An answer set as a document: the facts of the dossier, and the answers by key.

use form::{Answers, Context, Path, Trame, Value, path::InTable};
use serde_json::{Map, Value as Json, json};

use super::types::number;

/// Key of a row's identifier.
pub(super) const ROW: &str = "ligne";

/// Writes the answers that count in a dossier.
#[must_use]
pub fn answers(trame: &Trame, counted: &Answers, context: &Context) -> Json {
    let facts: Map<String, Json> = trame
        .facts
        .iter()
        .filter_map(|fact| Some((fact.name.clone(), value(context.facts.get(&fact.name)?))))
        .collect();
    let mut answers = Map::new();
    for (_, field) in trame.fields() {
        let written = if field.field_type.table().is_some() {
            table(counted, &field.path)
        } else {
            counted.get(&field.path).map(value)
        };
        answers.extend(written.map(|written| (field.path.to_string(), written)));
    }
    json!({ "contexte": facts, "reponses": answers })
}

/// The rows of a table, from the top; none without a row.
fn table(counted: &Answers, path: &Path) -> Option<Json> {
    let rows = counted.rows(path).into_iter().map(|row| {
        let cells = counted.iter().filter_map(|(found, cell)| match found.in_table() {
            Some(InTable { table, row: own, column: Some(column) })
                if table == path.as_str() && own == row =>
            {
                Some((column.to_owned(), value(cell)))
            }
            _ => None,
        });
        let identifier = (ROW.to_owned(), json!(row));
        Json::Object(std::iter::once(identifier).chain(cells).collect())
    });
    let rows: Vec<Json> = rows.collect();
    (!rows.is_empty()).then_some(Json::Array(rows))
}

fn value(value: &Value) -> Json {
    let coded = |coded: &form::value::Coded| json!({ "code": coded.code, "nom": coded.label });
    match value {
        Value::Text(text) | Value::Choice(text) => json!(text),
        Value::Integer(whole) => json!(whole),
        Value::Number(exact) => number(*exact),
        Value::Date(day) => json!(day.to_string()),
        Value::Boolean(yes) => json!(yes),
        Value::Choices(keys) => json!(keys),
        Value::Coded(code) => coded(code),
        Value::CodedList(list) => list.iter().map(coded).collect(),
        Value::Row(rank) => json!(rank),
        Value::Files(files) => files
            .iter()
            .map(|file| {
                json!({ "empreinte": file.id, "nom": file.name, "type": file.media, "octets": file.size })
            })
            .collect(),
        // What could not be read is no value of any type, and is never taken for one.
        Value::Unreadable(text) => json!({ "illisible": text }),
    }
}
