//! What is in store of each datum before any dossier: of how many structures it would be asked, for how many of them
//! the files in store hold a value.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use form::{Field, Path, Trame};

use super::{Share, Supply, Unreadable, figures::numbers, list::table_of, tally::question};
use crate::{
    Kind, Structure,
    asp::Regime,
    dossier::{About, heard::Told},
    prefill,
    source::Source,
};

/// Version of the rules of this file: what was measured under another is measured again.
pub const RESERVE_RULE: i32 = 3;

/// What begins the line of the structures by kind: no key does.
const KINDS: &str = "= ";
/// What begins the line of the supplies.
const SUPPLIES: &str = "+ ";

/// What is in store for some structures; one counts once a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reserve {
    /// Structures measured.
    kinds: BTreeMap<Kind, u32>,
    /// Of these, those that each supply says something of.
    supplies: BTreeMap<Supply, u32>,
    /// By the key of each datum of which something is in store.
    data: BTreeMap<String, Stored>,
}

/// What is in store of one datum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Structures it would be asked of.
    pub asked: u32,
    /// Of these, those for which a value is in store.
    pub covered: u32,
    /// The same by supply.
    pub by: BTreeMap<Supply, u32>,
}

/// Looks in what sources say for the data of a form; what a path means is worked out once, whatever the structures.
pub struct Gauge<'t> {
    trame: &'t Trame,
    held: BTreeMap<Path, Option<Held<'t>>>,
}

/// The question that holds a value.
struct Held<'t> {
    key: String,
    field: &'t Field,
    table: Option<&'t Field>,
}

/// The kinds under which a structure may ask for a year after others, or report on one: those of which a common-law
/// annexe speaks for a year that the form looks at.
#[must_use]
pub fn returning(structure: &Structure, about: About, year: i16) -> Vec<Kind> {
    let years = looked_at(about, year);
    let speaks = |kind: Kind| {
        structure.annexes.iter().any(|annexe| {
            annexe.measure.kind() == Some(kind)
                && annexe.measure.regime() == Regime::Common
                && annexe.state.speaks()
                && annexe.start.year() <= *years.end()
                && annexe.end.year() >= *years.start()
        })
    };
    structure.kinds().into_iter().filter(|kind| speaks(*kind)).collect()
}

/// The demand looks at the two years before its own, and at an annexe of its year that is there already; a bilan at the
/// year that it reports on.
fn looked_at(about: About, year: i16) -> RangeInclusive<i16> {
    match about {
        About::Demand => year.saturating_sub(2)..=year,
        About::Bilan => year..=year,
    }
}

/// Whether a datum is asked of a kind.
fn is_asked(table: Option<&Field>, field: &Field, kind: Kind) -> bool {
    let exists = |field: &Field| field.is_for(kind.code());
    exists(field) && table.is_none_or(exists)
}

impl<'t> Gauge<'t> {
    /// For the data of a form.
    #[must_use]
    pub fn of(trame: &'t Trame) -> Self {
        Self { trame, held: BTreeMap::new() }
    }

    /// The data of which sources hold a value that the form would take, asked of a kind, with where each is read.
    pub fn found<'s>(
        &mut self,
        kind: Kind,
        told: impl IntoIterator<Item = &'s (Source, Told)>,
    ) -> BTreeSet<(String, Supply)> {
        let mut found = BTreeSet::new();
        for (source, told) in told {
            let Some(held) = self.held(&told.path) else { continue };
            let takes = || prefill::taken_by(&told.known.value, &held.field.field_type).is_some();
            // What the service holds itself is no measure of what is received.
            let supply = Supply::of(*source, &told.known.origin);
            if supply.is_file() && is_asked(held.table, held.field, kind) && takes() {
                found.insert((held.key.clone(), supply));
            }
        }
        found
    }

    /// The question that holds the answer at a path; none for a row by itself.
    fn held(&mut self, path: &Path) -> Option<&Held<'t>> {
        if !self.held.contains_key(path) {
            let field = self.trame.holder(path).filter(|field| field.field_type.table().is_none());
            let table = || table_of(self.trame, path);
            let held = field.map(|field| Held { key: question(path).to_string(), field, table: table() });
            self.held.insert(path.clone(), held);
        }
        self.held.get(path)?.as_ref()
    }
}

impl Reserve {
    /// Counts one more structure under a kind, with the data of which something is in store.
    pub fn count(&mut self, kind: Kind, found: &BTreeSet<(String, Supply)>) {
        *self.kinds.entry(kind).or_default() += 1;
        let supplies: BTreeSet<Supply> = found.iter().map(|(_, supply)| *supply).collect();
        for supply in supplies {
            *self.supplies.entry(supply).or_default() += 1;
        }
        let mut last = None;
        for (key, supply) in found {
            if !self.data.contains_key(key) {
                self.data.insert(key.clone(), Stored::default());
            }
            let stored = self.data.get_mut(key).expect("it was just put there");
            // The data come in order: those of one key follow each other.
            stored.covered += u32::from(last != Some(key));
            *stored.by.entry(*supply).or_default() += 1;
            last = Some(key);
        }
    }

    /// Adds what is in store for other structures.
    pub fn join(&mut self, other: &Self) {
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        for (supply, count) in &other.supplies {
            *self.supplies.entry(*supply).or_default() += count;
        }
        for (key, stored) in &other.data {
            let own = self.data.entry(key.clone()).or_default();
            own.covered += stored.covered;
            for (supply, count) in &stored.by {
                *own.by.entry(*supply).or_default() += count;
            }
        }
    }

    /// Structures measured, once a kind.
    #[must_use]
    pub fn structures(&self) -> u32 {
        self.kinds.values().sum()
    }

    /// Structures that a supply says something of.
    #[must_use]
    pub fn of_supply(&self, supply: Supply) -> u32 {
        self.supplies.get(&supply).copied().unwrap_or_default()
    }

    /// What is in store of a datum, with the structures it would be asked of.
    #[must_use]
    pub fn of(&self, table: Option<&Field>, field: &Field) -> Stored {
        let asked = self.kinds.iter().filter(|(kind, _)| is_asked(table, field, **kind));
        let known = self.data.get(field.path.as_str()).cloned().unwrap_or_default();
        Stored { asked: asked.map(|(_, count)| count).sum(), ..known }
    }

    /// The structures by kind, the supplies, then one line a datum: its key, its structures, those of each supply.
    #[must_use]
    pub fn written(&self) -> String {
        let of_supply = |(supply, count): (&Supply, &u32)| format!(" {} {count}", supply.code());
        let kinds = self.kinds.iter().map(|(kind, count)| format!("{kind} {count}"));
        let kinds = format!("{KINDS}{}\n", kinds.collect::<Vec<_>>().join(" "));
        let supplies: String = self.supplies.iter().map(of_supply).collect();
        let supplies = format!("{SUPPLIES}{}\n", supplies.trim_start());
        let data = self.data.iter().map(|(key, stored)| {
            let by: String = stored.by.iter().map(of_supply).collect();
            format!("{key} {}{by}\n", stored.covered)
        });
        [kinds, supplies].into_iter().chain(data).collect()
    }

    /// What `written` wrote.
    ///
    /// # Errors
    /// When it is not of this version: nothing is to be read in it.
    pub fn read(written: &str) -> Result<Self, Unreadable> {
        let mut reserve = Self::default();
        for line in written.lines() {
            if let Some(kinds) = line.strip_prefix(KINDS) {
                let mut words = kinds.split_whitespace();
                while let Some(code) = words.next() {
                    let kind: Kind = code.parse().map_err(|_| Unreadable)?;
                    let [count] = numbers(&mut words)?;
                    reserve.kinds.insert(kind, count);
                }
            } else if let Some(supplies) = line.strip_prefix(SUPPLIES) {
                reserve.supplies = by_supply(&mut supplies.split_whitespace())?;
            } else {
                let mut words = line.split(' ');
                let key = words.next().ok_or(Unreadable)?.to_owned();
                let [covered] = numbers(&mut words)?;
                let by = by_supply(&mut words)?;
                reserve.data.insert(key, Stored { asked: 0, covered, by });
            }
        }
        Ok(reserve)
    }
}

/// Counts by supply, until the last word.
fn by_supply<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<BTreeMap<Supply, u32>, Unreadable> {
    let mut by = BTreeMap::new();
    while let Some(code) = words.next() {
        let supply = Supply::of_code(code).ok_or(Unreadable)?;
        let [count] = numbers(words)?;
        by.insert(supply, count);
    }
    Ok(by)
}

impl Stored {
    /// Structures for which a value is in store, among those that would be asked.
    #[must_use]
    pub fn coverage(&self) -> Share {
        Share { part: self.covered, whole: self.asked }
    }

    /// Those for which a supply holds one.
    #[must_use]
    pub fn coverage_of(&self, supply: Supply) -> Share {
        Share { part: self.by.get(&supply).copied().unwrap_or_default(), whole: self.asked }
    }
}

#[cfg(test)]
mod tests;
