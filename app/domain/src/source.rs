//! What other services are asked about a structure, and how they answer. Pure.
//!
//! A source is a route of a service with its own rights: one may answer while another, of the same service,
//! refuses our key. [`Ask`] is the port; adapters stand in `server/sources`.

mod cache;
mod found;
mod naming;
mod reading;
mod silence;

use async_trait::async_trait;
use form::Date;
use serde::{Deserialize, Serialize};

pub use cache::{Cache, KeptAnswer};
pub use found::{Antenna, Closed, Finding, Found, PeriodsMade, PeriodsPrescribed, counted};
pub use reading::Reading;
pub use silence::{Silence, State};

use crate::{Departement, Kind, Siret, Timestamp};

/// Who says something of a structure without being asked by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The files of ASP that hold what was declared and signed: the record of a structure, its annexes.
    Asp,
    /// The public list of structures of les emplois (`siaes`).
    Emplois,
    /// The list that les emplois keeps for services that have a key (`marche`).
    EmploisReserved,
    /// The conventions of Immersion facilitée.
    ImmersionConventions,
    /// The statistics of Immersion facilitée.
    ImmersionStatistics,
    /// The public search of companies.
    RechercheEntreprises,
    /// The Sirene register of the Insee.
    Sirene,
    /// The structure's own dossier of the year before.
    Previous,
    /// The other dossiers of the same legal person for the same year.
    Sister,
    /// The monthly views of ASP, added up here annexe by annexe.
    AspMonthly,
    /// ASP's own extraction of a closed year (`DataON`).
    AspYearly,
    /// The weekly follow-up of the DGEFP.
    Dgefp,
    /// The tables of Pilotage de l'inclusion.
    Pilotage,
    /// The calendar of the campaign, that the service holds itself.
    Campaign,
}

/// The structure and the demand that a source is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// SIRET of the establishment.
    pub siret: Siret,
    /// ASP's identifier, once a convention was signed.
    pub asp_id: Option<i64>,
    /// Kind of SIAE of the demand.
    pub kind: Kind,
    /// Département of the seat.
    pub departement: Option<Departement>,
    /// INSEE code of the commune of the seat.
    pub commune: Option<String>,
    /// Year of the annexe.
    pub year: i16,
}

/// A source that can be asked about a structure.
///
/// It answers within the limits of its service, and never panics for what a service says.
#[async_trait]
pub trait Ask: Send + Sync {
    /// Which one it is.
    fn source(&self) -> Source;

    /// What it knows of a structure.
    async fn ask(&self, about: &Asked, now: Timestamp) -> Result<Found, Silence>;
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 14] = [
        Self::Asp,
        Self::Emplois,
        Self::EmploisReserved,
        Self::ImmersionConventions,
        Self::ImmersionStatistics,
        Self::RechercheEntreprises,
        Self::Sirene,
        Self::Previous,
        Self::Sister,
        Self::AspMonthly,
        Self::AspYearly,
        Self::Dgefp,
        Self::Pilotage,
        Self::Campaign,
    ];

    /// Those that are in store before any dossier, and are read together: what was signed first, then who counts what was
    /// done, then the calendar. The others are services that are asked, and dossiers.
    pub const IN_STORE: [Self; 6] =
        [Self::Asp, Self::AspYearly, Self::AspMonthly, Self::Pilotage, Self::Dgefp, Self::Campaign];

    /// Whether it is in store before any dossier.
    #[must_use]
    pub fn is_in_store(self) -> bool {
        Self::IN_STORE.contains(&self)
    }

    /// Whether it delivers files: somebody else answers for what they say.
    #[must_use]
    pub fn is_delivered(self) -> bool {
        self.is_in_store() && self != Self::Campaign
    }

    /// Whether what it says can be said to be false at whoever answers for it: the calendar is an order of the State, and
    /// what the structure wrote in its other dossiers is its own.
    #[must_use]
    pub fn is_contestable(self) -> bool {
        !matches!(self, Self::Campaign | Self::Previous | Self::Sister)
    }

    /// Stable key, for the log, the configuration and the cache.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asp => "asp",
            Self::Emplois => "emplois",
            Self::EmploisReserved => "emplois_reserve",
            Self::ImmersionConventions => "immersion_conventions",
            Self::ImmersionStatistics => "immersion_statistiques",
            Self::RechercheEntreprises => "recherche_entreprises",
            Self::Sirene => "sirene",
            Self::Previous => "dossier_precedent",
            Self::Sister => "autre_dossier",
            Self::AspMonthly => "asp_mensuel",
            Self::AspYearly => "asp_annuel",
            Self::Dgefp => "dgefp",
            Self::Pilotage => "pilotage",
            Self::Campaign => "campagne",
        }
    }

    /// The source of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Name as people read it beside a value.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Asp => "ASP",
            Self::Emplois => "Les emplois de l’inclusion",
            Self::EmploisReserved => "Les emplois de l’inclusion (accès réservé)",
            Self::ImmersionConventions => "Immersion facilitée (conventions)",
            Self::ImmersionStatistics => "Immersion facilitée (statistiques)",
            Self::RechercheEntreprises => "Annuaire des entreprises",
            Self::Sirene => "Répertoire Sirene de l’Insee",
            Self::Previous => "Dossiers précédents de la structure",
            Self::Sister => "Autre dossier de votre structure cette année",
            Self::AspMonthly => "ASP (états mensuels)",
            Self::AspYearly => "ASP (extraction annuelle)",
            Self::Dgefp => "DGEFP (suivi hebdomadaire)",
            Self::Pilotage => "Pilotage de l’inclusion",
            Self::Campaign => "Calendrier de la campagne",
        }
    }
}

impl Asked {
    /// SIREN of the legal person: the nine first digits of its SIRET.
    #[must_use]
    pub fn siren(&self) -> &str {
        &self.siret.as_str()[..9]
    }

    /// The year before that of the annexe, first and last day: the one that « l’an passé » speaks of.
    #[must_use]
    pub fn last_year(&self) -> (Date, Date) {
        (Date::constant(self.year - 1, 1, 1), Date::constant(self.year - 1, 12, 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_has_a_code_and_a_name_of_its_own() {
        let mut said: Vec<&str> =
            Source::ALL.iter().flat_map(|source| [source.code(), source.name()]).collect();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), 2 * Source::ALL.len());
    }
}
