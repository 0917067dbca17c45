//! Where a value is read: a view of ASP, a route of a service, the structure's own dossiers.

use crate::{dossier::Origin, network, source::Source};

/// A view or a route that gives values; finer than a [`Source`], for each has its own pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supply {
    /// ASP's record of a structure.
    AspStructure,
    /// ASP's annexes.
    AspAnnexe,
    /// ASP's monthly views, added up.
    AspMonthly,
    /// ASP's own extraction of a closed year.
    AspYearly,
    /// DGEFP's weekly follow-up.
    Dgefp,
    /// The tables of Pilotage de l'inclusion.
    Pilotage,
    /// The public list of les emplois.
    Siaes,
    /// The list of les emplois for services with a key.
    Marche,
    /// The conventions of Immersion facilitée.
    ImmersionConventions,
    /// The statistics of Immersion facilitée.
    ImmersionStatistics,
    /// The public search of companies.
    Recherche,
    /// The Sirene register.
    Sirene,
    /// The structure's own earlier dossiers.
    Previous,
    /// Its other dossiers of the same year.
    Sister,
    /// The calendar of the campaign.
    Campaign,
    /// The parameters of a year: amounts, hours, marks.
    Parameters,
    /// The public sheet of networks, that Pilotage publishes.
    Networks,
}

/// A supply as it is told.
#[derive(Clone, Copy)]
struct Row {
    supply: Supply,
    code: &'static str,
    name: &'static str,
    pace: &'static str,
    absent: &'static str,
}

/// One line a supply: it, its stable key, its name, its pace, what is said while nothing of it is in store.
const TABLE: [Row; 17] = [
    row(Supply::AspStructure, "asp_structure", "ASP, vue fluxIAE_Structure", WEEKLY, NO_FILE),
    row(Supply::AspAnnexe, "asp_annexe", "ASP, vue fluxIAE_AnnexeFinanciere", WEEKLY, NO_FILE),
    row(Supply::AspMonthly, "asp_mensuel", "ASP, vues mensuelles additionnées par annexe", WEEKLY, NO_FILE),
    row(Supply::AspYearly, "asp_annuel", "ASP, extraction annuelle DataON", YEARLY, NO_FILE),
    row(Supply::Dgefp, "dgefp", "DGEFP, suivi hebdomadaire", WEEKLY, NO_FILE),
    row(Supply::Pilotage, "pilotage", "Pilotage de l’inclusion, tables agrégées", WEEKLY, NO_FILE),
    row(
        Supply::Networks,
        "reseaux",
        "Pilotage de l’inclusion, feuille publique des réseaux",
        MONTHLY,
        NO_FILE,
    ),
    row(Supply::Siaes, "emplois", "Les emplois de l’inclusion, liste publique siaes", DAILY, NO_ANSWER),
    row(
        Supply::Marche,
        "emplois_reserve",
        "Les emplois de l’inclusion, liste réservée marche",
        DAILY,
        NO_ANSWER,
    ),
    row(
        Supply::ImmersionConventions,
        "immersion_conventions",
        "Immersion facilitée, conventions",
        DAILY,
        NO_ANSWER,
    ),
    row(
        Supply::ImmersionStatistics,
        "immersion_statistiques",
        "Immersion facilitée, statistiques",
        DAILY,
        NO_ANSWER,
    ),
    row(Supply::Recherche, "recherche_entreprises", "Annuaire des entreprises, recherche", DAILY, NO_ANSWER),
    row(Supply::Sirene, "sirene", "Répertoire Sirene de l’Insee", DAILY, NO_ANSWER),
    row(
        Supply::Previous,
        "dossier_precedent",
        "Dossiers précédents de la structure",
        "à chaque version transmise",
        "aucun dossier",
    ),
    row(
        Supply::Sister,
        "autre_dossier",
        "Autres dossiers de la structure, même année",
        "à chaque étape confirmée",
        WITHIN,
    ),
    row(Supply::Campaign, "campagne", "Calendrier de la campagne", YEARLY, WITHIN),
    row(Supply::Parameters, "parametres", "Paramètres nationaux de l’année", YEARLY, WITHIN),
];

/// Who is told of what is contested in some supplies: key, name, supplies.
pub const PRODUCERS: [(&str, &str, &[Supply]); 8] = [
    (
        "asp",
        "Agence de services et de paiement (ASP)",
        &[Supply::AspStructure, Supply::AspAnnexe, Supply::AspMonthly, Supply::AspYearly],
    ),
    ("dgefp", "DGEFP", &[Supply::Dgefp, Supply::Campaign, Supply::Parameters]),
    ("pilotage", "Pilotage de l’inclusion", &[Supply::Pilotage, Supply::Networks]),
    ("emplois", "Les emplois de l’inclusion", &[Supply::Siaes, Supply::Marche]),
    ("immersion", "Immersion facilitée", &[Supply::ImmersionConventions, Supply::ImmersionStatistics]),
    ("annuaire", "Annuaire des entreprises", &[Supply::Recherche]),
    ("insee", "Insee, répertoire Sirene", &[Supply::Sirene]),
    ("structure", "Structure, ses autres dossiers", &[Supply::Previous, Supply::Sister]),
];

const WEEKLY: &str = "hebdomadaire";
const MONTHLY: &str = "mensuelle";
const YEARLY: &str = "annuelle";
/// Answers are kept with their day, and not asked again that day.
const DAILY: &str = "quotidienne, à la demande";
/// What the service holds itself is not brought in on a day.
const WITHIN: &str = "sans objet";
const NO_FILE: &str = "aucune livraison";
const NO_ANSWER: &str = "aucune réponse";

const fn row(
    supply: Supply,
    code: &'static str,
    name: &'static str,
    pace: &'static str,
    absent: &'static str,
) -> Row {
    Row { supply, code, name, pace, absent }
}

impl Supply {
    /// Every supply, in the order of pages.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|row| row.supply)
    }

    fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.supply == self).expect("each has its line")
    }

    /// Stable key, in addresses and in what is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The supply of a key.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.code == code).map(|row| row.supply)
    }

    /// Name as people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Key of who answers for it.
    #[must_use]
    pub fn producer(self) -> &'static str {
        PRODUCERS.iter().find(|(.., own)| own.contains(&self)).map_or("", |(code, ..)| code)
    }

    /// Whether another administration or another service answers for it: neither the structure's own dossiers nor the
    /// calendar of the campaign and the parameters of the year, which are kept here.
    #[must_use]
    pub fn is_elsewhere(self) -> bool {
        !matches!(self, Self::Previous | Self::Sister | Self::Campaign | Self::Parameters)
    }

    /// Whether it is read in files that are received: what they hold is in store before any dossier.
    #[must_use]
    pub fn is_file(self) -> bool {
        matches!(
            self,
            Self::AspStructure
                | Self::AspAnnexe
                | Self::AspMonthly
                | Self::AspYearly
                | Self::Dgefp
                | Self::Pilotage
                | Self::Networks
        )
    }

    /// How often it is said to be renewed, in French.
    #[must_use]
    pub fn pace(self) -> &'static str {
        self.row().pace
    }

    /// What is said where no day is known of what is in store, in French.
    #[must_use]
    pub fn absent(self) -> &'static str {
        self.row().absent
    }

    /// Where a source read a value that it told.
    #[must_use]
    pub fn of(source: Source, origin: &Origin) -> Self {
        match source {
            Source::Asp => of_asp(origin),
            Source::AspMonthly => Self::AspMonthly,
            Source::AspYearly => Self::AspYearly,
            Source::Dgefp => Self::Dgefp,
            Source::Pilotage => of_pilotage(origin),
            Source::Emplois => Self::Siaes,
            Source::EmploisReserved => Self::Marche,
            Source::ImmersionConventions => Self::ImmersionConventions,
            Source::ImmersionStatistics => Self::ImmersionStatistics,
            Source::RechercheEntreprises => Self::Recherche,
            Source::Sirene => Self::Sirene,
            Source::Previous => Self::Previous,
            Source::Sister => Self::Sister,
            Source::Campaign => Self::Campaign,
        }
    }
}

/// Which of the files of Pilotage a value was read in: its column tells.
fn of_pilotage(origin: &Origin) -> Supply {
    match origin {
        Origin::Prefilled { column, .. } if column == network::VIEW => Supply::Networks,
        _ => Supply::Pilotage,
    }
}

/// Which of ASP's files a value was read in: its column tells, or what it was worked out from. A log of before has
/// there what those who count said too.
fn of_asp(origin: &Origin) -> Supply {
    match (origin.source(), origin) {
        (Some(counts @ (Source::AspMonthly | Source::AspYearly | Source::Dgefp | Source::Pilotage)), _) => {
            Supply::of(counts, origin)
        }
        (Some(Source::Campaign), _) => Supply::Campaign,
        (_, Origin::Prefilled { column, .. }) if column.starts_with("structure_") => Supply::AspStructure,
        // What is worked out of a structure's own record.
        (_, Origin::Derived { how, .. })
            if how.starts_with("adresse") || how.starts_with("catégorie juridique") =>
        {
            Supply::AspStructure
        }
        (_, Origin::Prefilled { .. } | Origin::Derived { .. }) => Supply::AspAnnexe,
        (_, Origin::Given { .. } | Origin::Typed) => Supply::Previous,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use form::Date;

    use super::*;

    #[test]
    fn each_supply_has_a_key_and_a_name_of_its_own() {
        let said: BTreeSet<&str> = Supply::all().flat_map(|supply| [supply.code(), supply.name()]).collect();
        assert_eq!(said.len(), 2 * TABLE.len());
        assert!(Supply::all().all(|supply| Supply::of_code(supply.code()) == Some(supply)));
        assert_eq!(Supply::of_code("aucune"), None);
        assert!(Supply::all().all(|supply| !supply.producer().is_empty()), "each has who answers for it");
        let told: usize = PRODUCERS.iter().map(|(.., own)| own.len()).sum();
        assert_eq!(told, TABLE.len(), "and one only");
        let kept: Vec<&str> =
            Supply::all().filter(|supply| !supply.is_elsewhere()).map(Supply::code).collect();
        assert_eq!(
            kept,
            ["dossier_precedent", "autre_dossier", "campagne", "parametres"],
            "what the service holds itself"
        );
    }

    #[test]
    fn what_comes_through_asp_is_told_apart_by_its_column_or_its_words() {
        let read = |source: &str, column: &str| Origin::Prefilled {
            source: source.to_owned(),
            record: String::new(),
            column: column.to_owned(),
            as_of: Date::constant(2026, 11, 16),
            original: String::new(),
        };
        let derived = |from: &str| Origin::Derived { from: from.to_owned(), how: String::new() };
        for (origin, supply) in [
            (read("ASP", "structure_code_naf"), Supply::AspStructure),
            (read("ASP", "af_etat"), Supply::AspAnnexe),
            (read("ASP", "0 - Prestataires externes"), Supply::AspYearly),
            (read("ASP", "mpu_sct_mt_recet_btp"), Supply::AspMonthly),
            (read("DGEFP", "ETP déclarés"), Supply::Dgefp),
            (read("Pilotage de l’inclusion", "somme_etp_realises_annuel"), Supply::Pilotage),
            (derived("l’ASP, livraison du 16/11/2026"), Supply::AspAnnexe),
            (derived("l’ASP (états mensuels), au 16/11/2026"), Supply::AspMonthly),
            (derived("l’ASP (extraction annuelle), au 16/11/2026"), Supply::AspYearly),
            (derived("la DGEFP (suivi hebdomadaire), au 16/11/2026"), Supply::Dgefp),
            (derived("l’équipe Pilotage de l’inclusion, au 16/11/2026"), Supply::Pilotage),
            (derived("l’année de la campagne"), Supply::Campaign),
        ] {
            assert_eq!(Supply::of(Source::Asp, &origin), supply, "{origin:?}");
        }
        let addresses = Origin::Derived {
            from: "l’ASP, livraison du 16/11/2026".to_owned(),
            how: "adresse de gestion égale à celle du siège, ou absente".to_owned(),
        };
        assert_eq!(Supply::of(Source::Asp, &addresses), Supply::AspStructure);
        // Those who count speak for themselves, whatever the column is named.
        for (source, supply) in [
            (Source::AspMonthly, Supply::AspMonthly),
            (Source::AspYearly, Supply::AspYearly),
            (Source::Dgefp, Supply::Dgefp),
            (Source::Pilotage, Supply::Pilotage),
            (Source::Campaign, Supply::Campaign),
        ] {
            assert_eq!(Supply::of(source, &read(source.name(), "af_etat")), supply);
            assert_eq!(supply.code(), source.code(), "one key for both");
        }
        assert_eq!(Supply::of(Source::Sirene, &read("x", "af_etat")), Supply::Sirene);
    }
}
