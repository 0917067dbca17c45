//! What les emplois answers, as its serializers write it; unknown fields are passed over.

use serde::{Deserialize, Serialize};

use crate::lenient::{filled, text, whole, yes};

/// A page of a list.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct Page<T> {
    /// Address of the next page; none on the last.
    pub next: Option<String>,
    /// Rows.
    pub results: Vec<T>,
}

/// A row of `siaes/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Siae {
    /// SIRET; that of an antenna may be made up.
    pub siret: String,
    /// Kind: `ACI`, and those that are no SIAE.
    #[serde(rename = "type")]
    pub kind: String,
    /// Name of the legal person.
    #[serde(default, deserialize_with = "text")]
    pub raison_sociale: String,
    /// Name shown: the brand, else the name again.
    #[serde(default, deserialize_with = "text")]
    pub enseigne: String,
    /// Public phone.
    #[serde(default, deserialize_with = "text")]
    pub telephone: String,
    /// Public e-mail.
    #[serde(default, deserialize_with = "text")]
    pub courriel: String,
    /// Web site.
    #[serde(default, deserialize_with = "text")]
    pub site_web: String,
    /// Presentation to candidates.
    #[serde(default, deserialize_with = "text")]
    pub description: String,
    /// Number and street (the spelling is theirs).
    #[serde(default, deserialize_with = "text")]
    pub addresse_ligne_1: String,
    /// What completes it.
    #[serde(default, deserialize_with = "text")]
    pub addresse_ligne_2: String,
    /// Postcode.
    #[serde(default, deserialize_with = "text")]
    pub code_postal: String,
    /// Name of the commune.
    #[serde(default, deserialize_with = "text")]
    pub ville: String,
    /// Posts shown to candidates.
    #[serde(default, deserialize_with = "filled")]
    pub postes: Vec<Poste>,
}

/// A post shown to candidates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Poste {
    /// Trade: `Agent d'entretien (K2204)`, formerly the code alone.
    #[serde(default, deserialize_with = "text")]
    pub rome: String,
    /// Name that the structure gave it.
    #[serde(default, deserialize_with = "text")]
    pub appellation_modifiee: String,
    /// Whether candidates may apply: the text `True` or `False`.
    #[serde(default, deserialize_with = "yes")]
    pub recrutement_ouvert: Option<bool>,
    /// How many are sought.
    #[serde(default, deserialize_with = "whole")]
    pub nombre_postes_ouverts: Option<i64>,
    /// Where, when it is not at the structure's.
    #[serde(default)]
    pub lieu: Option<Lieu>,
}

/// Commune of a post.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lieu {
    /// Name.
    #[serde(default, deserialize_with = "text")]
    pub nom: String,
    /// INSEE code.
    #[serde(default, deserialize_with = "text")]
    pub code_insee: String,
    /// Its postcodes.
    #[serde(default, deserialize_with = "filled")]
    pub code_postaux: Vec<String>,
}

/// A row of `marche/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Company {
    /// Their number.
    #[serde(default, deserialize_with = "text")]
    pub id: String,
    /// SIRET; the mother's, or the nine digits of the SIREN, for an antenna without its own.
    #[serde(deserialize_with = "text")]
    pub siret: String,
    /// Activity, without its dot: `8899B`.
    #[serde(default, deserialize_with = "text")]
    pub naf: String,
    /// Kind.
    pub kind: String,
    /// Name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    /// Brand; blank when there is none.
    #[serde(default, deserialize_with = "text")]
    pub brand: String,
    /// Public phone.
    #[serde(default, deserialize_with = "text")]
    pub phone: String,
    /// Public e-mail.
    #[serde(default, deserialize_with = "text")]
    pub email: String,
    /// Web site.
    #[serde(default, deserialize_with = "text")]
    pub website: String,
    /// Presentation.
    #[serde(default, deserialize_with = "text")]
    pub description: String,
    /// Number and street.
    #[serde(default, deserialize_with = "text")]
    pub address_line_1: String,
    /// What completes it.
    #[serde(default, deserialize_with = "text")]
    pub address_line_2: String,
    /// Postcode.
    #[serde(default, deserialize_with = "text")]
    pub post_code: String,
    /// Name of the commune.
    #[serde(default, deserialize_with = "text")]
    pub city: String,
    /// Code of the département.
    #[serde(default, deserialize_with = "text")]
    pub department: String,
    /// Who made it: `ASP`, `USER_CREATED` for an antenna, `STAFF_CREATED`.
    #[serde(default, deserialize_with = "text")]
    pub source: String,
    /// Whether its convention is in force; none without a convention.
    #[serde(default, deserialize_with = "yes")]
    pub convention_is_active: Option<bool>,
    /// ASP's identifier.
    #[serde(default, deserialize_with = "whole")]
    pub convention_asp_id: Option<i64>,
    /// The administrator who came last.
    #[serde(default, deserialize_with = "text")]
    pub admin_name: String,
    /// The administrator's e-mail.
    #[serde(default, deserialize_with = "text")]
    pub admin_email: String,
}

impl Company {
    /// Whether a structure declared it itself, under its convention.
    #[must_use]
    pub fn is_antenna(&self) -> bool {
        self.source == "USER_CREATED"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_page_of_structures_is_read() {
        let page: Page<Siae> = serde_json::from_str(include_str!("recorded/siaes.json")).expect("a page");
        assert_eq!(page.next, None);
        let shown: Vec<(&str, &str, usize)> = page
            .results
            .iter()
            .map(|row| (row.siret.as_str(), row.kind.as_str(), row.postes.len()))
            .collect();
        assert_eq!(
            shown,
            [("90000000100017", "ACI", 3), ("90000000100017", "EI", 0), ("90000074600017", "GEIQ", 0)]
        );
        let [gardener, helper, closed] = &page.results[0].postes[..] else { panic!("three posts") };
        assert_eq!((gardener.recrutement_ouvert, gardener.nombre_postes_ouverts), (Some(true), Some(3)));
        assert!(helper.lieu.is_none() && closed.recrutement_ouvert == Some(false));
        let place = gardener.lieu.as_ref().expect("a place");
        assert_eq!(place.code_insee, "29232");
        assert_eq!(place.code_postaux, ["29000"]);
        assert_eq!(page.results[0].ville, "Quimper");
        assert_eq!(page.results[1].site_web, "", "nulls are blank");
    }

    #[test]
    fn a_recorded_page_of_the_reserved_list_is_read() {
        let page: Page<Company> = serde_json::from_str(include_str!("recorded/marche.json")).expect("a page");
        assert!(page.next.is_some());
        let mother = &page.results[0];
        assert_eq!((mother.convention_asp_id, mother.convention_is_active), (Some(900_001), Some(true)));
        assert!(!mother.is_antenna() && page.results[1].is_antenna());
        assert_eq!(page.results[2].convention_asp_id, None, "no convention yet");
    }

    #[test]
    fn an_answer_without_rows_is_no_page() {
        for wrong in [r#"{"detail": "Pas trouvé."}"#, "[]", r#"{"results": null}"#] {
            assert!(serde_json::from_str::<Page<Siae>>(wrong).is_err(), "{wrong}");
        }
    }
}
