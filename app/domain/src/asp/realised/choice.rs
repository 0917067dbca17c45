//! Totals of several sources, and which of them speaks.

use std::collections::BTreeMap;

use form::Date;
use serde::{Deserialize, Serialize};

use super::{AnnexeKey, Exits, Obstacles, People, Source, Staff, Supports, Totals, Trainings, Work};
use crate::asp::Annexe;

/// Totals of many annexes and years, from every source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Realised {
    totals: Vec<Totals>,
}

/// Something that a source tells, with the totals it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'t, T> {
    /// What is told.
    pub what: &'t T,
    /// Who tells it, of which annexe, on which day.
    pub by: &'t Totals,
}

impl Realised {
    /// The totals of one reading.
    #[must_use]
    pub fn of(totals: Vec<Totals>) -> Self {
        let mut realised = Self::default();
        realised.take(totals);
        realised
    }

    /// Every total, by annexe, year and source.
    #[must_use]
    pub fn totals(&self) -> &[Totals] {
        &self.totals
    }

    /// Every total, by annexe, year and source, nothing else kept.
    #[must_use]
    pub fn into_totals(self) -> Vec<Totals> {
        self.totals
    }

    /// Takes totals: of one annexe, year and source the last told stays, and what one day tells in several tables is put
    /// together. Taking the same twice changes nothing.
    pub fn take(&mut self, totals: Vec<Totals>) {
        let mut all: BTreeMap<(AnnexeKey, i16, Source), Totals> = BTreeMap::new();
        for told in std::mem::take(&mut self.totals).into_iter().chain(totals) {
            let key = (told.key.clone(), told.year, told.source);
            match all.get_mut(&key) {
                Some(known) if known.as_of > told.as_of => {}
                Some(known) if known.as_of == told.as_of => known.complete(told),
                _ => drop(all.insert(key, told)),
            }
        }
        self.totals = all.into_values().collect();
    }

    /// Everything told of an annexe in a year.
    pub fn of_annexe<'t>(&'t self, annexe: &'t Annexe, year: i16) -> impl Iterator<Item = &'t Totals> + 't {
        self.totals.iter().filter(move |totals| totals.are_of(annexe, year))
    }

    /// Hours and ETP of an annexe in a year: the statements before the tables made of them.
    #[must_use]
    pub fn work<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, Work>> {
        self.first(annexe, year, &[Source::Flux, Source::Pilotage, Source::Pop], |totals| {
            totals.work.as_ref()
        })
    }

    /// People of an annexe in a year, by age, status and level.
    ///
    /// Of a closed year ASP's own extraction speaks first; of the running year only the statements do.
    #[must_use]
    pub fn people<'t>(&'t self, annexe: &'t Annexe, year: i16, today: Date) -> Option<Told<'t, People>> {
        self.first(annexe, year, by_year(year, today), |totals| totals.people.as_ref())
    }

    /// Exits of an annexe in a year; the same order as for people.
    #[must_use]
    pub fn exits<'t>(&'t self, annexe: &'t Annexe, year: i16, today: Date) -> Option<Told<'t, Exits>> {
        self.first(annexe, year, by_year(year, today), |totals| totals.exits.as_ref())
    }

    /// Staff that supervises and supports, which only ASP's own extraction tells.
    #[must_use]
    pub fn staff<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, Staff>> {
        self.first(annexe, year, &[Source::DataOn], |totals| totals.staff.as_ref())
    }

    /// Obstacles of an annexe that began in a year.
    #[must_use]
    pub fn obstacles<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, Obstacles>> {
        self.first(annexe, year, &[Source::Flux, Source::Pilotage], |totals| totals.obstacles.as_ref())
    }

    /// Project support of an annexe that began in a year.
    #[must_use]
    pub fn supports<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, Supports>> {
        self.first(annexe, year, &[Source::Flux, Source::Pilotage], |totals| totals.supports.as_ref())
    }

    /// Trainings of an annexe begun in a year.
    #[must_use]
    pub fn trainings<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, Trainings>> {
        self.first(annexe, year, &[Source::Flux], |totals| totals.trainings.as_ref())
    }

    /// Receipts of public markets of an annexe that began in a year.
    #[must_use]
    pub fn markets<'t>(&'t self, annexe: &'t Annexe, year: i16) -> Option<Told<'t, super::Markets>> {
        self.first(annexe, year, &[Source::Flux], |totals| totals.markets.as_ref())
    }

    fn first<'t, T>(
        &'t self,
        annexe: &'t Annexe,
        year: i16,
        order: &[Source],
        what: impl Fn(&'t Totals) -> Option<&'t T>,
    ) -> Option<Told<'t, T>> {
        order.iter().find_map(|source| {
            let own = self.of_annexe(annexe, year).filter(|totals| totals.source == *source);
            let told = own.filter_map(|by| Some(Told { what: what(by)?, by }));
            told.max_by_key(|told| told.by.as_of)
        })
    }
}

/// Who speaks of people and exits in a year, first to last.
fn by_year(year: i16, today: Date) -> &'static [Source] {
    if year < today.year() {
        &[Source::DataOn, Source::Flux, Source::Pilotage]
    } else {
        &[Source::Flux, Source::Pilotage]
    }
}

impl Totals {
    /// Adds what another table of the same source and day tells; what both tell is as the other tells it.
    fn complete(&mut self, other: Self) {
        self.work = match (self.work.take(), other.work) {
            (Some(known), Some(told)) => Some(known.completed(told)),
            (known, told) => told.or(known),
        };
        self.siret = other.siret.or(self.siret.take());
        self.people = other.people.or(self.people.take());
        self.exits = other.exits.or(self.exits.take());
        self.obstacles = other.obstacles.or(self.obstacles.take());
        self.supports = other.supports.or(self.supports.take());
        self.trainings = other.trainings.or(self.trainings.take());
        self.markets = other.markets.or(self.markets.take());
        self.staff = other.staff.or(self.staff.take());
        self.hires = other.hires.or(self.hires.take());
        self.independents = other.independents.or(self.independents.take());
        self.agreed = other.agreed.or(self.agreed.take());
        if !other.contracts.is_empty() {
            self.contracts = other.contracts;
        }
    }
}

impl Work {
    fn completed(self, told: Self) -> Self {
        let monthly = if told.months.is_empty() { &self } else { &told };
        Self {
            hours: told.hours.or(self.hours),
            hours_of_etp: told.hours_of_etp.or(self.hours_of_etp),
            etp_told: told.etp_told.or(self.etp_told),
            first: monthly.first,
            last: monthly.last,
            months: monthly.months.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(day: i8, examined: u32) -> Totals {
        let key = AnnexeKey { id: Some(1), number: None, measure: None };
        let mut totals = Totals::silent(key, 2026, Source::Flux, Date::constant(2026, 11, day));
        totals.exits = Some(Exits { examined: Some(examined), ..Exits::default() });
        totals
    }

    #[test]
    fn the_last_delivery_speaks_whatever_came_first() {
        let mut later = told(16, 2);
        later.people = None;
        let mut earlier = told(9, 1);
        earlier.people = Some(People::default());
        for order in [[earlier.clone(), later.clone()], [later.clone(), earlier]] {
            let mut realised = Realised::default();
            for totals in order {
                realised.take(vec![totals]);
            }
            assert_eq!(realised.totals(), [later.clone()], "and nothing of the one before stays");
        }
    }

    #[test]
    fn the_same_delivery_twice_says_the_same() {
        let once = Realised::of(vec![told(16, 2)]);
        let mut twice = once.clone();
        twice.take(vec![told(16, 2)]);
        assert_eq!(twice, once);
        let json = serde_json::to_string(&twice).expect("totals are JSON");
        assert_eq!(serde_json::from_str::<Realised>(&json).expect("and back"), once);
    }
}
