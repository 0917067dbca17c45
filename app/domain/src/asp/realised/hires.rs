//! Who was hired in a year and for how long: sums over contracts, that name nobody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::contract::Contract;

/// Contracts of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hires {
    /// Contracts begun in the year (`contrat_date_embauche`), renewals left out.
    pub begun: u32,
    /// Of those, by who sent the person: labels of `RefOrienteur` (`contrat_orienteur_id`, `_code`). Those that no
    /// label explains are in none; unknown without that view.
    pub by_referrer: Option<BTreeMap<String, u32>>,
    /// Of those, by length (`contrat_duree_contrat`, months), where it is told.
    pub lengths: Vec<(u8, u32)>,
    /// Contracts that ran in the year, by hours of work in a week (`contrat_duree_hebdo_travail`, minutes), where it is
    /// told.
    pub weekly: Vec<(u16, u32)>,
}

/// Contracts being counted.
#[derive(Default)]
pub(super) struct Tally {
    begun: u32,
    referrers: BTreeMap<u8, u32>,
    lengths: BTreeMap<u8, u32>,
    weekly: BTreeMap<u16, u32>,
}

impl Tally {
    /// Counts a contract that ran in a year.
    pub(super) fn add(&mut self, contract: Contract, year: i16) {
        if contract.weekly > 0 {
            *self.weekly.entry(contract.weekly).or_default() += 1;
        }
        if contract.begun() != Some(year) {
            return;
        }
        self.begun += 1;
        *self.referrers.entry(contract.referrer).or_default() += 1;
        if contract.months > 0 {
            *self.lengths.entry(contract.months).or_default() += 1;
        }
    }

    /// The sums; `labels` name who sends people, by their number, and are blank for what no reference view explains.
    pub(super) fn hires(self, labels: Option<&[String]>) -> Hires {
        let by_referrer = labels.map(|labels| {
            let mut named = BTreeMap::new();
            for (number, count) in self.referrers {
                let label = labels.get(usize::from(number)).filter(|label| !label.is_empty());
                // Two codes may have one label.
                if let Some(label) = label {
                    *named.entry(label.clone()).or_default() += count;
                }
            }
            named
        });
        Hires {
            begun: self.begun,
            by_referrer,
            lengths: self.lengths.into_iter().collect(),
            weekly: self.weekly.into_iter().collect(),
        }
    }
}

/// The value met most often, how often, and out of how many; of two met as often, the smaller. None of nothing.
pub(super) fn usual<V: Copy + Ord>(counts: impl IntoIterator<Item = (V, u32)>) -> Option<(V, u32, u32)> {
    let mut sums: BTreeMap<V, u32> = BTreeMap::new();
    for (value, count) in counts {
        *sums.entry(value).or_default() += count;
    }
    let all: u32 = sums.values().sum();
    let most = sums.into_iter().max_by_key(|(value, count)| (*count, std::cmp::Reverse(*value)));
    most.filter(|(_, count)| *count > 0).map(|(value, count)| (value, count, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_what_is_met_most_often() {
        for (counts, expected) in [
            (vec![], None),
            (vec![(6, 0)], None),
            (vec![(4, 2), (6, 9), (12, 3)], Some((6, 9, 14))),
            (vec![(6, 2), (4, 2)], Some((4, 2, 4))),
            (vec![(6, 2), (4, 3), (6, 2)], Some((6, 4, 7))),
        ] {
            assert_eq!(usual(counts.clone()), expected, "{counts:?}");
        }
    }
}
