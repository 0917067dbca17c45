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
