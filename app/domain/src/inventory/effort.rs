//! What dossiers cost their structures, beside what is promised: fields typed, questions prefilled.

use std::collections::BTreeMap;

use super::{Share, Unreadable, figures::numbers};
use crate::dossier::{About, Counts, StepCounts};

/// What is promised of a renewal: fields typed, at most.
pub const MOST_TYPED: usize = 20;
/// What is promised of a demand: the share of its required questions that are prefilled, in per cent at least.
pub const LEAST_REQUIRED: usize = 60;
/// What is promised of a bilan: the share of its questions of numbers that are prefilled, in per cent at least.
pub const LEAST_NUMERIC: usize = 70;

/// What begins the line of what a dossier cost: no key does.
pub(super) const EFFORT: &str = "# ";

/// What one dossier cost its structure, as it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Whether it is the first that the structure sent here: no dossier of before could fill it.
    pub is_first: bool,
    /// Fields that a person typed; each cell of a table is one.
    pub typed: u32,
    /// Required questions that sources alone answered, among those asked.
    pub required: Share,
    /// Questions of numbers that sources alone answered, among those asked.
    pub numeric: Share,
}

/// What some dossiers of one sort cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Efforts {
    /// Dossiers by fields typed.
    typed: BTreeMap<u32, u32>,
    /// Those with the share promised of required questions.
    required_held: u32,
    /// Those with the share promised of questions of numbers.
    numeric_held: u32,
    /// Required questions prefilled, all dossiers together.
    pub required: Share,
    /// Questions of numbers prefilled, all dossiers together.
    pub numeric: Share,
}

/// Whether a share is of so many per cent at least; over nothing, it is.
fn holds(share: Share, least: usize) -> bool {
    let [part, whole] = [share.part, share.whole].map(u64::from);
    part * 100 >= whole * u64::try_from(least).unwrap_or(u64::MAX)
}

impl Effort {
    /// What a dossier cost, out of its counts.
    #[must_use]
    pub fn of(counts: &Counts, is_first: bool) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let share = |of: fn(&StepCounts) -> &crate::dossier::Share| {
            let sum = counts.sum(of);
            Share { part: number(sum.prefilled), whole: number(sum.asked) }
        };
        Self {
            is_first,
            typed: number(counts.fields().typed),
            required: share(|step| &step.required),
            numeric: share(|step| &step.numeric),
        }
    }

    pub(super) fn written(&self) -> String {
        let Self { is_first, typed, required, numeric } = self;
        let (of_required, of_numeric) = (required.whole, numeric.whole);
        let first = u32::from(*is_first);
        format!("{EFFORT}{first} {typed} {} {of_required} {} {of_numeric}\n", required.part, numeric.part)
    }

    pub(super) fn read(line: &str) -> Result<Self, Unreadable> {
        let [first, typed, required, of_required, numeric, of_numeric] = numbers(&mut line.split(' '))?;
        Ok(Self {
            is_first: first > 0,
            typed,
            required: Share { part: required, whole: of_required },
            numeric: Share { part: numeric, whole: of_numeric },
        })
    }
}

/// A promise of what is prefilled, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// Of which questions.
    pub questions: &'static str,
    /// Those that were prefilled, of all dossiers together.
    pub prefilled: Share,
    /// The least that is promised in a dossier, in percent.
    pub least: usize,
    /// The dossiers that hold it.
    pub held: Share,
}

impl Efforts {
    /// Dossiers counted.
    #[must_use]
    pub fn dossiers(&self) -> u32 {
        self.typed.values().sum()
    }

    /// Fields typed in the dossier of the middle, the lower of two; none of no dossier.
    #[must_use]
    pub fn median_typed(&self) -> Option<u32> {
        let middle = self.dossiers().div_ceil(2);
        let mut seen = 0;
        self.typed.iter().find_map(|(typed, dossiers)| {
            seen += dossiers;
            (seen >= middle).then_some(*typed)
        })
    }

    /// Dossiers in which no more fields were typed than is promised.
    #[must_use]
    pub fn few_typed(&self) -> Share {
        let most = u32::try_from(MOST_TYPED).unwrap_or(u32::MAX);
        Share { part: self.typed.range(..=most).map(|(_, dossiers)| dossiers).sum(), whole: self.dossiers() }
    }

    /// Dossiers whose required questions are prefilled as is promised.
    #[must_use]
    pub fn required_held(&self) -> Share {
        Share { part: self.required_held, whole: self.dossiers() }
    }

    /// Dossiers whose questions of numbers are prefilled as is promised.
    #[must_use]
    pub fn numeric_held(&self) -> Share {
        Share { part: self.numeric_held, whole: self.dossiers() }
    }

    /// What is promised to be prefilled of a form.
    #[must_use]
    pub fn promised(&self, about: About) -> Promised {
        let (questions, prefilled, least, held) = match about {
            About::Demand => ("Questions obligatoires", self.required, LEAST_REQUIRED, self.required_held()),
            About::Bilan => ("Questions chiffrées", self.numeric, LEAST_NUMERIC, self.numeric_held()),
        };
        Promised { questions, prefilled, least, held }
    }

    pub(super) fn add(&mut self, effort: Effort) {
        *self.typed.entry(effort.typed).or_default() += 1;
        self.required_held += u32::from(holds(effort.required, LEAST_REQUIRED));
        self.numeric_held += u32::from(holds(effort.numeric, LEAST_NUMERIC));
        self.required = together(self.required, effort.required);
        self.numeric = together(self.numeric, effort.numeric);
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (typed, dossiers) in &other.typed {
            *self.typed.entry(*typed).or_default() += dossiers;
        }
        self.required_held += other.required_held;
        self.numeric_held += other.numeric_held;
        self.required = together(self.required, other.required);
        self.numeric = together(self.numeric, other.numeric);
    }
}

fn together(one: Share, other: Share) -> Share {
    Share { part: one.part + other.part, whole: one.whole + other.whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effort(typed: u32, required: (u32, u32)) -> Effort {
        let required = Share { part: required.0, whole: required.1 };
        Effort { is_first: false, typed, required, numeric: Share { part: 7, whole: 10 } }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for effort in [effort(14, (62, 95)), Effort { is_first: true, ..effort(0, (0, 0)) }] {
            let written = effort.written();
            let line = written.strip_prefix(EFFORT).expect("its mark").trim_end();
            assert_eq!(Effort::read(line), Ok(effort));
        }
        for wrong in ["", "1 2 3", "0 x 1 1 1 1"] {
            assert_eq!(Effort::read(wrong), Err(Unreadable), "{wrong}");
        }
    }

    #[test]
    fn dossiers_are_told_beside_what_is_promised() {
        let all = [effort(3, (60, 100)), effort(20, (59, 100)), effort(21, (10, 10)), effort(40, (0, 0))];
        let mut efforts = Efforts::default();
        assert_eq!((efforts.median_typed(), efforts.few_typed().percent()), (None, None));
        let mut parts = [Efforts::default(), Efforts::default()];
        for (place, effort) in all.into_iter().enumerate() {
            efforts.add(effort);
            parts[place % 2].add(effort);
        }
        let [mut joined, rest] = parts;
        joined.join(&rest);
        assert_eq!(joined, efforts, "in parts or at once");
        assert_eq!((efforts.dossiers(), efforts.median_typed()), (4, Some(20)));
        assert_eq!(efforts.few_typed(), Share { part: 2, whole: 4 });
        assert_eq!(efforts.required_held(), Share { part: 3, whole: 4 });
        assert_eq!(efforts.numeric_held(), Share { part: 4, whole: 4 });
        assert_eq!(efforts.required, Share { part: 129, whole: 210 });
    }
}
