//! What the search of companies answers; unknown fields are passed over.

use serde::{Deserialize, Serialize};

use crate::lenient::{filled, text, whole, yes};

/// An answer.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// Legal persons found.
    pub results: Vec<Company>,
}

/// A legal person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Company {
    /// SIREN.
    #[serde(deserialize_with = "text")]
    pub siren: String,
    /// Names together, brand in brackets.
    #[serde(default, deserialize_with = "text")]
    pub nom_complet: String,
    /// Legal name; blank for a person.
    #[serde(default, deserialize_with = "text")]
    pub nom_raison_sociale: String,
    /// Establishments open.
    #[serde(default, deserialize_with = "whole")]
    pub nombre_etablissements_ouverts: Option<i64>,
    /// `A` in activity, `C` ended.
    #[serde(default, deserialize_with = "text")]
    pub etat_administratif: String,
    /// Legal category of the Insee: `9220`.
    #[serde(default, deserialize_with = "text")]
    pub nature_juridique: String,
    /// Day the legal person was created.
    #[serde(default, deserialize_with = "text")]
    pub date_creation: String,
    /// Day it ended.
    #[serde(default, deserialize_with = "text")]
    pub date_fermeture: String,
    /// Its seat.
    #[serde(default)]
    pub siege: Option<Establishment>,
    /// The establishments that the text found.
    #[serde(default, deserialize_with = "filled")]
    pub matching_etablissements: Vec<Establishment>,
    /// Who leads it.
    #[serde(default, deserialize_with = "filled")]
    pub dirigeants: Vec<Leader>,
    /// What other registers say.
    #[serde(default)]
    pub complements: Option<Complements>,
}

/// An establishment; only a seat has its address in parts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Establishment {
    /// SIRET.
    #[serde(default, deserialize_with = "text")]
    pub siret: String,
    /// `A` open, `F` closed.
    #[serde(default, deserialize_with = "text")]
    pub etat_administratif: String,
    /// Day it closed.
    #[serde(default, deserialize_with = "text")]
    pub date_fermeture: String,
    /// Activity, with its dot: `88.99B`.
    #[serde(default, deserialize_with = "text")]
    pub activite_principale: String,
    /// Collective agreements.
    #[serde(default, deserialize_with = "filled")]
    pub liste_idcc: Vec<String>,
    /// Name on the shop.
    #[serde(default, deserialize_with = "text")]
    pub nom_commercial: String,
    /// Names on the front.
    #[serde(default, deserialize_with = "filled")]
    pub liste_enseignes: Vec<String>,
    /// Number.
    #[serde(default, deserialize_with = "text")]
    pub numero_voie: String,
    /// `B` for bis.
    #[serde(default, deserialize_with = "text")]
    pub indice_repetition: String,
    /// Kind of street.
    #[serde(default, deserialize_with = "text")]
    pub type_voie: String,
    /// Name of the street.
    #[serde(default, deserialize_with = "text")]
    pub libelle_voie: String,
    /// What completes the address.
    #[serde(default, deserialize_with = "text")]
    pub complement_adresse: String,
    /// Postcode.
    #[serde(default, deserialize_with = "text")]
    pub code_postal: String,
    /// INSEE code of the commune.
    #[serde(default, deserialize_with = "text")]
    pub commune: String,
    /// Name of the commune.
    #[serde(default, deserialize_with = "text")]
    pub libelle_commune: String,
}

/// Who leads a company: a person, or another company. No day of birth is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Leader {
    /// `personne physique` or `personne morale`.
    #[serde(default, deserialize_with = "text")]
    pub type_dirigeant: String,
    /// Family name.
    #[serde(default, deserialize_with = "text")]
    pub nom: String,
    /// Given names.
    #[serde(default, deserialize_with = "text")]
    pub prenoms: String,
    /// Quality.
    #[serde(default, deserialize_with = "text")]
    pub qualite: String,
}

/// What other registers say of a legal person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Complements {
    /// Number in the register of associations.
    #[serde(default, deserialize_with = "text")]
    pub identifiant_association: String,
    /// Whether it trains.
    #[serde(default, deserialize_with = "yes")]
    pub est_organisme_formation: Option<bool>,
    /// Whether its training is certified.
    #[serde(default, deserialize_with = "yes")]
    pub est_qualiopi: Option<bool>,
    /// Whether it is a SIAE.
    #[serde(default, deserialize_with = "yes")]
    pub est_siae: Option<bool>,
    /// Of which kinds.
    #[serde(default, deserialize_with = "text")]
    pub type_siae: String,
}

impl Company {
    /// The establishment of a SIRET, among those found or as the seat.
    #[must_use]
    pub fn establishment(&self, siret: &str) -> Option<&Establishment> {
        self.matching_etablissements.iter().chain(&self.siege).find(|place| place.siret == siret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_answer_is_read() {
        let answer: Answer = serde_json::from_str(include_str!("recorded/search.json")).expect("an answer");
        let company = &answer.results[0];
        assert_eq!((company.siren.as_str(), company.nature_juridique.as_str()), ("900000001", "9220"));
        assert_eq!(company.nombre_etablissements_ouverts, Some(2));
        let place = company.establishment("90000000100025").expect("the one that was sought");
        assert_eq!(place.liste_enseignes, ["LES SERRES DE VANNES"]);
        assert!(company.establishment("90000000100017").is_some(), "the seat");
        assert!(company.establishment("90000000100033").is_none());
        assert_eq!(company.dirigeants.len(), 2);
        let complements = company.complements.as_ref().expect("complements");
        assert_eq!(complements.est_siae, Some(true));
    }

    #[test]
    fn no_day_of_birth_is_kept() {
        let answer: Answer = serde_json::from_str(include_str!("recorded/search.json")).expect("an answer");
        let kept = serde_json::to_string(&answer.results).expect("plain data");
        assert!(kept.contains("ROUSSELET") && !kept.contains("1971"), "{kept}");
    }
}
