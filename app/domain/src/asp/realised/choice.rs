//! Totals of several sources, each of which speaks for itself.

use std::collections::BTreeMap;

use form::Date;
use serde::{Deserialize, Serialize};

use super::{
    Agreed, Exits, Hires, Independents, Markets, Obstacles, Pay, People, Source, Staff, Supports, Totals,
    Trainings, Work,
};
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

/// What one source tells of annexes and years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneSource<'t> {
    source: Source,
    totals: Vec<&'t Totals>,
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
        // In place: the totals of a country are some of what an import holds at once.
        if self.totals.is_empty() {
            self.totals = totals;
        } else {
            self.totals.extend(totals);
        }
        // What was told first stays before what was told later.
        self.totals.sort_by(|one, other| one.place().cmp(&other.place()));
        self.totals.dedup_by(|told, known| {
            let same = told.place() == known.place();
            if same && known.as_of < told.as_of {
                std::mem::swap(known, told);
            } else if same && known.as_of == told.as_of {
                let blank = Totals::silent(told.key.clone(), told.year, told.source, told.as_of);
                known.complete(std::mem::replace(told, blank));
            }
            same
        });
    }

    /// What one source tells, and nothing of what the others do; of closed years only, where it is ASP's own extraction,
    /// which is made once a year is over.
    #[must_use]
    pub fn of_source(&self, source: Source, today: Date) -> OneSource<'_> {
        let speaks = |year| source != Source::DataOn || year < today.year();
        let own = self.totals.iter().filter(|totals| totals.source == source && speaks(totals.year));
        OneSource { source, totals: own.collect() }
    }
}

impl<'t> OneSource<'t> {
    /// Who it is.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source
    }

    /// The last day it spoke; none when it tells nothing.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.totals.iter().map(|totals| totals.as_of).max()
    }

    /// Hours and ETP of an annexe in a year.
    #[must_use]
    pub fn work(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Work>> {
        self.last(annexe, year, |totals| totals.work.as_ref())
    }

    /// People of an annexe in a year, by age, status and level.
    #[must_use]
    pub fn people(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, People>> {
        self.last(annexe, year, |totals| totals.people.as_ref())
    }

    /// Contracts of an annexe that ran in a year, by form.
    #[must_use]
    pub fn contracts(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, BTreeMap<String, u32>>> {
        self.last(annexe, year, |totals| Some(&totals.contracts).filter(|forms| !forms.is_empty()))
    }

    /// Exits of an annexe in a year.
    #[must_use]
    pub fn exits(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Exits>> {
        self.last(annexe, year, |totals| totals.exits.as_ref())
    }

    /// Staff that supervises and supports.
    #[must_use]
    pub fn staff(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Staff>> {
        self.last(annexe, year, |totals| totals.staff.as_ref())
    }

    /// Obstacles of an annexe that began in a year.
    #[must_use]
    pub fn obstacles(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Obstacles>> {
        self.last(annexe, year, |totals| totals.obstacles.as_ref())
    }

    /// Project support of an annexe that began in a year.
    #[must_use]
    pub fn supports(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Supports>> {
        self.last(annexe, year, |totals| totals.supports.as_ref())
    }

    /// Trainings of an annexe begun in a year.
    #[must_use]
    pub fn trainings(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Trainings>> {
        self.last(annexe, year, |totals| totals.trainings.as_ref())
    }

    /// Receipts of public markets of an annexe that began in a year.
    #[must_use]
    pub fn markets(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Markets>> {
        self.last(annexe, year, |totals| totals.markets.as_ref())
    }

    /// First contracts that began in a year under an annexe.
    #[must_use]
    pub fn hires(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Hires>> {
        self.last(annexe, year, |totals| totals.hires.as_ref())
    }

    /// What people in insertion were paid under an annexe in a year.
    #[must_use]
    pub fn pay(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Pay>> {
        self.last(annexe, year, |totals| totals.pay.as_ref())
    }

    /// Independent workers of an annexe in a year.
    #[must_use]
    pub fn independents(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Independents>> {
        self.last(annexe, year, |totals| totals.independents.as_ref())
    }

    /// What others than ASP say was agreed for an annexe in a year.
    #[must_use]
    pub fn agreed(&self, annexe: &Annexe, year: i16) -> Option<Told<'t, Agreed>> {
        self.last(annexe, year, |totals| totals.agreed.as_ref())
    }

    /// Something of an annexe in a year, as it was told last.
    fn last<T>(
        &self,
        annexe: &Annexe,
        year: i16,
        what: impl Fn(&'t Totals) -> Option<&'t T>,
    ) -> Option<Told<'t, T>> {
        let own = self.totals.iter().copied().filter(|totals| totals.are_of(annexe, year));
        let told = own.filter_map(|by| Some(Told { what: what(by)?, by }));
        told.max_by_key(|told| told.by.as_of)
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
        self.pay = other.pay.or(self.pay.take());
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
    use crate::asp::realised::AnnexeKey;

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
