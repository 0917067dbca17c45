//! Conditions of the language as conditions of JSON Schema, when it has words for them.
//!
//! A condition of the language is true, false or unknown; what a schema needs is *known to be true*. Each
//! node is therefore written twice: when it is known to be true, and when it is known to be false.

use form::{
    Path, Trame,
    expr::{self, Expr, Function, Name, Operator, ast::Node},
};
use serde_json::{Value, json};

use super::types::number;

/// From where a condition reads: the whole answer set, or one row of a table.
pub(super) struct Reader<'a> {
    pub(super) trame: &'a Trame,
    in_row: bool,
}

impl<'a> Reader<'a> {
    /// A reader of the whole answer set.
    pub(super) fn of(trame: &'a Trame) -> Self {
        Self { trame, in_row: false }
    }

    /// A reader of one row: a schema sees nothing around the value it judges.
    pub(super) fn in_row(trame: &'a Trame) -> Self {
        Self { trame, in_row: true }
    }

    /// A fact is there and fits.
    pub(super) fn fact(&self, name: &str, fits: Value) -> Option<Value> {
        (!self.in_row).then(|| within("contexte", name, fits))
    }

    /// What a name stands for is there and fits.
    fn named(&self, name: &Name, fits: Value) -> Option<Value> {
        match name {
            Name::Field(path) if !self.in_row && self.is_plain(path) => {
                Some(within("reponses", path.as_str(), fits))
            }
            Name::Fact(fact) => self.fact(fact, fits),
            Name::Row(column) if self.in_row => Some(there(column, fits)),
            _ => None,
        }
    }

    /// Whether a path is a field of its own: cells and columns stand inside tables.
    fn is_plain(&self, path: &Path) -> bool {
        let mut fields = self.trame.fields().map(|(_, field)| field);
        fields.any(|field| field.path == *path && field.field_type.table().is_none())
    }
}

/// When a condition is known to be true; none when JSON Schema has no words for it.
pub(super) fn known_true(text: &str, reader: &Reader<'_>) -> Option<Value> {
    known(&expr::parse(text).ok()?, true, reader)
}

/// All of these hold.
pub(super) fn all(conditions: Vec<Value>) -> Value {
    let mut conditions: Vec<Value> =
        conditions.into_iter().filter(|condition| *condition != json!(true)).collect();
    match conditions.len() {
        0 => json!(true),
        1 => conditions.remove(0),
        _ => json!({ "allOf": conditions }),
    }
}

/// When an expression is known to have a truth.
fn known(expr: &Expr, truth: bool, reader: &Reader<'_>) -> Option<Value> {
    match &expr.node {
        Node::Boolean(yes) => Some(json!(*yes == truth)),
        Node::Name(name) => reader.named(name, json!({ "const": truth })),
        Node::Not(inner) => known(inner, !truth, reader),
        Node::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
            let both = vec![known(left, truth, reader)?, known(right, truth, reader)?];
            let every = (*operator == Operator::And) == truth;
            Some(if every { all(both) } else { json!({ "anyOf": both }) })
        }
        Node::Binary(operator, left, right) => compared(*operator, left, right, truth, reader),
        Node::Call(Function::Answered, arguments) => answered(arguments.first()?, truth, reader),
        _ => None,
    }
}

fn answered(argument: &Expr, truth: bool, reader: &Reader<'_>) -> Option<Value> {
    let Node::Name(name) = &argument.node else { return None };
    let there = reader.named(name, json!(true))?;
    Some(if truth { there } else { json!({ "not": there }) })
}

fn compared(
    operator: Operator,
    left: &Expr,
    right: &Expr,
    truth: bool,
    reader: &Reader<'_>,
) -> Option<Value> {
    if let (Operator::In, Node::Name(name), Some(text)) = (operator, &right.node, literal(left)) {
        // A text among several answers.
        let within = json!({ "contains": { "const": text } });
        return reader.named(name, if truth { within } else { json!({ "not": within }) });
    }
    let Node::Name(name) = &left.node else { return None };
    let fits = match (operator, &right.node) {
        (Operator::In, Node::List(items)) => {
            json!({ "enum": items.iter().map(literal).collect::<Option<Vec<_>>>()? })
        }
        (Operator::Equal, _) => json!({ "const": literal(right)? }),
        (Operator::Different, _) => json!({ "not": { "const": literal(right)? } }),
        (_, Node::Number(exact)) => {
            let bound = number(*exact);
            match operator {
                Operator::Less => json!({ "exclusiveMaximum": bound }),
                Operator::AtMost => json!({ "maximum": bound }),
                Operator::Greater => json!({ "exclusiveMinimum": bound }),
                Operator::AtLeast => json!({ "minimum": bound }),
                _ => return None,
            }
        }
        _ => return None,
    };
    reader.named(name, if truth { fits } else { json!({ "not": fits }) })
}

fn literal(expr: &Expr) -> Option<Value> {
    Some(match &expr.node {
        Node::Text(text) => json!(text),
        Node::Number(exact) => number(*exact),
        Node::Boolean(yes) => json!(yes),
        Node::Date(day) => json!(day.to_string()),
        _ => return None,
    })
}

/// A property of a part of the document is there and fits.
fn within(part: &str, key: &str, fits: Value) -> Value {
    json!({ "required": [part], "properties": { part: there(key, fits) } })
}

/// A property is there and fits.
fn there(key: &str, fits: Value) -> Value {
    json!({ "required": [key], "properties": { key: fits } })
}
