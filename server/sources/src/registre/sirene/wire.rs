//! What the Sirene register answers (version 3.11); unknown fields are passed over.

use serde::{Deserialize, Deserializer, Serialize};

use crate::lenient::{filled, yes};

/// An answer.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// The establishment.
    pub etablissement: Establishment,
}

/// An establishment, with its legal person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Establishment {
    /// SIRET.
    #[serde(deserialize_with = "text")]
    pub siret: String,
    /// Day it was created.
    #[serde(default, rename = "dateCreationEtablissement", deserialize_with = "text")]
    pub created: String,
    /// Whether it is the seat.
    #[serde(default, rename = "etablissementSiege", deserialize_with = "yes")]
    pub seat: Option<bool>,
    /// Its legal person.
    #[serde(default, rename = "uniteLegale", deserialize_with = "filled")]
    pub legal_person: LegalPerson,
    /// Its address.
    #[serde(default, rename = "adresseEtablissement", deserialize_with = "filled")]
    pub address: Address,
    /// What it was, period after period, in no order to rely on.
    #[serde(default, rename = "periodesEtablissement", deserialize_with = "filled")]
    pub periods: Vec<Period>,
}

/// A legal person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LegalPerson {
    /// `A` in activity, `C` ended.
    #[serde(default, rename = "etatAdministratifUniteLegale", deserialize_with = "text")]
    pub state: String,
    /// Day it was created.
    #[serde(default, rename = "dateCreationUniteLegale", deserialize_with = "text")]
    pub created: String,
    /// Legal category: `9220`.
    #[serde(default, rename = "categorieJuridiqueUniteLegale", deserialize_with = "text")]
    pub category: String,
    /// Name; blank for a person.
    #[serde(default, rename = "denominationUniteLegale", deserialize_with = "text")]
    pub name: String,
    /// Number in the register of associations.
    #[serde(default, rename = "identifiantAssociationUniteLegale", deserialize_with = "text")]
    pub association: String,
}

/// An address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// What completes it.
    #[serde(default, rename = "complementAdresseEtablissement", deserialize_with = "text")]
    pub complement: String,
    /// Number.
    #[serde(default, rename = "numeroVoieEtablissement", deserialize_with = "text")]
    pub number: String,
    /// `B` for bis.
    #[serde(default, rename = "indiceRepetitionEtablissement", deserialize_with = "text")]
    pub repetition: String,
    /// Kind of street.
    #[serde(default, rename = "typeVoieEtablissement", deserialize_with = "text")]
    pub street_kind: String,
    /// Name of the street.
    #[serde(default, rename = "libelleVoieEtablissement", deserialize_with = "text")]
    pub street: String,
    /// Postcode.
    #[serde(default, rename = "codePostalEtablissement", deserialize_with = "text")]
    pub postcode: String,
    /// Name of the commune.
    #[serde(default, rename = "libelleCommuneEtablissement", deserialize_with = "text")]
    pub commune: String,
    /// INSEE code of the commune.
    #[serde(default, rename = "codeCommuneEtablissement", deserialize_with = "text")]
    pub insee: String,
}

/// What an establishment was for a time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    #[serde(default, rename = "dateDebut", deserialize_with = "text")]
    pub from: String,
    /// Last day; blank for the present period.
    #[serde(default, rename = "dateFin", deserialize_with = "text")]
    pub until: String,
    /// `A` open, `F` closed.
    #[serde(default, rename = "etatAdministratifEtablissement", deserialize_with = "text")]
    pub state: String,
    /// Activity, with its dot.
    #[serde(default, rename = "activitePrincipaleEtablissement", deserialize_with = "text")]
    pub activity: String,
    /// Nomenclature of the activity: `NAFRev2`, formerly others.
    #[serde(default, rename = "nomenclatureActivitePrincipaleEtablissement", deserialize_with = "text")]
    pub nomenclature: String,
    /// Name on the front.
    #[serde(default, rename = "enseigne1Etablissement", deserialize_with = "text")]
    pub front: String,
    /// Name it goes by.
    #[serde(default, rename = "denominationUsuelleEtablissement", deserialize_with = "text")]
    pub usual: String,
}

impl Establishment {
    /// The present period: the one without an end, wherever it stands.
    #[must_use]
    pub fn present(&self) -> Option<&Period> {
        self.periods.iter().find(|period| period.until.is_empty())
    }
}

/// A text; blank for null, and for what a person asked the Insee to hide.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = crate::lenient::text(deserializer)?;
    Ok(if text == "[ND]" { String::new() } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_answer_is_read() {
        let answer: Answer = serde_json::from_str(include_str!("recorded/siret.json")).expect("an answer");
        let place = answer.etablissement;
        assert_eq!((place.siret.as_str(), place.seat), ("90000000100017", Some(true)));
        assert_eq!(place.legal_person.category, "9220");
        let present = place.present().expect("a present period");
        assert_eq!((present.state.as_str(), present.activity.as_str()), ("A", "88.99B"));
        assert_eq!(place.periods[0].nomenclature, "NAFRev1", "the old one comes first here");
        assert_eq!(place.address.complement, "", "hidden");
    }

    #[test]
    fn an_answer_without_establishment_is_wrong() {
        let wrong = r#"{"header": {"statut": 200, "message": "OK"}}"#;
        assert!(serde_json::from_str::<Answer>(wrong).is_err());
    }
}
