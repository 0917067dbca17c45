//! A trame as a JSON Schema (2020-12): what an answer set may hold, for whoever exchanges one.
//!
//! An answer set is what counts of a dossier ([`answers`]). The schema says its types, its bounds, and every
//! requirement whose condition JSON Schema can write; the questions whose requirement it cannot write are
//! listed in its comment, and rules that compare answers stay with the engine.

mod answers;
mod condition;
mod types;

use form::{
    Field, Path, Trame,
    trame::{FactKind, Requirement},
};
use serde_json::{Map, Value, json};

pub use answers::answers;
use condition::{Reader, known_true};

/// The schema of a trame, and the questions whose requirement it cannot say.
pub struct Schema {
    /// The schema.
    pub document: Value,
    /// Questions required under a condition that JSON Schema has no words for.
    pub unsaid: Vec<Path>,
}

/// Writes the schema of a trame's answers.
#[must_use]
pub fn schema(trame: &Trame) -> Schema {
    let mut unsaid = Vec::new();
    let properties: Map<String, Value> = trame
        .fields()
        .map(|(_, field)| (field.path.to_string(), property(trame, field, &mut unsaid)))
        .collect();
    let mut conditions = Vec::new();
    for (_, field) in trame.fields().filter(|(_, field)| is_required(field)) {
        let asked = Reader::of(trame).asked(field);
        match asked {
            Some(asked) => conditions.push(when(asked, field)),
            None => unsaid.push(field.path.clone()),
        }
    }
    let comment = (!unsaid.is_empty()).then(|| {
        let names: Vec<&str> = unsaid.iter().map(Path::as_str).collect();
        format!("Obligatoires sous une condition que ce schéma ne dit pas\u{a0}: {}.", names.join(", "))
    });
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:conventionnement-iae:trame:{}:{}", trame.key, trame.version),
        "title": trame.title,
        "type": "object",
        "required": ["contexte", "reponses"],
        "additionalProperties": false,
        "properties": {
            "contexte": facts(trame),
            "reponses": { "type": "object", "additionalProperties": false, "properties": properties },
        },
        "allOf": conditions,
    });
    if let Some(comment) = comment {
        document["$comment"] = json!(comment);
    }
    Schema { document, unsaid }
}

/// Whether an answer may be required of a person.
fn is_required(field: &Field) -> bool {
    let rows = field.field_type.table().is_some_and(|table| table.min_rows > 0);
    field.is_typed() && (rows || field.required != Requirement::Never)
}

/// Under a condition, a question is answered.
fn when(condition: Value, field: &Field) -> Value {
    let key = field.path.as_str();
    let mut answers = json!({ "required": [key] });
    if field.field_type.table().is_some_and(form::Table::is_fixed) {
        // Rows always there hold something when one cell does.
        answers["properties"] = json!({ key: { "contains": { "minProperties": 2 } } });
    }
    let required = json!({ "properties": { "reponses": answers } });
    if condition == json!(true) { required } else { json!({ "if": condition, "then": required }) }
}

fn facts(trame: &Trame) -> Value {
    let properties: Map<String, Value> = trame
        .facts
        .iter()
        .map(|fact| {
            let of = match fact.kind {
                FactKind::Boolean => json!({ "type": "boolean" }),
                FactKind::Number => json!({ "type": "number" }),
                FactKind::Date => types::day(),
                FactKind::Text if fact.values.is_empty() => json!({ "type": "string" }),
                FactKind::Text => json!({ "enum": fact.values }),
            };
            (fact.name.clone(), of)
        })
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// What a question's answer may be.
fn property(trame: &Trame, field: &Field, unsaid: &mut Vec<Path>) -> Value {
    let mut property = match field.field_type.table() {
        Some(table) => {
            let lines: Vec<&str> = table.lines.iter().map(|line| line.key.as_str()).collect();
            let row = if table.is_fixed() { json!({ "enum": lines }) } else { types::word() };
            let mut rows = json!({ "type": "array", "items": row_of(trame, field, row, unsaid) });
            if !table.is_fixed() && field.is_typed() {
                rows["maxItems"] = json!(table.max_rows);
                rows["minItems"] = json!(table.min_rows.max(1));
            }
            rows
        }
        None => types::of(field),
    };
    property["title"] = json!(field.label);
    if let Some(hint) = &field.hint {
        property["description"] = json!(hint);
    }
    if !field.is_typed() {
        property["readOnly"] = json!(true);
    }
    property
}

/// What a row may be: its identifier, and its cells.
fn row_of(trame: &Trame, field: &Field, identifier: Value, unsaid: &mut Vec<Path>) -> Value {
    let mut properties = Map::from_iter([(answers::ROW.to_owned(), identifier)]);
    let (mut required, mut conditions) = (vec![answers::ROW.to_owned()], Vec::new());
    for column in field.columns() {
        let key = column.path.last().to_owned();
        properties.insert(key.clone(), property(trame, column, unsaid));
        if !is_required(column) {
            continue;
        }
        match Reader::in_row(trame).asked(column) {
            Some(Value::Bool(true)) => required.push(key),
            Some(asked) => conditions.push(json!({ "if": asked, "then": { "required": [key] } })),
            None => unsaid.push(column.path.clone()),
        }
    }
    let mut row = json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    });
    if !conditions.is_empty() {
        row["allOf"] = json!(conditions);
    }
    row
}

impl Reader<'_> {
    /// When a question is shown and required, if the schema can say it.
    fn asked(&self, field: &Field) -> Option<Value> {
        let mut all = Vec::new();
        if !field.variants.is_empty() {
            let fact = self.trame.variant.as_ref()?;
            all.push(self.fact(fact, json!({ "enum": field.variants }))?);
        }
        let cadence = field.cadence.as_ref().and_then(|cadence| self.trame.cadences.get(cadence));
        for text in cadence.into_iter().chain(&field.visible) {
            all.push(known_true(text, self)?);
        }
        let rows = field.field_type.table().is_some_and(|table| table.min_rows > 0);
        if let Requirement::When(text) = &field.required
            && !rows
        {
            all.push(known_true(text, self)?);
        }
        Some(condition::all(all))
    }
}
