//! What a dossier is about: the convention asked for, or what was done under it.

use serde::{Deserialize, Serialize};

use crate::source::Source;

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

    /// The address of those of a structure.
    #[must_use]
    pub fn list(self) -> &'static str {
        match self {
            Self::Demand => "/dossiers",
            Self::Bilan => "/bilans",
        }
    }
}
