//! What the Sirene register says of a structure.

use domain::source::{Closed, Finding, Found, Reading, Source};
use form::Date;

use super::wire::{Address, Establishment, Period};
use crate::registre::street::Street;

/// The form asks for the seat.
const NOT_THE_SEAT: &str = "C’est l’adresse de votre établissement, qui n’est pas le siège.";

/// The form asks for the legal person's day.
const OF_THE_ESTABLISHMENT: &str = "C’est le jour où l’établissement a ouvert, non la personne morale.";

/// What the register says of an establishment.
pub(super) fn establishment(told: &Establishment, as_of: Date) -> Found {
    let record = format!("établissement {}", told.siret);
    let mut reading = Reading::of(Source::Sirene, record, as_of);
    reading.text("structure.siret", "siret", &told.siret);
    legal_person(&mut reading, told);
    address(&mut reading, &told.address);
    if told.seat == Some(false) {
        for part in ["voie", "complement", "code_postal", "commune"] {
            reading.doubt(&format!("structure.adresse.{part}"), NOT_THE_SEAT);
        }
    }
    if let Some(period) = told.present() {
        present(&mut reading, period);
    }
    closed(&mut reading, told);
    reading.found()
}

fn legal_person(reading: &mut Reading, told: &Establishment) {
    let person = &told.legal_person;
    reading.name("structure.denomination", "denominationUniteLegale", &person.name);
    reading.text("structure.forme_juridique", "categorieJuridiqueUniteLegale", &person.category);
    reading.text("structure.rna", "identifiantAssociationUniteLegale", &person.association);
    if person.created.is_empty() {
        reading.day("structure.date_creation", "dateCreationEtablissement", &told.created);
        reading.doubt("structure.date_creation", OF_THE_ESTABLISHMENT);
    } else {
        reading.day("structure.date_creation", "dateCreationUniteLegale", &person.created);
    }
}

fn address(reading: &mut Reading, address: &Address) {
    let street = Street {
        number: &address.number,
        repetition: &address.repetition,
        kind: &address.street_kind,
        name: &address.street,
    };
    let column = "numeroVoieEtablissement, typeVoieEtablissement, libelleVoieEtablissement";
    reading.name("structure.adresse.voie", column, &street.line());
    let column = "complementAdresseEtablissement";
    reading.name("structure.adresse.complement", column, &address.complement);
    reading.text("structure.adresse.code_postal", "codePostalEtablissement", &address.postcode);
    let column = "codeCommuneEtablissement, libelleCommuneEtablissement";
    reading.commune("structure.adresse.commune", column, &address.insee, &address.commune);
}

fn present(reading: &mut Reading, period: &Period) {
    let (column, name) = if period.usual.is_empty() {
        ("enseigne1Etablissement", &period.front)
    } else {
        ("denominationUsuelleEtablissement", &period.usual)
    };
    reading.name("structure.enseigne", column, name);
    // A period of another nomenclature has codes that mean other things.
    if period.nomenclature == "NAFRev2" {
        reading.text("structure.naf", "activitePrincipaleEtablissement", &period.activity);
    }
}

fn closed(reading: &mut Reading, told: &Establishment) {
    let period = told.present().filter(|period| period.state == "F");
    let since = period.and_then(|period| period.from.parse().ok());
    if told.legal_person.state == "C" {
        reading.finding(Finding::Closed { what: Closed::LegalPerson, since });
    } else if period.is_some() {
        reading.finding(Finding::Closed { what: Closed::Establishment, since });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{registre::sirene::wire::Answer, testing};

    fn recorded() -> Establishment {
        let answer: Answer = serde_json::from_str(include_str!("recorded/siret.json")).expect("an answer");
        answer.etablissement
    }

    #[test]
    fn a_seat_is_read_without_a_doubt() {
        assert_eq!(
            testing::shown(&establishment(&recorded(), testing::TODAY)),
            [
                "structure.siret = 90000000100017",
                "structure.denomination = Les Jardins de l’Odet",
                "structure.forme_juridique = 9220",
                "structure.rna = W291000001",
                "structure.date_creation = 01/02/2006",
                "structure.adresse.voie = 17 rue des Lilas",
                "structure.adresse.code_postal = 29000",
                "structure.adresse.commune = 29232",
                "structure.enseigne = Le Potager de l’Odet",
                "structure.naf = 88.99B",
            ]
        );
    }

    #[test]
    fn another_establishment_than_the_seat_is_doubtful() {
        let mut told = Establishment { seat: Some(false), ..recorded() };
        told.legal_person.created = String::new();
        let found = establishment(&told, testing::TODAY);
        let doubtful: Vec<&str> = found.doubts.keys().map(form::Path::as_str).collect();
        assert_eq!(
            doubtful,
            [
                "structure.adresse.code_postal",
                "structure.adresse.commune",
                "structure.adresse.voie",
                "structure.date_creation"
            ]
        );
        assert!(testing::shown(&found).contains(&"structure.date_creation = 15/03/2006 (?)".to_owned()));
    }

    #[test]
    fn the_present_period_alone_says_whether_it_is_open() {
        let mut told = recorded();
        told.periods[0].state = "F".to_owned();
        assert_eq!(establishment(&told, testing::TODAY).findings, [], "a past closing");
        told.periods[1].state = "F".to_owned();
        let since = Some(Date::constant(2008, 1, 1));
        let closed = Finding::Closed { what: Closed::Establishment, since };
        assert_eq!(establishment(&told, testing::TODAY).findings, [closed]);
        told.legal_person.state = "C".to_owned();
        let closed = Finding::Closed { what: Closed::LegalPerson, since };
        assert_eq!(establishment(&told, testing::TODAY).findings, [closed]);
    }

    #[test]
    fn an_old_nomenclature_gives_no_activity() {
        let mut told = recorded();
        told.periods[1].nomenclature = "NAFRev1".to_owned();
        let lines = testing::shown(&establishment(&told, testing::TODAY));
        assert!(!lines.iter().any(|line| line.starts_with("structure.naf")), "{lines:?}");
    }
}
