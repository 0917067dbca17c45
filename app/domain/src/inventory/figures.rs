//! Counts of many dossiers, added up, and the shares that are read in them.

use std::collections::BTreeMap;

use form::{Date, Decimal};

use super::{Effort, Efforts, Supply, effort::EFFORT, tally::READ};

/// What is known of one datum over the dossiers counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Structures it was asked of.
    pub asked: u32,
    /// Of these, those for which a value came.
    pub covered: u32,
    /// Answers for which a value came.
    pub came: u32,
    /// Of these, those sent as a source gave them.
    pub kept: u32,
    /// Of these, those of which a value is contested.
    pub contested: u32,
    /// Answers for which none came, that the structure gave.
    pub typed: u32,
    /// Answers for which values came in doubt alone, and none was taken over.
    pub left: u32,
    /// The same by supply.
    pub by: BTreeMap<Supply, SupplyFigures>,
}

/// What is known of one supply, for one datum or for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplyFigures {
    /// Structures for which it gave a value.
    pub covered: u32,
    /// Values it gave.
    pub came: u32,
    /// Of these, those sent as it gave them.
    pub kept: u32,
    /// Of these, those contested.
    pub contested: u32,
    /// Of these, those proposed in doubt and not taken over.
    pub left: u32,
}

/// A part of a whole, both told; it has no rate over nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
}

/// The figures of many dossiers, by the key of each datum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Dossiers added.
    pub dossiers: u32,
    /// By supply, over all the data.
    pub supplies: BTreeMap<Supply, SupplyFigures>,
    /// The last day that the values of each supply speak of.
    pub read: BTreeMap<Supply, Date>,
    /// What those cost that follow a dossier which the structure sent here.
    pub renewals: Efforts,
    /// What those cost that follow none.
    pub firsts: Efforts,
    /// In the order of their keys.
    data: Vec<(String, Figures)>,
}

/// A tally that this version did not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("un décompte de dossier est illisible")]
pub struct Unreadable;

impl Share {
    /// Percent, with the decimals that the division gives; none over nothing.
    #[must_use]
    pub fn percent(self) -> Option<Decimal> {
        (self.whole > 0).then(|| Decimal::from(self.part) * Decimal::ONE_HUNDRED / Decimal::from(self.whole))
    }
}

impl Figures {
    /// Structures for which a value came, among those asked.
    #[must_use]
    pub fn coverage(&self) -> Share {
        Share { part: self.covered, whole: self.asked }
    }

    /// Answers sent as a source gave them, among those for which a value came.
    #[must_use]
    pub fn kept(&self) -> Share {
        Share { part: self.kept, whole: self.came }
    }

    /// Answers sent otherwise, or left blank, among those for which a value came: what was only proposed in doubt is
    /// not corrected.
    #[must_use]
    pub fn corrected(&self) -> Share {
        Share { part: self.came.saturating_sub(self.kept + self.left), whole: self.came }
    }

    /// Answers for which values came in doubt alone and none was taken over, among those for which a value came.
    #[must_use]
    pub fn left(&self) -> Share {
        Share { part: self.left, whole: self.came }
    }

    /// Answers that the structure had to give, among all.
    #[must_use]
    pub fn typed(&self) -> Share {
        Share { part: self.typed, whole: self.came + self.typed }
    }

    /// Answers of which a value is contested, among those for which one came.
    #[must_use]
    pub fn contested(&self) -> Share {
        Share { part: self.contested, whole: self.came }
    }
}

impl Figures {
    fn join(&mut self, other: &Self) {
        let Self { asked, covered, came, kept, contested, typed, left, by } = other;
        self.asked += asked;
        self.covered += covered;
        self.came += came;
        self.kept += kept;
        self.contested += contested;
        self.typed += typed;
        self.left += left;
        for (supply, of) in by {
            self.by.entry(*supply).or_default().join(*of);
        }
    }
}

impl SupplyFigures {
    /// Values sent as it gave them.
    #[must_use]
    pub fn kept(&self) -> Share {
        Share { part: self.kept, whole: self.came }
    }

    /// Values contested.
    #[must_use]
    pub fn contested(&self) -> Share {
        Share { part: self.contested, whole: self.came }
    }

    /// Values proposed in doubt and not taken over.
    #[must_use]
    pub fn left(&self) -> Share {
        Share { part: self.left, whole: self.came }
    }

    /// Sure values that the dossier does not have: the structure, or another source, was preferred.
    #[must_use]
    pub fn set_aside(&self) -> Share {
        Share { part: self.came.saturating_sub(self.kept + self.left), whole: self.came }
    }

    fn join(&mut self, other: Self) {
        let Self { covered, came, kept, contested, left } = other;
        self.covered += covered;
        self.came += came;
        self.kept += kept;
        self.contested += contested;
        self.left += left;
    }

    /// What one dossier counts: values given, kept, contested, and proposed without being taken over.
    fn of([came, kept, contested, left]: [u32; 4]) -> Self {
        Self { covered: u32::from(came > 0), came, kept, contested, left }
    }
}

impl Sums {
    /// Adds the tally of one more dossier, as `Tally::written` wrote it.
    ///
    /// # Errors
    /// When it is not of this version: nothing is to be read in it.
    pub fn add(&mut self, written: &str) -> Result<(), Unreadable> {
        let mut reached: BTreeMap<Supply, SupplyFigures> = BTreeMap::new();
        // Keys follow each other in the same order from dossier to dossier: the next is seldom far.
        let mut next = 0;
        for line in written.lines() {
            if let Some(days) = line.strip_prefix(READ) {
                self.add_days(days)?;
                continue;
            }
            if let Some(effort) = line.strip_prefix(EFFORT) {
                let effort = Effort::read(effort)?;
                if effort.is_first { &mut self.firsts } else { &mut self.renewals }.add(effort);
                continue;
            }
            let mut words = line.split(' ');
            let key = words.next().ok_or(Unreadable)?;
            let place = self.place(key, next);
            next = place + 1;
            let figures = &mut self.data[place].1;
            let [came, kept, contested, typed, left] = numbers(&mut words)?;
            figures.asked += 1;
            figures.covered += u32::from(came > 0);
            figures.came += came;
            figures.kept += kept;
            figures.contested += contested;
            figures.typed += typed;
            figures.left += left;
            while let Some(code) = words.next() {
                let supply = Supply::of_code(code).ok_or(Unreadable)?;
                let counts = SupplyFigures::of(numbers(&mut words)?);
                figures.by.entry(supply).or_default().join(counts);
                reached.entry(supply).or_default().join(counts);
            }
        }
        for (supply, of) in reached {
            // A structure counts once, whatever the values.
            let once = SupplyFigures { covered: u32::from(of.covered > 0), ..of };
            self.supplies.entry(supply).or_default().join(once);
        }
        self.dossiers += 1;
        Ok(())
    }

    /// Adds the figures of other dossiers.
    pub fn join(&mut self, other: &Self) {
        let mut next = 0;
        for (key, figures) in &other.data {
            let place = self.place(key, next);
            next = place + 1;
            self.data[place].1.join(figures);
        }
        for (supply, of) in &other.supplies {
            self.supplies.entry(*supply).or_default().join(*of);
        }
        for (supply, day) in &other.read {
            let last = self.read.entry(*supply).or_insert(*day);
            *last = (*day).max(*last);
        }
        self.renewals.join(&other.renewals);
        self.firsts.join(&other.firsts);
        self.dossiers += other.dossiers;
    }

    /// Keeps the last day of each supply.
    fn add_days(&mut self, days: &str) -> Result<(), Unreadable> {
        let mut words = days.split(' ');
        while let Some(code) = words.next() {
            let supply = Supply::of_code(code).ok_or(Unreadable)?;
            let day: Date = words.next().and_then(|word| word.parse().ok()).ok_or(Unreadable)?;
            let last = self.read.entry(supply).or_insert(day);
            *last = day.max(*last);
        }
        Ok(())
    }

    /// The figures of a datum; those of none where it was never asked.
    #[must_use]
    pub fn of(&self, key: &str) -> Figures {
        let found = self.data.binary_search_by(|(known, _)| known.as_str().cmp(key));
        found.map(|place| self.data[place].1.clone()).unwrap_or_default()
    }

    /// The place of a key, made where it had none; `guess` is looked at first.
    fn place(&mut self, key: &str, guess: usize) -> usize {
        if self.data.get(guess).is_some_and(|(known, _)| known == key) {
            return guess;
        }
        match self.data.binary_search_by(|(known, _)| known.as_str().cmp(key)) {
            Ok(place) => place,
            Err(place) => {
                self.data.insert(place, (key.to_owned(), Figures::default()));
                place
            }
        }
    }
}

/// The next words, each a whole number.
pub(super) fn numbers<'a, const N: usize>(
    words: &mut impl Iterator<Item = &'a str>,
) -> Result<[u32; N], Unreadable> {
    let mut found = [0; N];
    for number in &mut found {
        *number = words.next().and_then(|word| word.parse().ok()).ok_or(Unreadable)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_tells_its_part_its_whole_and_no_rate_over_nothing() {
        let rate = |part, whole| Share { part, whole }.percent().map(|rate| rate.round_dp(1).to_string());
        assert_eq!(rate(3, 3).as_deref(), Some("100"));
        assert_eq!(rate(2, 3).as_deref(), Some("66.7"));
        assert_eq!(rate(0, 3).as_deref(), Some("0"));
        assert_eq!(rate(0, 0), None);
    }

    #[test]
    fn dossiers_add_up_datum_by_datum_and_supply_by_supply() {
        let (mut sums, mut parts) = (Sums::default(), [Sums::default(), Sums::default()]);
        for (place, tally) in [
            "a.un 1 1 0 0 0 sirene 1 1 0 0\nb.deux 0 0 0 1 0\n",
            // A table: three answers, of which two came; another supply says otherwise.
            "a.un 1 0 1 0 0 asp_annexe 1 0 1 0 sirene 1 0 0 0\nc.trois 2 1 0 1 0 asp_annexe 2 1 0 0\n",
            "# 0 14 62 95 22 30\nb.deux 0 0 0 0 0\n",
            "# 1 80 20 95 2 30\n",
        ]
        .into_iter()
        .enumerate()
        {
            sums.add(tally).expect("of this version");
            parts[place % 2].add(tally).expect("of this version");
        }
        let [mut joined, rest] = parts;
        joined.join(&rest);
        assert_eq!(joined, sums, "in parts or at once");
        assert_eq!(sums.dossiers, 4);
        assert_eq!((sums.renewals.median_typed(), sums.firsts.median_typed()), (Some(14), Some(80)));
        let one = sums.of("a.un");
        assert_eq!((one.coverage(), one.kept()), (Share { part: 2, whole: 2 }, Share { part: 1, whole: 2 }));
        assert_eq!(one.corrected(), Share { part: 1, whole: 2 });
        assert_eq!(one.contested(), Share { part: 1, whole: 2 });
        assert_eq!(one.typed(), Share { part: 0, whole: 2 });
        assert_eq!(
            one.by[&Supply::Sirene],
            SupplyFigures { covered: 2, came: 2, kept: 1, ..SupplyFigures::default() }
        );
        let two = sums.of("b.deux");
        assert_eq!((two.coverage(), two.typed()), (Share { part: 0, whole: 2 }, Share { part: 1, whole: 1 }));
        assert_eq!(two.kept().percent(), None);
        assert_eq!(sums.of("c.trois").typed(), Share { part: 1, whole: 3 });
        let annexe = SupplyFigures { covered: 1, came: 3, kept: 1, contested: 1, left: 0 };
        assert_eq!(sums.supplies[&Supply::AspAnnexe], annexe, "one dossier, whatever the data");
        assert_eq!(sums.of("d.quatre"), Figures::default());
    }

    /// A value that was only proposed came, and corrects nothing.
    #[test]
    fn what_was_proposed_and_left_is_covered_and_neither_kept_nor_corrected() {
        let mut sums = Sums::default();
        sums.add("a.un 1 0 1 0 1 emplois 1 0 1 1\n").expect("of this version");
        sums.add("a.un 0 0 0 1 0\n").expect("of this version");
        let one = sums.of("a.un");
        let share = |part, whole| Share { part, whole };
        assert_eq!((one.coverage(), one.left()), (share(1, 2), share(1, 1)));
        assert_eq!((one.kept(), one.corrected()), (share(0, 1), share(0, 1)));
        assert_eq!((one.typed(), one.contested()), (share(1, 2), share(1, 1)));
        let emplois = SupplyFigures { covered: 1, came: 1, kept: 0, contested: 1, left: 1 };
        assert_eq!((one.by[&Supply::Siaes], sums.supplies[&Supply::Siaes]), (emplois, emplois));
    }

    #[test]
    fn the_last_day_that_each_supply_spoke_of_is_kept() {
        let mut sums = Sums::default();
        for tally in [
            "= asp_structure 2026-11-16 sirene 2026-11-26\na.un 1 1 0 0 0 sirene 1 1 0 0\n",
            "= asp_structure 2026-11-23 dossier_precedent 2025-12-01\n",
            "= sirene 2026-11-20\n",
            "a.un 1 1 0 0 0\n",
        ] {
            sums.add(tally).expect("of this version");
        }
        let day = |month: i8, day: i8| Date::constant(2026, month, day);
        assert_eq!(
            sums.read,
            BTreeMap::from([
                (Supply::AspStructure, day(11, 23)),
                (Supply::Sirene, day(11, 26)),
                (Supply::Previous, Date::constant(2025, 12, 1)),
            ])
        );
        assert_eq!((sums.dossiers, sums.of("a.un").asked), (4, 2));
    }

    #[test]
    fn what_another_version_wrote_is_not_guessed() {
        for wrong in [
            "= sirene",
            "= sirene hier",
            "= inconnue 2026-11-26",
            "a.un 1",
            "a.un 1 1 0 x",
            "a.un 1 1 0 0 0 inconnue 1 1 1 0",
            "a.un 1 1 0 0 0 sirene 1",
        ] {
            assert_eq!(Sums::default().add(wrong), Err(Unreadable), "{wrong}");
        }
    }
}
