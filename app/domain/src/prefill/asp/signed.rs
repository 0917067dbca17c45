//! The exits that were promised for a past year, put beside what came of it.

use form::{Decimal, Value, french};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::{
    facts::Facts,
    year::{facts, of_year},
};
use crate::{Kind, Structure, asp::Annexe, prefill::Proposal};

/// A rate of the annexes: its line, its column, where it stands.
type Rate<'k> = (&'k str, &'static str, fn(&Annexe) -> Option<Decimal>);

/// In the order of the form.
const RATES: [Rate<'static>; 4] = [
    ("durable", "af_taux_prev_sorties_durable", |annexe| annexe.objectives.durable),
    ("transition", "af_taux_prev_sorties_trans", |annexe| annexe.objectives.transition),
    ("positives", "af_taux_prev_sorties_positives", |annexe| annexe.objectives.positive),
    ("dynamiques", "af_taux_prev_sorties_dynamiques", |annexe| annexe.objectives.dynamic),
];

/// The rates that the annexes of a year promise.
pub(super) fn objectives(structure: &Structure, kind: Kind, year: i16) -> Vec<Proposal> {
    let annexes = of_year(structure, kind, year);
    let Some(mut facts) = facts(&annexes) else { return Vec::new() };
    rates(&mut facts, &annexes, |line| format!("objectifs.rappel[{line}].objectif"));
    facts.found
}

/// Each rate of some annexes, under the key of its line.
pub(super) fn rates(facts: &mut Facts, annexes: &[&Annexe], key: impl Fn(&str) -> String) {
    for rate in RATES {
        together(facts, annexes, (&key(rate.0), rate.1, rate.2));
    }
}

/// A rate over several annexes: the one they share, else each as heavy as the exits promised beside it.
fn together(facts: &mut Facts, annexes: &[&Annexe], (path, column, rate): Rate<'_>) {
    let rates: Option<Vec<Decimal>> = annexes.iter().map(|annexe| rate(annexe)).collect();
    let Some(rates) = rates.filter(|rates| !rates.is_empty()) else { return };
    if rates.iter().all(|rate| *rate == rates[0]) {
        return facts.number(path, column, Some(rates[0]));
    }
    let exits: Option<Vec<i64>> = annexes.iter().map(|annexe| annexe.objectives.exits).collect();
    let Some(exits) = exits.filter(|exits| exits.iter().sum::<i64>() > 0) else { return };
    let weighed: Decimal = rates.iter().zip(&exits).map(|(rate, exits)| rate * Decimal::from(*exits)).sum();
    let mean = weighed / Decimal::from(exits.iter().sum::<i64>());
    let mut mean = mean.round_dp_with_strategy(2, MidpointAwayFromZero);
    mean.rescale(2);
    let each = rates.iter().zip(&exits).zip(annexes).map(|((rate, exits), annexe)| {
        format!("{}\u{a0}% de {exits} sorties (annexe {})", french::number(*rate, 2), annexe.number)
    });
    let how =
        format!("{column}, pondéré par af_nb_prev_sorties\u{a0}: {}", each.collect::<Vec<_>>().join(", "));
    facts.derived(path, Value::Number(mean), how);
}
