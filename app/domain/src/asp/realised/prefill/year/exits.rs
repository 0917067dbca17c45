//! The exits of a year, category by category.

use super::Sum;
use crate::asp::realised::{
    ExitRule, Exits, Source,
    prefill::{Past, facts::Facts, results},
};

/// A category: its answer, its column in ASP's own extraction, what it is, how many.
type Category = (&'static str, &'static str, &'static str, fn(&Exits) -> Option<u32>);

/// In the order of the form; what ASP's own extraction leaves out is the rest.
const CATEGORIES: [Category; 5] = [
    ("bilan.sorties", "4 - Total des sorties examinées AI ETTI EITI", "sorties examinées", |exits| {
        exits.examined
    }),
    (
        "bilan.sorties_durables",
        "5 - Total des sorties dans l'emploi durable",
        "sorties en emploi durable",
        |exits| Some(exits.durable),
    ),
    (
        "bilan.sorties_transition",
        "6 - Total des sorties dans l'emploi de transition",
        "sorties en emploi de transition",
        |exits| Some(exits.transition),
    ),
    ("bilan.sorties_positives", "7 - Total des sorties positives", "sorties positives", |exits| {
        Some(exits.positive)
    }),
    ("bilan.sorties_autres", "", "autres sorties", |exits| {
        exits.other.or_else(|| exits.examined?.checked_sub(exits.dynamic()))
    }),
];

pub(super) fn propose(facts: &mut Facts, past: &Past<'_>) {
    let told = facts.each(past, |annexe| past.source.exits(annexe, past.year));
    let Some((annexe, _)) = told.first() else { return };
    let left_out: u32 = told.iter().map(|(_, told)| told.what.left_out).sum();
    let rule = results::rule(ExitRule::of(&annexe.measure));
    for (path, column, name, count) in CATEGORIES {
        let what = format!("{name} en {} ({rule})", past.year);
        let aside = (left_out > 0).then(|| format!("{left_out} hors de cette règle, non comptées"));
        let reads = |source| source == Source::DataOn && !column.is_empty();
        let sum = Sum { path, column, what, doubts: aside.into_iter().collect() };
        sum.of(facts, past, &told, count, reads);
    }
}
