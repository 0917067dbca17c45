//! What a source knows: values with their place, doubts, and what no field holds.

use std::collections::BTreeMap;

use form::{Date, Path, french};
use serde::{Deserialize, Serialize};

use super::Silence;
use crate::{Siret, dossier::heard::count_of_data, prefill::Proposal};

/// What a source knows of a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The day the service said it.
    pub as_of: Date,
    /// Values for keys of the form, each with where it was read.
    pub proposals: Vec<Proposal>,
    /// Why a value may speak of something else than the structure, in French, by key.
    pub doubts: BTreeMap<Path, String>,
    /// What it says that is no answer of the form.
    pub findings: Vec<Finding>,
    /// Why it is not of today, when it is an earlier answer.
    pub instead_of: Option<Silence>,
}

/// What a source says that no field of the form holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The register says that it has closed: ASP refuses a convention (`ETAB_FERME`).
    Closed {
        /// What has closed.
        what: Closed,
        /// Since when.
        since: Option<Date>,
    },
    /// The source knows the structure under another kind, or under none.
    OtherKind {
        /// The kind it says; none when it says that it is no SIAE.
        said: Option<String>,
    },
    /// Its convention is not in force for les emplois.
    ConventionNotInForce,
    /// A place of work that it declared itself, under the convention of the structure.
    Antenna(Antenna),
    /// Posts open to candidates this day.
    OpenPosts(u32),
    /// Periods that its own employees made in other firms.
    PeriodsMade(PeriodsMade),
    /// Immersions that it received, since the service exists: it tells no year.
    ImmersionsHosted(u32),
    /// Immersions that it prescribed to others, as a log of before tells them: without their days.
    ImmersionsPrescribed(u32),
    /// The same, when some may be missing: more began on one day than the service tells.
    ImmersionsPrescribedAtLeast(u32),
    /// Immersions that it prescribed to others, with their days.
    PeriodsPrescribed(PeriodsPrescribed),
}

/// What has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// The establishment of the SIRET.
    Establishment,
    /// The legal person, with all its establishments.
    LegalPerson,
}

/// A place of work declared on les emplois.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Antenna {
    /// Its name.
    pub name: String,
    /// Its own SIRET, when it has one.
    pub siret: Option<Siret>,
    /// Name of its commune.
    pub commune: String,
    /// Postcode.
    pub postcode: String,
}

/// Immersions that the structure prescribed to others over a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodsPrescribed {
    /// First and last day that they began.
    pub between: (Date, Date),
    /// Immersions.
    pub total: u32,
    /// Whether some may be missing: more began on one day than the service tells.
    pub incomplete: bool,
}

/// Periods that the structure's employees made in other firms over a year, and what came of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodsMade {
    /// First and last day that they began.
    pub between: (Date, Date),
    /// Periods.
    pub total: u32,
    /// Those that ended with a job.
    pub with_a_job: u32,
    /// Whether some may be missing: more began on one day than the service tells.
    pub incomplete: bool,
}

/// The days of a count over a year, as it was said on a day: what comes after is not counted yet.
#[must_use]
pub fn counted((from, until): (Date, Date), said_on: Option<Date>) -> (Date, Date) {
    (from, said_on.map_or(until, |day| until.min(day)))
}

/// What puts the convention in doubt has a key to be contested by, that no question has, and a name.
const ALERTS: [(&str, &str); 3] = [
    ("alerte.fermeture", "Structure signalée comme fermée"),
    ("alerte.type", "Type de la structure selon une source"),
    ("alerte.convention", "Convention signalée comme n’étant pas en vigueur"),
];

impl Finding {
    /// Whether it puts the convention itself in doubt: it is said before the dossier is sent, and to who reads it.
    #[must_use]
    pub fn is_grave(&self) -> bool {
        self.alert().is_some()
    }

    /// The key under which a structure says that it is wrong; none of what puts nothing in doubt.
    #[must_use]
    pub fn key(&self) -> Option<Path> {
        let place = match self {
            Self::Closed { .. } => 0,
            Self::OtherKind { .. } => 1,
            Self::ConventionNotInForce => 2,
            _ => return None,
        };
        Path::parse(ALERTS[place].0).ok()
    }

    /// What people call what has such a key.
    #[must_use]
    pub fn named(path: &Path) -> Option<&'static str> {
        ALERTS.iter().find(|(key, _)| *key == path.as_str()).map(|(_, name)| *name)
    }

    /// What is said, in French, of what puts the convention in doubt.
    #[must_use]
    pub fn alert(&self) -> Option<String> {
        Some(match self {
            Self::Closed { what, since } => {
                let what = match what {
                    Closed::Establishment => "l’établissement est fermé",
                    Closed::LegalPerson => "la personne morale a cessé son activité",
                };
                let since = since.map(|day| format!(" depuis le {}", french::date(day))).unwrap_or_default();
                format!("{what}{since}. L’ASP refuse une convention dans ce cas.")
            }
            Self::OtherKind { said: Some(kind) } => format!("la structure y est connue comme {kind}."),
            Self::OtherKind { said: None } => {
                "la structure n’y est pas connue comme structure d’insertion.".to_owned()
            }
            Self::ConventionNotInForce => "la convention n’y est pas en vigueur.".to_owned(),
            _ => return None,
        })
    }
}

impl Found {
    /// Nothing yet, said on a day.
    #[must_use]
    pub fn on(as_of: Date) -> Self {
        Self { as_of, proposals: Vec::new(), doubts: BTreeMap::new(), findings: Vec::new(), instead_of: None }
    }

    /// How many data it holds, as they are counted everywhere.
    #[must_use]
    pub fn data(&self) -> usize {
        count_of_data(self.proposals.iter().map(|(path, _)| path), &self.findings)
    }

    /// Why the value of a key is doubtful; none when it is sure.
    #[must_use]
    pub fn doubt(&self, path: &Path) -> Option<&str> {
        self.doubts.get(path).map(String::as_str)
    }

    /// The values that speak of the structure for sure.
    pub fn sure(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals.iter().filter(|(path, _)| !self.doubts.contains_key(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_count_end_on_the_day_it_is_said() {
        let year = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        for (said, last) in [((2026, 11, 27), (2026, 11, 27)), ((2027, 1, 15), (2026, 12, 31))] {
            let day = |(year, month, day): (i16, i8, i8)| Date::constant(year, month, day);
            assert_eq!(counted(year, Some(day(said))), (year.0, day(last)));
        }
        assert_eq!(counted(year, None), year);
    }

    #[test]
    fn what_a_log_of_before_tells_of_immersions_is_still_read() {
        for (written, finding) in [
            (r#"{"immersions_prescribed":1}"#, Finding::ImmersionsPrescribed(1)),
            (r#"{"immersions_prescribed_at_least":3}"#, Finding::ImmersionsPrescribedAtLeast(3)),
        ] {
            assert_eq!(serde_json::from_str::<Finding>(written).expect("a finding"), finding);
        }
    }

    #[test]
    fn what_puts_the_convention_in_doubt_is_grave_and_what_describes_the_structure_is_not() {
        let grave = [
            Finding::Closed { what: Closed::Establishment, since: None },
            Finding::Closed { what: Closed::LegalPerson, since: Some(Date::constant(2026, 6, 30)) },
            Finding::OtherKind { said: Some("EI".to_owned()) },
            Finding::OtherKind { said: None },
            Finding::ConventionNotInForce,
        ];
        assert!(grave.iter().all(Finding::is_grave));
        let between = (Date::constant(2025, 1, 1), Date::constant(2025, 12, 31));
        let antenna = Antenna {
            name: "Atelier".to_owned(),
            siret: None,
            commune: "Quimper".to_owned(),
            postcode: "29000".to_owned(),
        };
        let told = [
            Finding::Antenna(antenna),
            Finding::OpenPosts(3),
            Finding::PeriodsMade(PeriodsMade { between, total: 2, with_a_job: 1, incomplete: false }),
            Finding::ImmersionsHosted(7),
            Finding::ImmersionsPrescribed(1),
            Finding::ImmersionsPrescribedAtLeast(1),
            Finding::PeriodsPrescribed(PeriodsPrescribed { between, total: 1, incomplete: true }),
        ];
        assert!(!told.iter().any(Finding::is_grave));
    }
}
