//! Answers that say otherwise than their sources: what an agent is to find.

use std::collections::BTreeMap;

use anyhow::Context;
use domain::{
    Viewer,
    dossier::{DossierId, Origin, Snapshot, heard::Told},
    prefill::Differing,
    source::Source,
    usecase::{self, Services},
};
use form::{Decimal, FieldType, Path, Program, Trame, Value};
use jiff::Span;

use crate::demo::completing::complete;

/// An answer, and what it is changed for.
#[derive(Clone, Debug, PartialEq)]
pub struct Altered {
    /// Key of the answer.
    pub path: Path,
    /// What its source said.
    pub before: Value,
    /// What is said instead.
    pub after: Value,
}

/// The answers that a source filled and a person may change, each with something else in its place.
#[must_use]
pub fn alterable(snapshot: &Snapshot, trame: &Trame) -> Vec<Altered> {
    let filled = snapshot.answers.iter().filter_map(|(path, answer)| {
        let field = trame.answerable(path).filter(|field| field.is_typed())?;
        let before = answer.value.clone().filter(|_| matches!(answer.origin, Origin::Prefilled { .. }))?;
        let after = otherwise(&before, &field.field_type)?;
        Some(Altered { path: path.clone(), before, after })
    });
    filled.collect()
}

/// A fact of the same type that is another; none for what is only how someone is reached or called.
pub(super) fn otherwise(value: &Value, field_type: &FieldType) -> Option<Value> {
    match value {
        Value::Integer(year) if *field_type == FieldType::Year => Some(Value::Integer(year - 1)),
        Value::Integer(count) => Some(Value::Integer(count + count / 2 + 2)),
        Value::Number(number) => {
            let more = (number * Decimal::new(15, 1) + Decimal::ONE).round_dp(2);
            Some(Value::Number(more))
        }
        Value::Date(day) => Some(Value::Date(day.saturating_sub(Span::new().years(1)))),
        Value::Boolean(yes) => Some(Value::Boolean(!yes)),
        Value::Choice(key) => {
            let other = field_type.choices().iter().find(|choice| choice.key != *key)?;
            Some(Value::Choice(other.key.clone()))
        }
        _ => None,
    }
}

/// A value as a person writes it.
#[must_use]
pub fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Integer(count) => count.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Date(day) => form::french::date(*day),
        Value::Choice(text) | Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// What a structure says of the value of a source that it does not keep.
const WRONG: &str =
    "Ce chiffre ne correspond pas à nos registres\u{a0}: il est à reprendre avec votre service.";

/// Says of a source that it has one of the answers wrong that a person gave otherwise; of none where there is none.
pub(super) async fn contest(services: &Services, own: &Viewer, id: DossierId) -> anyhow::Result<()> {
    let read = usecase::read_sources(services, own, id).await?;
    let given = |datum: &&Differing| {
        let is_number = |(_, told): &(Source, Told)| told.known.value.number().is_some();
        datum.word.is_some_and(|word| word.given) && datum.said.iter().all(is_number)
    };
    let said = read.differing.iter().filter(given).find_map(|datum| {
        let (source, _) = datum.said.iter().find(|(source, _)| source.is_delivered())?;
        Some((datum.path.clone(), *source))
    });
    if let Some(said) = said {
        usecase::contest_value(services, own, id, said, Some(WRONG)).await?;
    }
    Ok(())
}

/// Changes some numbers of a dossier that is complete, so that it stays so: what a rule finds is explained. One that
/// the form does not take is left.
pub(super) async fn alter(
    services: &Services,
    own: &Viewer,
    id: DossierId,
    (place, many): (usize, usize),
) -> anyhow::Result<()> {
    let snapshot = services.dossiers.snapshot(id).await?.context("le dossier n’est pas là")?;
    let open = usecase::open_dossier(services, own, id).await?;
    let program = Program::compile(open.trame).map_err(|cycle| anyhow::anyhow!("{cycle:?}"))?;
    let mut values = snapshot.values();
    let mut given = BTreeMap::new();
    let numbers = alterable(&snapshot, program.trame()).into_iter();
    let numbers: Vec<Altered> = numbers.filter(|altered| altered.before.number().is_some()).collect();
    let start = if numbers.is_empty() { 0 } else { place * 5 % numbers.len() };
    for altered in numbers.iter().cycle().skip(start).take(numbers.len()) {
        if given.len() == many {
            break;
        }
        values.set(altered.path.clone(), Some(altered.after.clone()));
        let evaluation = program.evaluate(&values, &open.context);
        let refused = program
            .issues(&evaluation)
            .into_iter()
            .any(|issue| issue.holds_back() && issue.severity == form::Severity::Blocking);
        if refused {
            values.set(altered.path.clone(), Some(altered.before.clone()));
        } else {
            given.insert(altered.path.to_string(), written(&altered.after));
        }
    }
    complete(services, own, id, &given).await
}
