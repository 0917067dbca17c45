//! Reading a rule with its examples.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{
    super::{
        Example, Rule,
        reader::{Reader, Source, decimal},
    },
    Spots,
};
use crate::{Path, Severity, Value, expr::Kind};

/// Examples that each verdict of a rule must have.
const EXAMPLES: usize = 3;

/// Reads a rule of a field.
pub(super) fn rule(source: &Source<'_>, reader: &Reader<'_, '_>, path: &Path, spots: &mut Spots) -> Rule {
    let severity = match reader.required_text("severity").as_str() {
        "blocking" => Severity::Blocking,
        "justify" => Severity::ToJustify,
        "information" => Severity::Information,
        other => {
            source.problem(
                reader.at(),
                format!("« severity » est blocking, justify ou information, pas « {other} »"),
            );
            Severity::Blocking
        }
    };
    let code = reader.required_text("code");
    if spots.rules.insert((path.clone(), code.clone()), reader.at()).is_some() {
        source.problem(reader.at(), format!("la règle « {code} » existe déjà sur ce champ"));
    }
    let check = if let Some(placed) = reader.placed("check") {
        spots.expression(placed, Kind::Boolean)
    } else {
        source.problem(reader.at(), "il manque « check »");
        String::new()
    };
    let text = reader.required_said("text");
    spots.template(&text, reader.at());
    let rule = Rule {
        code,
        check,
        severity,
        text,
        advice: reader.said("advice"),
        reference: reader.said("reference"),
        justification: reader.text("justification").and_then(|text| {
            Path::parse(&text).map_err(|problem| source.problem(reader.at(), problem.to_string())).ok()
        }),
        examples: [("passing", true), ("failing", false)]
            .into_iter()
            .flat_map(|(key, passes)| examples(source, reader, key, passes))
            .collect(),
    };
    for (passes, word) in [(true, "qui passent"), (false, "qui échouent")] {
        let told: Vec<_> = rule.examples.iter().filter(|example| example.passes == passes).collect();
        // The same case written again shows nothing more.
        let found = (0..told.len()).filter(|place| !told[..*place].contains(&told[*place])).count();
        if found < EXAMPLES {
            let reason =
                format!("la règle « {} » veut {EXAMPLES} exemples {word}, elle en a {found}", rule.code);
            source.problem(reader.at(), reason);
        }
    }
    reader.finish();
    rule
}

/// Cases of one verdict: what each name is worth, a table by its rows.
fn examples(source: &Source<'_>, reader: &Reader<'_, '_>, key: &'static str, passes: bool) -> Vec<Example> {
    let mut found = Vec::new();
    for case in reader.inline_tables(key) {
        let mut example = Example { passes, values: BTreeMap::new(), tables: BTreeMap::new() };
        for (name, value) in case {
            let (name, at) = (name.get_ref().to_string(), value.span().start);
            if let Some(rows) = rows(value.get_ref()) {
                example.tables.insert(name, rows);
            } else if let Some(value) = example_value(value.get_ref()) {
                example.values.insert(name, value);
            } else {
                source.problem(
                    at,
                    "un exemple contient des textes, des nombres, des dates, des oui/non ou des lignes",
                );
            }
        }
        found.push(example);
    }
    found
}

/// The rows of a table in an example: a list of tables; none for anything else.
fn rows(value: &DeValue<'_>) -> Option<Vec<BTreeMap<String, Value>>> {
    let items = value.as_array()?;
    let cells = |row: &DeTable<'_>| {
        let cells = row
            .iter()
            .map(|(column, value)| Some((column.get_ref().to_string(), example_value(value.get_ref())?)));
        cells.collect::<Option<BTreeMap<String, Value>>>()
    };
    items.iter().map(|item| cells(item.get_ref().as_table()?)).collect()
}

fn example_value(value: &DeValue<'_>) -> Option<Value> {
    if let Some(number) = decimal(value) {
        return Some(Value::Number(number));
    }
    match value {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Boolean(yes) => Some(Value::Boolean(*yes)),
        DeValue::Datetime(day) => day.to_string().parse().ok().map(Value::Date),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<_>>().map(Value::Choices)
        }
        _ => None,
    }
}
