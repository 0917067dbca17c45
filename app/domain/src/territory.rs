//! Départements and regions.

mod court;

use std::fmt;

use form::read::departements::NAMES;
use serde::{Deserialize, Serialize};

/// Département, by its code: `29`, `2A`, `971`. Text, never a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Departement(String);

/// Text that is no code of a département.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un code de département")]
pub struct BadDepartement(String);

/// Region, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Name of the region.
    pub name: &'static str,
    /// Codes of its départements.
    pub departements: &'static [&'static str],
}

impl Departement {
    /// Reads a code of the official geography.
    pub fn parse(code: &str) -> Result<Self, BadDepartement> {
        form::read::register::departement(code)
            .map(Self)
            .map_err(|_| BadDepartement(code.chars().take(10).collect()))
    }

    /// Reads a code as ASP writes it in its numbers: `029`, `02A`, `59L`, `972`.
    pub fn from_asp(code: &str) -> Result<Self, BadDepartement> {
        match code {
            // The Nord has two units, Lille and Valenciennes, and one département.
            "59L" | "59V" => Self::parse("59"),
            _ => match code.strip_prefix('0') {
                Some(rest) if code.len() == 3 => Self::parse(rest),
                _ => Self::parse(code),
            },
        }
    }

    /// The département of an INSEE commune code or of a postcode: `29003`, `2A004`, `97209`.
    pub fn from_commune(code: &str) -> Result<Self, BadDepartement> {
        let bad = || BadDepartement(code.chars().take(10).collect());
        let long = code.starts_with("97") || code.starts_with("98");
        Self::parse(code.get(..if long { 3 } else { 2 }).ok_or_else(bad)?)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The code as ASP writes it in its numbers: three characters.
    #[must_use]
    pub fn asp_code(&self) -> String {
        format!("{:0>3}", self.0)
    }

    /// The zone of the amounts there: those of Mayotte are its own.
    #[must_use]
    pub fn zone(&self) -> &'static str {
        if self.code() == "976" { "mayotte" } else { "metropole" }
    }

    /// The name, or the code for a territory outside the table.
    #[must_use]
    pub fn name(&self) -> &str {
        NAMES.iter().find(|(code, _)| *code == self.0).map_or(&self.0, |(_, name)| name)
    }

    /// The name after « de », with its article: `du Finistère`, `de l’Ain`, `des Côtes-d’Armor`.
    #[must_use]
    pub fn of_name(&self) -> String {
        let name = self.name();
        let code = self.code();
        if OF_PLURAL.contains(&code) {
            format!("des {name}")
        } else if OF_MASCULINE.contains(&code) || name == code {
            format!("du {name}")
        } else if OF_BARE.contains(&code) {
            format!("de {name}")
        } else if OF_VOWEL.contains(&code) {
            format!("de l’{name}")
        } else {
            format!("de la {name}")
        }
    }

    /// The State's service for employment there, said with « la »: `DDETS du Finistère`.
    ///
    /// Some are « DDETS-PP » (with the protection of populations); structures know them by the shorter name.
    #[must_use]
    pub fn employment_service(&self) -> String {
        match self.code() {
            "75" | "92" | "93" | "94" => format!("DRIEETS (unité départementale {})", self.of_name()),
            "973" => format!("DGCOPOP {}", self.of_name()),
            "971" | "972" | "974" | "976" => format!("DEETS {}", self.of_name()),
            "975" => format!("DCSTEP {}", self.of_name()),
            _ => format!("DDETS {}", self.of_name()),
        }
    }

    /// The region it belongs to.
    #[must_use]
    pub fn region(&self) -> Option<&'static Region> {
        REGIONS.iter().find(|region| region.departements.contains(&self.0.as_str()))
    }
}

impl Region {
    /// The region of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        REGIONS.iter().find(|region| region.name == name)
    }
}

impl fmt::Display for Departement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Departement {
    type Error = BadDepartement;

    fn try_from(text: String) -> Result<Self, BadDepartement> {
        Self::parse(&text)
    }
}

impl From<Departement> for String {
    fn from(departement: Departement) -> Self {
        departement.0
    }
}

const fn region(name: &'static str, departements: &'static [&'static str]) -> Region {
    Region { name, departements }
}

/// Départements said with « du »; a code outside the table too (« du 988 »).
#[rustfmt::skip]
const OF_MASCULINE: [&str; 23] = [
    "14", "15", "18", "25", "29", "30", "32", "39", "41", "45", "46", "56", "59", "62", "63", "67", "68", "69",
    "81", "83", "90", "94", "95",
];
/// Départements said with « des ».
const OF_PLURAL: [&str; 14] =
    ["04", "05", "06", "08", "13", "22", "40", "64", "65", "66", "78", "79", "88", "92"];
/// Départements said without an article.
const OF_BARE: [&str; 13] =
    ["47", "49", "54", "71", "75", "77", "82", "84", "974", "975", "976", "977", "978"];
/// Départements said with « de l’ ».
#[rustfmt::skip]
const OF_VOWEL: [&str; 19] = [
    "01", "02", "03", "07", "09", "10", "11", "12", "27", "28", "34", "35", "36", "37", "38", "60", "61", "89",
    "91",
];

/// Regions with their départements (les emplois, `address/departments.py`).
pub const REGIONS: [Region; 18] = [
    region("Auvergne-Rhône-Alpes", &["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"]),
    region("Bourgogne-Franche-Comté", &["21", "25", "39", "58", "70", "71", "89", "90"]),
    region("Bretagne", &["22", "29", "35", "56"]),
    region("Centre-Val de Loire", &["18", "28", "36", "37", "41", "45"]),
    region("Corse", &["2A", "2B"]),
    region("Grand Est", &["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"]),
    region("Hauts-de-France", &["02", "59", "60", "62", "80"]),
    region("Île-de-France", &["75", "77", "78", "91", "92", "93", "94", "95"]),
    region("Normandie", &["14", "27", "50", "61", "76"]),
    region("Nouvelle-Aquitaine", &["16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"]),
    region("Occitanie", &["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]),
    region("Pays de la Loire", &["44", "49", "53", "72", "85"]),
    region("Provence-Alpes-Côte d’Azur", &["04", "05", "06", "13", "83", "84"]),
    region("Guadeloupe", &["971"]),
    region("Martinique", &["972"]),
    region("Guyane", &["973"]),
    region("La Réunion", &["974"]),
    region("Mayotte", &["976"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asp_codes_are_three_characters() {
        for (asp, code) in [
            ("029", "29"),
            ("02A", "2A"),
            ("59L", "59"),
            ("59V", "59"),
            ("059", "59"),
            ("972", "972"),
            ("001", "01"),
        ] {
            assert_eq!(Departement::from_asp(asp).expect(asp).code(), code);
        }
        for bad in ["", "000", "020", "29A", "999", "0299"] {
            assert!(Departement::from_asp(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_commune_tells_its_departement() {
        for (commune, code) in [("29003", "29"), ("2A004", "2A"), ("97209", "972"), ("01004", "01")] {
            assert_eq!(Departement::from_commune(commune).expect(commune).code(), code);
        }
        assert!(Departement::from_commune("é").is_err());
    }

    #[test]
    fn names_have_their_article() {
        for (code, expected) in [
            ("29", "du Finistère"),
            ("01", "de l’Ain"),
            ("22", "des Côtes-d’Armor"),
            ("31", "de la Haute-Garonne"),
            ("974", "de La Réunion"),
            ("34", "de l’Hérault"),
            ("92", "des Hauts-de-Seine"),
            ("49", "de Maine-et-Loire"),
            ("2A", "de la Corse-du-Sud"),
        ] {
            assert_eq!(Departement::parse(code).expect("a code").of_name(), expected);
        }
    }

    #[test]
    fn every_named_departement_has_one_region() {
        for &(code, name) in &NAMES {
            let departement = Departement::parse(code).expect(name);
            let collectivity = ["975", "977", "978"].contains(&code);
            assert_eq!(departement.region().is_none(), collectivity, "{name}");
            assert_eq!(departement.name(), name);
        }
        let count: usize = REGIONS.iter().map(|region| region.departements.len()).sum();
        assert_eq!(count, NAMES.len() - 3);
    }
}
