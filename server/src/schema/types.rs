//! What one answer may be, by the type of its question.

use form::{Decimal, Field, FieldType, trame::CodeList};
use serde_json::{Value, json};

/// A day: `2027-01-31`.
pub(super) fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// A word: the identifier of a row.
pub(super) fn word() -> Value {
    pattern("^[a-z][a-z0-9_]*$")
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// An exact number as JSON writes it.
pub(super) fn number(exact: Decimal) -> Value {
    exact.normalize().to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// The schema of an answer that is no table.
pub(super) fn of(field: &Field) -> Value {
    let mut schema = plain(&field.field_type);
    let mut bound = |name: &str, bound: Option<Value>| {
        if let Some(bound) = bound {
            schema[name] = bound;
        }
    };
    bound("minimum", field.min.map(number));
    bound("maximum", field.max.map(number));
    if matches!(field.field_type, FieldType::Text | FieldType::LongText | FieldType::Email | FieldType::Url) {
        bound("minLength", field.min_length.map(|length| json!(length)));
        bound("maxLength", field.max_length.map(|length| json!(length)));
    }
    schema
}

fn plain(field_type: &FieldType) -> Value {
    match field_type {
        FieldType::Text | FieldType::LongText | FieldType::Table(_) => json!({ "type": "string" }),
        FieldType::Integer | FieldType::Year => json!({ "type": "integer" }),
        FieldType::Decimal { .. }
        | FieldType::Etp
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Hours => json!({ "type": "number" }),
        FieldType::Date => day(),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Choice { choices } => {
            json!({ "enum": choices.iter().map(|choice| &choice.key).collect::<Vec<_>>() })
        }
        FieldType::Choices { choices } => {
            let keys: Vec<&String> = choices.iter().map(|choice| &choice.key).collect();
            json!({ "type": "array", "items": { "enum": keys }, "uniqueItems": true, "minItems": 1 })
        }
        FieldType::Coded { list } => coded(*list),
        FieldType::CodedList { list } => json!({ "type": "array", "items": coded(*list), "minItems": 1 }),
        FieldType::Files => json!({ "type": "array", "items": document(), "minItems": 1 }),
        FieldType::Siret => pattern("^[0-9]{14}$"),
        FieldType::Naf => pattern("^[0-9]{4}[A-Z]$"),
        FieldType::Idcc => pattern("^[0-9]{4}$"),
        FieldType::Rna => pattern("^W[0-9]{9}$"),
        FieldType::Departement => pattern("^([0-9]{2}|2[AB]|9[0-9]{2})$"),
        FieldType::Postcode => pattern("^(0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}$"),
        FieldType::Phone => pattern("^0[0-9]{9}$"),
        FieldType::Email => pattern("^[^@ ]+@[^@ ]+$"),
        FieldType::Url => pattern("^https?://"),
    }
}

/// A code of a reference list with its name; a list that is kept names every code it has.
fn coded(list: CodeList) -> Value {
    let named = usize::from(list.is_kept());
    let name = json!({ "type": "string", "minLength": named });
    object(json!({ "code": { "type": "string", "minLength": 1 }, "nom": name }))
}

fn document() -> Value {
    object(json!({
        "empreinte": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
        "nom": { "type": "string" },
        "type": { "type": "string" },
        "octets": { "type": "integer", "minimum": 0 },
    }))
}

/// An object that has all of its properties, and no other.
fn object(properties: Value) -> Value {
    let names: Vec<&String> = properties.as_object().into_iter().flat_map(|all| all.keys()).collect();
    json!({ "type": "object", "additionalProperties": false, "required": names, "properties": properties })
}
