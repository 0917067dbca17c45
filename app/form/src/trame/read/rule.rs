//! Reading a rule with its examples.

use toml::de::DeValue;

use super::{
    super::{
        Example, Rule,
        reader::{Placed, Reader, Source, decimal},
    },
    Spots,
};
use crate::{Answers, Path, Severity, Value, expr::Kind};

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
    spots.templates.push(Placed { text: text.clone(), at: reader.at() });
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
        examples: reader
            .tables("example")
            .iter()
            .map(|example_reader| example(source, example_reader))
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

fn example(source: &Source<'_>, reader: &Reader<'_, '_>) -> Example {
    let answers = |key| -> Answers {
        reader
            .pairs(key)
            .into_iter()
            .filter_map(|(name, value)| {
                let path = Path::parse(&name.text)
                    .map_err(|problem| source.problem(name.at, problem.to_string()))
                    .ok()?;
                let read = example_value(value.get_ref());
                if read.is_none() {
                    source.problem(
                        value.span().start,
                        "un exemple contient des textes, des nombres, des dates ou des oui/non",
                    );
                }
                Some((path, read?))
            })
            .collect()
    };
    let example =
        Example { passes: reader.flag("passes"), answers: answers("answers"), previous: answers("previous") };
    reader.finish();
    example
}

fn example_value(value: &DeValue<'_>) -> Option<Value> {
    if let Some(number) = decimal(value) {
        return Some(Value::Number(number));
    }
    match value {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Boolean(yes) => Some(Value::Boolean(*yes)),
        DeValue::Datetime(day) => day.to_string().parse().ok().map(Value::Date),
        _ => None,
    }
}
