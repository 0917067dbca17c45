//! A trame as a SurveyJS model, to measure both beside each other; what the big form does not use is not written.

use form::{
    Field, FieldType, Rule,
    expr::{Expr, Name, Operator, ast::Node, parse},
    trame::{Requirement, read_trame},
};
use serde_json::{Map, Value, json};

/// What `parametre.montant_unitaire` is worth in the measure.
const AMOUNT: u32 = 23_921;

/// The model, judged at each key as ours is.
pub fn survey(trame: &str) -> String {
    let trame = read_trame(trame).expect("the big form holds together");
    let pages: Vec<Value> = trame
        .steps
        .iter()
        .map(|step| {
            let questions: Vec<Value> = step.fields.iter().map(question).collect();
            json!({ "name": step.key, "title": step.title, "elements": questions })
        })
        .collect();
    let model = json!({
        "textUpdateMode": "onTyping",
        "checkErrorsMode": "onValueChanged",
        "title": trame.title,
        "pages": pages,
    });
    model.to_string()
}

fn question(field: &Field) -> Value {
    let mut question = Map::new();
    let mut put = |key: &str, value: Value| question.insert(key.to_owned(), value);
    put("name", json!(name(&field.path.to_string())));
    put("title", json!(field.label));
    put("type", json!(if field.computed.is_some() { "expression" } else { control(&field.field_type) }));
    let mut validators: Vec<Value> = field.rules.iter().map(validator).collect();
    match &field.field_type {
        FieldType::Etp | FieldType::Euros => put("inputType", json!("number")),
        FieldType::Date => put("inputType", json!("date")),
        FieldType::Siret => {
            validators.push(json!({ "type": "regex", "regex": "^[0-9]{14}$" }));
            None
        }
        _ => None,
    };
    let bounds = [("min", field.min), ("max", field.max)];
    for (key, bound) in bounds.into_iter().filter_map(|(key, bound)| Some((key, bound?))) {
        put(key, json!(bound.to_string().parse::<i64>().expect("a whole bound")));
    }
    if let Some(length) = field.max_length {
        put("maxLength", json!(length));
    }
    if let Some(text) = &field.computed {
        put("expression", json!(expression(text)));
    }
    if let Some(text) = &field.visible {
        put("visibleIf", json!(expression(text)));
    }
    match &field.required {
        Requirement::Always => put("isRequired", json!(true)),
        Requirement::When(text) => put("requiredIf", json!(expression(text))),
        Requirement::Never => None,
    };
    if !validators.is_empty() {
        put("validators", json!(validators));
    }
    Value::Object(question)
}

fn control(field_type: &FieldType) -> &'static str {
    match field_type {
        FieldType::Boolean => "boolean",
        FieldType::LongText => "comment",
        _ => "text",
    }
}

fn validator(rule: &Rule) -> Value {
    let text = rule.text.split('{').enumerate().map(|(place, piece)| match piece.split_once('}') {
        Some((key, rest)) if place > 0 => format!("{{{}}}{rest}", name(key)),
        _ => piece.to_owned(),
    });
    json!({ "type": "expression", "expression": expression(&rule.check), "text": text.collect::<String>() })
}

/// A dot in a name would say, there, a member of an object.
fn name(key: &str) -> String {
    key.replace('.', "_")
}

fn expression(text: &str) -> String {
    written(&parse(text).expect("the big form is checked"))
}

fn written(expr: &Expr) -> String {
    match &expr.node {
        Node::Number(number) => number.to_string(),
        Node::Boolean(boolean) => boolean.to_string(),
        Node::Name(Name::Field(path)) => format!("{{{}}}", name(&path.to_string())),
        Node::Parameter(..) => AMOUNT.to_string(),
        Node::Binary(operator, one, other) => {
            format!("({} {} {})", written(one), sign(*operator), written(other))
        }
        other => unreachable!("the big form has no {other:?}"),
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Or => "or",
        Operator::And => "and",
        Operator::Times => "*",
        Operator::Plus => "+",
        Operator::Less => "<",
        Operator::Greater => ">",
        other => unreachable!("the big form has no {other:?}"),
    }
}
