//! The annexes that statements stand under, as the walk needs them.

use form::{Date, Decimal};

use super::{AnnexeKey, ExitRule, References};
use crate::{
    Kind,
    asp::{Annexe, Measure},
};

/// The annexes of a delivery that speak for their years, by identifier.
#[derive(Default)]
pub struct Annexes {
    held: Vec<Held>,
    sorted: bool,
}

/// One annexe.
pub(super) struct Held {
    pub(super) id: u32,
    rank: ((u8, u8), i64),
    pub(super) key: AnnexeKey,
    pub(super) rule: ExitRule,
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) hours_of_etp: Option<Decimal>,
    departement: Option<String>,
}

impl Annexes {
    /// Adds an annexe, in any order, when it speaks for its years and holds posts.
    ///
    /// Amendments of one annexe share its identifier: the last one that speaks stands for it.
    pub fn add(&mut self, annexe: &Annexe) {
        let Ok(id) = u32::try_from(annexe.annexe_id) else { return };
        if !annexe.state.speaks() || annexe.measure.is_fdi() {
            return;
        }
        self.sorted = false;
        self.held.push(Held {
            id,
            rank: (annexe.number.amendments(), annexe.row_id),
            key: AnnexeKey {
                id: Some(annexe.annexe_id),
                number: Some(annexe.number.prefix().to_owned()),
                measure: Some(annexe.measure.clone()),
            },
            rule: ExitRule::of(&annexe.measure),
            start: annexe.start,
            end: annexe.end,
            hours_of_etp: annexe.posts.hours.filter(|hours| !hours.is_zero()),
            departement: annexe.number.departement().map(|place| place.code().to_owned()),
        });
    }

    /// Sorts them and keeps the last amendment of each; hours of an ETP that an annexe lacks come from the
    /// reference views.
    pub(super) fn settle(&mut self, references: &References) {
        if self.sorted {
            return;
        }
        self.held.sort_unstable_by(|a, b| (a.id, b.rank).cmp(&(b.id, a.rank)));
        self.held.dedup_by_key(|held| held.id);
        for held in self.held.iter_mut().filter(|held| held.hours_of_etp.is_none()) {
            let measure = held.key.measure.as_ref().map(ToString::to_string).unwrap_or_default();
            held.hours_of_etp = references.etp_hours(&measure, held.departement.as_deref(), held.start);
        }
        self.sorted = true;
    }

    /// The place of an annexe among those held.
    pub(super) fn place(&self, id: u32) -> Option<u32> {
        let place = self.held.binary_search_by_key(&id, |held| held.id).ok()?;
        u32::try_from(place).ok()
    }

    pub(super) fn at(&self, place: u32) -> &Held {
        &self.held[usize::try_from(place).expect("places are of an array")]
    }

    pub(super) fn places(&self) -> impl Iterator<Item = u32> {
        (0..self.held.len()).filter_map(|place| u32::try_from(place).ok())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

impl Held {
    /// Whether those under it are independent workers.
    pub(super) fn is_of_independents(&self) -> bool {
        self.key.measure.as_ref().and_then(Measure::kind) == Some(Kind::Eiti)
    }

    /// First and last month of the annexe in a year; none when the year is outside it.
    pub(super) fn months_in(&self, year: i16) -> Option<(i8, i8)> {
        if year < self.start.year() || year > self.end.year() {
            return None;
        }
        let first = if year == self.start.year() { self.start.month() } else { 1 };
        let last = if year == self.end.year() { self.end.month() } else { 12 };
        Some((first, last))
    }
}
