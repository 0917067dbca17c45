//! What became, in one dossier as it was sent, of the values that came: counted datum by datum.

use std::collections::{BTreeMap, BTreeSet};

use form::{Answers, Date, Evaluation, Field, Path, Program, Value};

use super::{Effort, Supply, list::data};
use crate::dossier::heard::Heard;

/// Version of the rules of this file: what was counted under another is counted again.
pub const RULE: i32 = 5;

/// The counts of one dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By the key of each datum that was asked.
    pub data: BTreeMap<String, Counts>,
    /// The last day that the values of each supply speak of.
    pub read: BTreeMap<Supply, Date>,
    /// What it cost its structure.
    pub effort: Effort,
}

/// What begins the line of the days that were read: no key does.
pub(super) const READ: &str = "= ";

/// Answers to one datum of one dossier; a column of a table has one a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers for which a source gave a value, sure or in doubt.
    pub came: u32,
    /// Of these, those sent as a source gave them.
    pub kept: u32,
    /// Of the answers for which a source gave a value, those of which one is contested.
    pub contested: u32,
    /// Answers for which none did, that the structure gave.
    pub typed: u32,
    /// Of the answers for which a source gave a value, those that were proposed in doubt alone, and not taken over: that
    /// corrects nothing.
    pub left: u32,
    /// The same by supply.
    pub by: BTreeMap<Supply, SupplyCounts>,
}

/// Answers to one datum of one dossier, as one supply sees them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplyCounts {
    /// Values it gave.
    pub came: u32,
    /// Of these, those sent as it gave them.
    pub kept: u32,
    /// Of these, those that the structure contests.
    pub contested: u32,
    /// Of these, those that it proposed in doubt, and that were not taken over.
    pub left: u32,
}

impl Tally {
    /// Counts a version sent: what counted in it and what that cost, what was shown, what the sources had said by then.
    #[must_use]
    pub fn of(
        program: &Program,
        evaluation: &Evaluation,
        (counted, effort): (&Answers, Effort),
        heard: &Heard,
    ) -> Self {
        let asked = |pair: &(Option<&Field>, &Field)| {
            let (table, field) = *pair;
            let shown = table.unwrap_or(field);
            field.computed.is_none()
                && program.state(evaluation, &shown.path).is_some_and(|state| state.visible)
        };
        let mut paths: BTreeMap<Path, BTreeSet<&Path>> = BTreeMap::new();
        let told = heard.said.values().flat_map(|said| said.values.keys());
        for path in told.chain(counted.iter().map(|(path, _)| path)) {
            paths.entry(question(path)).or_default().insert(path);
        }
        let mut tally = Self { read: days(heard), effort, ..Self::default() };
        for (table, field) in data(program.trame()).filter(asked) {
            let mut counts = Counts::default();
            for path in paths.get(&field.path).into_iter().flatten() {
                // A row that was not taken over has no state: it was proposed all the same.
                let hidden = program.state(evaluation, path).is_some_and(|state| !state.visible);
                if !hidden {
                    counts.add(path, counted.get(path), heard);
                }
            }
            if table.is_none() || !hides(program, evaluation, field, table) {
                tally.data.insert(field.path.to_string(), counts);
            }
        }
        tally
    }
}

/// The last day that the values of each supply speak of; the calendar of a campaign has none.
fn days(heard: &Heard) -> BTreeMap<Supply, Date> {
    let mut read = BTreeMap::new();
    for (source, said) in &heard.said {
        for told in said.values.values() {
            let supply = Supply::of(*source, &told.known.origin);
            let day = told.known.origin.day().or(said.at.map(|(_, day)| day));
            if let Some(day) = day.filter(|_| supply != Supply::Campaign) {
                let last = read.entry(supply).or_insert(day);
                *last = day.max(*last);
            }
        }
    }
    read
}

/// Whether a column is shown in none of the rows that are there.
fn hides(program: &Program, evaluation: &Evaluation, column: &Field, table: Option<&Field>) -> bool {
    let state = table.and_then(|table| program.state(evaluation, &table.path));
    let rows = state.map_or(&[][..], |state| &state.rows);
    let cell = |id: &str| table.map(|table| table.path.cell(id, column.path.last()));
    let shown = |id: &str| {
        cell(id).and_then(|path| program.state(evaluation, &path)).is_some_and(|state| state.visible)
    };
    !rows.is_empty() && !rows.iter().any(|row| shown(&row.id))
}

/// The question of an answer: a column by its table and its key.
pub(super) fn question(path: &Path) -> Path {
    match path.in_table().and_then(|parts| parts.column) {
        Some(column) => path.field().join(column),
        None => path.clone(),
    }
}

impl Counts {
    fn add(&mut self, path: &Path, sent: Option<&Value>, heard: &Heard) {
        let (mut came, mut kept, mut contested, mut sure) = (false, false, false, false);
        for (source, told) in heard.values(path) {
            if matches!(told.known.value, Value::Row(_)) {
                return;
            }
            let same = sent.is_some_and(|sent| sent.same_as(&told.known.value));
            let wrong = heard.contested.contains_key(&(path.clone(), source));
            let of = self.by.entry(Supply::of(source, &told.known.origin)).or_default();
            of.came += 1;
            of.kept += u32::from(same);
            of.contested += u32::from(wrong);
            of.left += u32::from(!same && told.doubt.is_some());
            came = true;
            kept |= same;
            contested |= wrong;
            sure |= told.doubt.is_none();
        }
        self.came += u32::from(came);
        self.kept += u32::from(kept);
        self.left += u32::from(came && !kept && !sure);
        self.contested += u32::from(contested);
        self.typed += u32::from(!came && sent.is_some());
    }
}

impl Tally {
    /// The days that were read, what it cost, then one line a datum: its key, its counts, then its supplies, each with its counts.
    #[must_use]
    pub fn written(&self) -> String {
        let line = |(key, counts): (&String, &Counts)| {
            let Counts { came, kept, contested, typed, left, by } = counts;
            let by = by.iter().map(|(supply, of)| {
                format!(" {} {} {} {} {}", supply.code(), of.came, of.kept, of.contested, of.left)
            });
            format!("{key} {came} {kept} {contested} {typed} {left}{}\n", by.collect::<String>())
        };
        let days = self.read.iter().map(|(supply, day)| format!("{} {day}", supply.code()));
        let days: Vec<String> = days.collect();
        let first = (!days.is_empty()).then(|| format!("{READ}{}\n", days.join(" ")));
        first.into_iter().chain([self.effort.written()]).chain(self.data.iter().map(line)).collect()
    }
}

#[cfg(test)]
mod tests;
