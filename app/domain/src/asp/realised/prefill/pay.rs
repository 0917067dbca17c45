//! What an hour of work was paid in a year.

use form::{Decimal, FieldType, Value, french};

use super::{Past, facts::Facts, scaled};
use crate::asp::realised::Pay;

/// The mean gross pay of an hour, over all the annexes of the year.
pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.pay(annexe, past.year));
    let Some((_, first)) = told.first() else { return };
    let all = told.iter().fold(Pay::default(), |all, (_, told)| all.with(*told.what));
    let Some(hourly) = all.hourly() else { return };
    let shown = |number: Decimal, unit: FieldType| french::quantity(number, &unit);
    let mut notes = vec![format!(
        "emi_mt_salaire_brut, {} pour {} payées et validées en {}",
        shown(all.gross, FieldType::Euros),
        shown(all.hours, FieldType::Hours),
        past.year
    )];
    notes.extend(past.reserves(&told));
    facts.worked_out(
        "rh.salaire_horaire",
        Value::Number(scaled(hourly)),
        first.by.source,
        first.by.as_of,
        &notes,
    );
}
