//! What the reference views of ASP (`fluxIAE_Ref*`) say of the codes of personal rows.

use std::collections::BTreeMap;

use form::{Date, Decimal};

/// Category of an exit (`RefCategorieSort.rcs_libelle`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitCategory {
    /// « Emploi durable ».
    Durable,
    /// « Emploi de transition ».
    Transition,
    /// « Sorties positives ».
    Positive,
    /// « Autres sorties ».
    Other,
    /// « Retrait des sorties constatées »: no exit to count.
    Withdrawn,
}

impl ExitCategory {
    /// The category of a label, whatever its capitals, accents and spaces.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        match folded(label).as_str() {
            "emploi durable" => Some(Self::Durable),
            "emploi de transition" => Some(Self::Transition),
            "sorties positives" => Some(Self::Positive),
            "autres sorties" => Some(Self::Other),
            "retrait des sorties constatees" => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// Level of training that the bilan counts (`RefNiveauFormation.rnf_libelle_niveau_form_empl`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// « Formation de niveau CAP ou BEP », « Diplôme obtenu CAP ou BEP ».
    CapBep,
    /// « Personnes avec qualifications non certifiantes ».
    Uncertified,
    /// « Pas de formation au delà de la scolarité oblig. ».
    BelowCap,
}

impl Level {
    /// The level of a label; none for those that the bilan does not count.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        match folded(label).trim_end_matches('.') {
            "formation de niveau cap ou bep" | "diplome obtenu cap ou bep" => Some(Self::CapBep),
            "personnes avec qualifications non certifiantes" => Some(Self::Uncertified),
            "pas de formation au dela de la scolarite oblig"
            | "pas de formation au dela de la scolarite obligatoire" => Some(Self::BelowCap),
            _ => None,
        }
    }
}

/// How long somebody has sought a job, where it counts (`RefDureePoleEmploi.rdp_lib_duree_pe`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeking {
    /// 12 to 23 months (DELD).
    Long,
    /// 24 months and more (DETLD).
    VeryLong,
}

impl Seeking {
    /// The length of a label; none under a year.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        match folded(label).as_str() {
            "de 12 a 23 mois" => Some(Self::Long),
            "24 mois et plus" => Some(Self::VeryLong),
            _ => None,
        }
    }
}

/// Hours of one ETP in a year, between two days (`RefMontantIae`, `rmi_code` is `DUR_AN_ETP`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtpHours {
    /// `rme_id`: measure.
    pub measure: u16,
    /// `code_dpt`; none for the whole country.
    pub departement: Option<String>,
    /// `rmi_date_debut_effet`.
    pub from: Option<Date>,
    /// `rmi_date_fin_effet`.
    pub until: Option<Date>,
    /// `rmi_valeur`.
    pub hours: Decimal,
}

/// The reference views, by identifier or code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Categories of the reasons for leaving, by `rms_id`.
    pub reasons: BTreeMap<u32, ExitCategory>,
    /// Levels that count, by `rnf_id`.
    pub levels: BTreeMap<u32, Level>,
    /// Lengths that count, by `rdp_id`.
    pub seeking: BTreeMap<u32, Seeking>,
    /// Forms of contracts, by `rfc_code_forme_contrat` and by `rfc_id`.
    pub forms: BTreeMap<String, String>,
    /// Who sends people, by identifier and by code (`RefOrienteur`).
    pub referrers: BTreeMap<String, String>,
    /// Objectives of trainings, by `rme_id` and `rof_code_formation`.
    pub objectives: BTreeMap<(u16, String), String>,
    /// Types of trainings, by `rme_id` and `rtf_code_formation`.
    pub types: BTreeMap<(u16, String), String>,
    /// Measures by `rme_id`: `ACI_DC`.
    pub measures: BTreeMap<u16, String>,
    /// Hours of one ETP.
    pub etp_hours: Vec<EtpHours>,
}

/// Measures of ASP by `rme_id`, for deliveries without `RefMesure`.
const MEASURES: [(u16, &str); 8] = [
    (1, "AI_DC"),
    (2, "ACI_DC"),
    (3, "EI_DC"),
    (4, "ETTI_DC"),
    (5, "FDI_DC"),
    (6, "EI_MP"),
    (7, "ACI_MP"),
    (8, "EITI_DC"),
];

impl References {
    /// Hours of one ETP under a measure on a day; those of the département come before those of the country.
    #[must_use]
    pub fn etp_hours(&self, measure: &str, departement: Option<&str>, on: Date) -> Option<Decimal> {
        let named = self.measures.iter().find(|(_, code)| *code == measure).map(|(id, _)| *id);
        let known = || MEASURES.iter().find(|(_, code)| *code == measure).map(|(id, _)| *id);
        let id = named.or_else(known)?;
        let in_force = |told: &&EtpHours| {
            told.measure == id
                && told.from.is_none_or(|from| from <= on)
                && told.until.is_none_or(|until| on <= until)
                && (told.departement.is_none() || told.departement.as_deref() == departement)
        };
        let best = self.etp_hours.iter().filter(in_force);
        best.max_by_key(|told| (told.departement.is_some(), told.from, told.hours)).map(|told| told.hours)
    }
}

/// A label without capitals, accents, or doubled spaces.
pub(super) fn folded(label: &str) -> String {
    let plain: String = label
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à' | 'â' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' => 'o',
            'ù' | 'û' => 'u',
            'ç' => 'c',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_their_dress() {
        for (label, expected) in [
            ("Emploi durable", Some(ExitCategory::Durable)),
            ("EMPLOI DE  TRANSITION", Some(ExitCategory::Transition)),
            ("Sorties positives ", Some(ExitCategory::Positive)),
            ("Autres sorties", Some(ExitCategory::Other)),
            ("Retrait des sorties constatées", Some(ExitCategory::Withdrawn)),
            ("", None),
        ] {
            assert_eq!(ExitCategory::of_label(label), expected, "{label}");
        }
        assert_eq!(Seeking::of_label("DE 12 À 23 MOIS"), Some(Seeking::Long));
        assert_eq!(Seeking::of_label("24 MOIS ET PLUS"), Some(Seeking::VeryLong));
        assert_eq!(Seeking::of_label("DE 6 À 11 MOIS"), None);
        for (label, expected) in [
            ("FORMATION DE NIVEAU CAP OU BEP", Some(Level::CapBep)),
            ("DIPLÔME OBTENU CAP OU BEP", Some(Level::CapBep)),
            ("PERSONNES AVEC QUALIFICATIONS NON CERTIFIANTES", Some(Level::Uncertified)),
            ("PAS DE FORMATION AU DELA DE LA SCOLARITE OBLIG.", Some(Level::BelowCap)),
            ("FORMATION DE NIVEAU BAC", None),
        ] {
            assert_eq!(Level::of_label(label), expected, "{label}");
        }
    }

    #[test]
    fn the_hours_of_an_etp_are_those_of_the_measure_the_place_and_the_day() {
        let told = |measure, departement: Option<&str>, from, hours: i64| EtpHours {
            measure,
            departement: departement.map(str::to_owned),
            from: Some(Date::constant(from, 1, 1)),
            until: None,
            hours: Decimal::from(hours),
        };
        let references = References {
            etp_hours: vec![
                told(2, None, 2016, 1820),
                told(2, Some("976"), 2020, 1800),
                told(3, None, 2016, 1505),
            ],
            ..References::default()
        };
        let hours = |measure, place, year| {
            references.etp_hours(measure, place, Date::constant(year, 6, 1)).map(|hours| hours.to_string())
        };
        assert_eq!(hours("ACI_DC", Some("29"), 2024).as_deref(), Some("1820"));
        assert_eq!(hours("ACI_DC", Some("976"), 2024).as_deref(), Some("1800"));
        assert_eq!(hours("ACI_DC", Some("976"), 2018).as_deref(), Some("1820"), "not in force yet");
        assert_eq!(hours("EI_DC", None, 2024).as_deref(), Some("1505"));
        assert_eq!(hours("ETTI_DC", None, 2024), None);
    }
}
