//! The yearly campaign: its year, its dates.

use form::Date;
use serde::{Deserialize, Serialize};

/// The campaign of a year: structures ask in autumn for the year to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Year of the annexes asked for.
    pub year: i16,
    /// First day a dossier can be begun.
    #[serde(with = "form::day")]
    pub opens: Date,
    /// Last day a dossier is expected.
    #[serde(with = "form::day")]
    pub deadline: Date,
}

impl Campaign {
    /// The campaign for a year, with the usual dates: dossiers are filed in the last quarter of the
    /// year before (instruction DGEFP 2014-2). The ministry will set its own in the steering room.
    #[must_use]
    pub fn of(year: i16) -> Self {
        Self { year, opens: Date::constant(year - 1, 9, 1), deadline: Date::constant(year - 1, 12, 15) }
    }

    /// The campaign that runs at a day: that of the coming year.
    #[must_use]
    pub fn running(today: Date) -> Self {
        Self::of(today.year() + 1)
    }
}

/// The yearly report that structures draw up: on which year, until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// The year that is reported on.
    pub year: i16,
    /// Last day the bilan is expected.
    pub deadline: Date,
}

impl Reporting {
    /// The bilan of a year: handed in before the summer that follows, once the accounts are approved.
    #[must_use]
    pub fn of(year: i16) -> Self {
        Self { year, deadline: Date::constant(year + 1, 6, 30) }
    }

    /// The bilan that is drawn up at a day: that of last year, and from the opening of the next campaign on, that of
    /// the year that ends: the demand is discussed beside it.
    #[must_use]
    pub fn running(today: Date) -> Self {
        let begun = today >= Campaign::running(today).opens;
        Self::of(if begun { today.year() } else { today.year() - 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bilan_is_begun_with_the_campaign_and_due_before_the_next_summer() {
        for (today, year, deadline) in [
            (Date::constant(2026, 11, 27), 2026, Date::constant(2027, 6, 30)),
            (Date::constant(2027, 1, 1), 2026, Date::constant(2027, 6, 30)),
            (Date::constant(2027, 8, 31), 2026, Date::constant(2027, 6, 30)),
            (Date::constant(2027, 9, 1), 2027, Date::constant(2028, 6, 30)),
        ] {
            assert_eq!(Reporting::running(today), Reporting { year, deadline }, "{today}");
        }
    }
}
