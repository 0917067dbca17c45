//! The monthly statements of a year: those validated, those expected.

use std::ops::RangeInclusive;

use form::{Value, french};

use crate::asp::{
    Annexe,
    realised::{
        Told, Work, expected_by,
        prefill::{
            Past,
            facts::{Facts, listed},
        },
    },
};

/// A month counts once, when every annexe that covers it has its statement.
pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let by_month = |told: &Told<'_, Work>| told.what.first > 0 || !told.what.months.is_empty();
    let told = facts.each(past, |annexe| past.source.work(annexe, past.year).filter(by_month));
    let Some((_, first)) = told.first() else { return };
    let spans: Vec<_> = told.iter().map(|(annexe, told)| span(annexe, told.what, past.year)).collect();
    let covers = |place: usize, month: i8| spans[place].contains(&month);
    let is_valid = |work: &Work, month: i8| work.months.iter().any(|told| told.month == month && told.valid);
    let covered: Vec<i8> =
        (1..=12).filter(|month| (0..told.len()).any(|place| covers(place, *month))).collect();
    let valid: Vec<i8> = covered
        .iter()
        .copied()
        .filter(|month| {
            let mut own = told.iter().enumerate().filter(|(place, _)| covers(*place, *month));
            own.all(|(_, (_, told))| is_valid(told.what, *month))
        })
        .collect();
    let expected: Vec<i8> =
        covered.into_iter().filter(|month| expected_by(past.year, *month, past.today)).collect();
    let as_of = told.iter().map(|(_, told)| told.by.as_of).max().unwrap_or(first.by.as_of);
    let lacking: Vec<i8> = expected.iter().copied().filter(|month| !valid.contains(month)).collect();
    let mut notes = vec![match valid.as_slice() {
        [] => format!("aucun état mensuel validé en {}", past.year),
        months => format!("états mensuels validés en {}\u{a0}: {}", past.year, listed(months)),
    }];
    notes.extend((told.len() > 1).then(|| "un mois compte quand toutes les annexes l’ont".to_owned()));
    notes.extend((!lacking.is_empty()).then(|| format!("en retard\u{a0}: {}", listed(&lacking))));
    notes.extend(past.reserves(&told));
    let count = |months: &[i8]| Value::Integer(i64::try_from(months.len()).unwrap_or_default());
    facts.worked_out("bilan.mois_declares", count(&valid), first.by.source, as_of, &notes);
    let due = format!(
        "{} de l’annexe, dont deux mois entiers ont passé depuis",
        french::count(expected.len(), "mois", "mois")
    );
    facts.worked_out("bilan.mois_attendus", count(&expected), first.by.source, as_of, &[due]);
}

/// The months of a year that an annexe covers: a source that does not tell them has those of its dates.
fn span(annexe: &Annexe, work: &Work, year: i16) -> RangeInclusive<i8> {
    if work.first > 0 {
        return work.first..=work.last;
    }
    let first = if annexe.start.year() < year { 1 } else { annexe.start.month() };
    let last = if annexe.end.year() > year { 12 } else { annexe.end.month() };
    first..=last
}
