//! What a dossier is about: the convention asked for, or what was done under it.

use form::Date;
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{Campaign, Reporting},
    source::Source,
};

/// What a dossier is about; it decides the form that is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A convention, or its annexe for a year. What was opened before there were bilans is so.
    #[default]
    Demand,
    /// The report on a year, which the structure hands in once it is over.
    Bilan,
}

impl About {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Demand, Self::Bilan];

    /// Stable key, for the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Bilan => "bilan",
        }
    }

    /// That of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.code() == code)
    }

    /// Key of the form it is filled on.
    #[must_use]
    pub fn trame(self) -> &'static str {
        match self {
            Self::Demand => "dossier",
            Self::Bilan => "bilan",
        }
    }

    /// What it is called: `Dossier`, `Bilan`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Demand => "Dossier",
            Self::Bilan => "Bilan",
        }
    }

    /// The same inside a sentence: `dossier`, `bilan`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Demand => "dossier",
            Self::Bilan => "bilan",
        }
    }

    /// Whether a service is asked about it: of a bilan, only those that count what was done in a year.
    #[must_use]
    pub fn asks(self, source: Source) -> bool {
        match self {
            Self::Demand => true,
            Self::Bilan => matches!(source, Source::ImmersionConventions | Source::ImmersionStatistics),
        }
    }

    /// Year of the campaign that those of a year belong to: a bilan is read in the one of the year after.
    #[must_use]
    pub fn campaign(self, year: i16) -> i16 {
        match self {
            Self::Demand => year,
            Self::Bilan => year.saturating_add(1),
        }
    }

    /// The year of those that belong to a campaign.
    #[must_use]
    pub fn year_in(self, campaign: i16) -> i16 {
        match self {
            Self::Demand => campaign,
            Self::Bilan => campaign.saturating_sub(1),
        }
    }

    /// The year of those that are filled at a day.
    #[must_use]
    pub fn running(self, today: Date) -> i16 {
        match self {
            Self::Demand => Campaign::running(today).year,
            Self::Bilan => Reporting::running(today).year,
        }
    }

    /// The address of those of a structure.
    #[must_use]
    pub fn list(self) -> &'static str {
        match self {
            Self::Demand => "/dossiers",
            Self::Bilan => "/bilans",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bilan_belongs_to_the_campaign_of_the_year_after() {
        for (about, day, year, campaign) in [
            (About::Demand, Date::constant(2026, 11, 27), 2027, 2027),
            (About::Bilan, Date::constant(2026, 11, 27), 2026, 2027),
            (About::Bilan, Date::constant(2027, 5, 2), 2026, 2027),
            (About::Bilan, Date::constant(2027, 9, 1), 2027, 2028),
        ] {
            assert_eq!((about.running(day), about.campaign(year)), (year, campaign), "{about:?} {day}");
            assert_eq!(about.year_in(campaign), year, "{about:?}");
            assert_eq!(About::of_code(about.code()), Some(about));
        }
        assert_eq!(About::Bilan.campaign(i16::MAX), i16::MAX, "an address may ask for any year");
    }
}
