//! What the totals of a year say for its bilan: every count that they hold, each with where it was read.
//!
//! The same perimeter as for a demand: common-law annexes, those of all départements together.

mod business;
mod counts;
mod exits;
mod months;
mod support;

use form::{Date, Value};

use super::{Each, Past, agreed, annexes_of, facts::Facts, hired, people, results, telling, worked};
use crate::{
    Kind, Structure,
    asp::realised::{OneSource, Source},
    dossier::heard,
};

/// What the totals of a source say to the bilan of a year.
#[must_use]
pub fn known_of_year(
    structure: &Structure,
    kind: Kind,
    year: i16,
    source: &OneSource<'_>,
    today: Date,
) -> Vec<heard::Told> {
    let mut facts = Facts::default();
    let past = Past { annexes: annexes_of(structure, kind, year), kind, year, source, today };
    let (people, etp) =
        if kind == Kind::Eiti { ("rh.ti", "rh.ti_etp") } else { ("rh.insertion", "bilan.etp_realises") };
    if kind != Kind::Eiti {
        agreed(&mut facts, &past, "bilan.etp_conventionnes");
    }
    worked(&mut facts, &past, etp);
    months::propose(&mut facts, &past);
    people::total(&mut facts, &past, people);
    counts::propose(&mut facts, &past);
    hired::contracts(&mut facts, &past);
    hired::referrers(&mut facts, &past);
    business::propose(&mut facts, &past);
    support::staff(&mut facts, &past);
    results::obstacles(&mut facts, &past);
    support::projects(&mut facts, &past);
    results::trainings(&mut facts, &past);
    support::trainings(&mut facts, &past);
    results::markets(&mut facts, &past);
    exits::propose(&mut facts, &past);
    // A bilan that is begun before its year is over says so beside each of its figures.
    let known = past.runs().then(|| past.so_far());
    let told = facts.found.into_iter();
    told.map(|told| {
        let why = business::doubt(told.path.as_str()).map(str::to_owned);
        let told = told.doubted(why);
        match &known {
            Some(known) => telling(told, known),
            None => told,
        }
    })
    .collect()
}

/// A number of the annexes of a year added up: read as it is where one annexe of ASP's own extraction tells it whole,
/// worked out otherwise, with what it leaves in doubt.
struct Sum<'a> {
    /// The answer.
    path: &'a str,
    /// The column of ASP's own extraction, or of the views where each annexe has one row.
    column: &'a str,
    /// What is counted, in words.
    what: String,
    /// What one annexe may say of another's people.
    doubts: Vec<String>,
}

impl Sum<'_> {
    /// Proposes the sum of what each annexe tells; nothing where one of them does not tell it.
    fn of<T>(
        self,
        facts: &mut Facts,
        past: &Past<'_>,
        told: &Each<'_, T>,
        number: impl Fn(&T) -> Option<u32>,
        reads: impl Fn(Source) -> bool,
    ) {
        let parts: Vec<u32> = told.iter().filter_map(|(_, told)| number(told.what)).collect();
        let Some((annexe, first)) = told.first().filter(|_| parts.len() == told.len()) else { return };
        let sum: u32 = parts.iter().sum();
        let value = Value::Integer(i64::from(sum));
        let reserves = past.reserves(told);
        if told.len() == 1 && reserves.is_none() && reads(first.by.source) {
            facts.read(self.path, value, annexe, (first.by, self.column), &sum.to_string());
            return;
        }
        let mut notes = vec![self.what];
        notes.extend(self.doubts);
        notes.extend(unfinished(past));
        notes.extend(reserves);
        let as_of = told.iter().map(|(_, told)| told.by.as_of).max().unwrap_or(first.by.as_of);
        facts.worked_out(self.path, value, first.by.source, as_of, &notes);
    }
}

/// Of a year that runs, that it does.
fn unfinished(past: &Past<'_>) -> Option<String> {
    past.runs().then(|| "l’année n’est pas finie".to_owned())
}
