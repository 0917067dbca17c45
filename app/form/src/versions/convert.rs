//! An answer of one type as an answer of another.

use crate::{Field, FieldType, Map, Value, french, read};

/// Turns an answer to a question into an answer to what the question became.
///
/// It goes through what a person would have typed; `resolve` may turn a name into a code first. What the new
/// type cannot read is kept as it was typed.
pub(super) fn convert(
    value: &Value,
    (old, new): (&Field, &Field),
    choices: Option<&Map<String, String>>,
    resolve: &dyn Fn(&str, &FieldType) -> String,
) -> Value {
    let value = &rechosen(value, choices);
    let same_words = old.field_type.choices().is_empty() && old.field_type == new.field_type;
    if same_words || matches!((&old.field_type, &new.field_type), (FieldType::Table(_), FieldType::Table(_)))
    {
        return value.clone();
    }
    if matches!(value, Value::Files(_) | Value::Row(_)) {
        return Value::Unreadable(french::value(value, &old.field_type));
    }
    let typed = resolve(&french::typed(value, &old.field_type), &new.field_type);
    match read::read_or_keep(&typed, &new.field_type) {
        Some(read) if read.same_as(value) => value.clone(),
        Some(read) => read,
        None => value.clone(),
    }
}

/// The choices of before under their names of today.
fn rechosen(value: &Value, choices: Option<&Map<String, String>>) -> Value {
    let now = |key: &String| choices.and_then(|choices| choices.get(key)).unwrap_or(key).clone();
    match value {
        Value::Choice(key) => Value::Choice(now(key)),
        Value::Choices(keys) => Value::Choices(keys.iter().map(now).collect()),
        other => other.clone(),
    }
}
