//! What the search of companies says of a structure.
//!
//! It speaks of a legal person: what is said of its seat, or of all its establishments, is doubtful for
//! another establishment.

use domain::source::{Asked, Closed, Finding, Found, Reading, Source};
use form::Date;

use super::wire::{Company, Establishment, Leader};
use crate::registre::street::Street;

/// Said of the seat, asked of another establishment.
const OF_THE_SEAT: &str = "Lu pour le siège, qui est un autre établissement que le vôtre.";

/// Said of a legal person with several establishments.
const OF_THE_LEGAL_PERSON: &str = "Dit de la personne morale entière, qui a plusieurs établissements.";

/// Several agreements at once.
const SEVERAL_AGREEMENTS: &str = "le registre en donne plusieurs, dont celle de la structure";

/// Several people at the head.
const SEVERAL_LEADERS: &str = "le registre nomme plusieurs dirigeants, dont cette personne";

/// What the register says of a structure.
pub(super) fn company(company: &Company, about: &Asked, as_of: Date) -> Found {
    let siret = about.siret.as_str();
    let record = format!("SIREN {}", company.siren);
    let mut reading = Reading::of(Source::RechercheEntreprises, record, as_of);
    legal_person(&mut reading, company);
    if let Some(seat) = &company.siege {
        address(&mut reading, seat);
    }
    if let Some(place) = company.establishment(siret) {
        establishment(&mut reading, place, "matching_etablissements");
    } else if let Some(seat) = &company.siege {
        establishment(&mut reading, seat, "siege");
        for path in ["structure.enseigne", "structure.naf", "structure.idcc"] {
            reading.doubt(path, OF_THE_SEAT);
        }
    }
    representative(&mut reading, &company.dirigeants);
    state(&mut reading, company, siret);
    kind(&mut reading, company, about);
    reading.found()
}

fn legal_person(reading: &mut Reading, company: &Company) {
    let (column, name) = if company.nom_raison_sociale.is_empty() {
        ("nom_complet", &company.nom_complet)
    } else {
        ("nom_raison_sociale", &company.nom_raison_sociale)
    };
    reading.name("structure.denomination", column, name);
    reading.text("structure.forme_juridique", "nature_juridique", &company.nature_juridique);
    reading.day("structure.date_creation", "date_creation", &company.date_creation);
    let Some(more) = &company.complements else { return };
    let number = &more.identifiant_association;
    reading.text("structure.rna", "complements.identifiant_association", number);
    let trains = more.est_organisme_formation;
    reading.yes_no("structure.organisme_formation", "complements.est_organisme_formation", trains);
    // Asked of those who train alone.
    let certified = more.est_qualiopi.filter(|_| trains == Some(true));
    reading.yes_no("structure.qualiopi", "complements.est_qualiopi", certified);
    if company.nombre_etablissements_ouverts.is_some_and(|open| open > 1) {
        reading.doubt("structure.organisme_formation", OF_THE_LEGAL_PERSON);
        reading.doubt("structure.qualiopi", OF_THE_LEGAL_PERSON);
    }
}

fn address(reading: &mut Reading, seat: &Establishment) {
    let street = Street {
        number: &seat.numero_voie,
        repetition: &seat.indice_repetition,
        kind: &seat.type_voie,
        name: &seat.libelle_voie,
    };
    reading.name("structure.adresse.voie", "siege.numero_voie, type_voie, libelle_voie", &street.line());
    reading.name("structure.adresse.complement", "siege.complement_adresse", &seat.complement_adresse);
    reading.text("structure.adresse.code_postal", "siege.code_postal", &seat.code_postal);
    let column = "siege.commune, libelle_commune";
    reading.commune("structure.adresse.commune", column, &seat.commune, &seat.libelle_commune);
}

fn establishment(reading: &mut Reading, place: &Establishment, list: &str) {
    let column = |name: &str| format!("{list}.{name}");
    let fronts = place.liste_enseignes.first().map_or("", String::as_str);
    let (name, shown) = if place.nom_commercial.is_empty() {
        ("liste_enseignes", fronts)
    } else {
        ("nom_commercial", place.nom_commercial.as_str())
    };
    reading.name("structure.enseigne", &column(name), shown);
    reading.text("structure.naf", &column("activite_principale"), &place.activite_principale);
    if let Some(first) = place.liste_idcc.first() {
        reading.text("structure.idcc", &column("liste_idcc"), first);
        if place.liste_idcc.len() > 1 {
            reading.doubt("structure.idcc", SEVERAL_AGREEMENTS);
        }
    }
}

/// The person at the head: who presides or manages, else the only one.
fn representative(reading: &mut Reading, leaders: &[Leader]) {
    let people: Vec<&Leader> = leaders
        .iter()
        .filter(|leader| leader.type_dirigeant != "personne morale" && !leader.nom.is_empty())
        .collect();
    let Some(leader) = people.iter().min_by_key(|leader| rank(&leader.qualite)) else { return };
    let given = leader.prenoms.split([' ', ',']).next().unwrap_or_default();
    reading.person("gouvernance.representant.nom", "dirigeants[].prenoms, nom", (given, &leader.nom));
    reading.text("gouvernance.representant.qualite", "dirigeants[].qualite", &leader.qualite);
    if people.len() > 1 {
        reading.doubt("gouvernance.representant.nom", SEVERAL_LEADERS);
        reading.doubt("gouvernance.representant.qualite", SEVERAL_LEADERS);
    }
}

/// How near a quality is to the head of a company.
fn rank(quality: &str) -> usize {
    let quality = quality.to_lowercase();
    let heads = ["président", "gérant", "directeur général", "directrice générale", "maire"];
    heads.iter().position(|head| quality.starts_with(head)).unwrap_or(heads.len())
}

fn state(reading: &mut Reading, company: &Company, siret: &str) {
    let since = |written: &str| written.get(..10).and_then(|day| day.parse().ok());
    if company.etat_administratif == "C" {
        let since = since(&company.date_fermeture);
        reading.finding(Finding::Closed { what: Closed::LegalPerson, since });
    } else if let Some(place) = company.establishment(siret).filter(|place| place.etat_administratif == "F") {
        let since = since(&place.date_fermeture);
        reading.finding(Finding::Closed { what: Closed::Establishment, since });
    }
}

/// The register of les emplois, as this one copies it: a check, no more.
fn kind(reading: &mut Reading, company: &Company, about: &Asked) {
    let Some(more) = &company.complements else { return };
    let kinds =
        || more.type_siae.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    if more.est_siae == Some(false) {
        reading.finding(Finding::OtherKind { said: None });
    } else if kinds().next().is_some() && !kinds().any(|kind| kind == about.kind.code()) {
        reading.finding(Finding::OtherKind { said: Some(more.type_siae.clone()) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{registre::recherche::wire::Answer, testing};

    fn recorded() -> Company {
        let answer: Answer = serde_json::from_str(include_str!("recorded/search.json")).expect("an answer");
        answer.results.into_iter().next().expect("one company")
    }

    fn found(company: &Company, siret: &str) -> Found {
        let about = Asked { siret: testing::siret(siret), ..testing::asked("ACI") };
        super::company(company, &about, testing::TODAY)
    }

    #[test]
    fn the_establishment_sought_is_told_from_the_seat() {
        let found = found(&recorded(), "90000000100025");
        assert_eq!(
            testing::shown(&found),
            [
                "structure.denomination = Les Jardins de l’Odet",
                "structure.forme_juridique = 9220",
                "structure.date_creation = 01/02/2006",
                "structure.rna = W291000001",
                "structure.organisme_formation = Oui (?)",
                "structure.qualiopi = Non (?)",
                "structure.adresse.voie = 17 rue des Lilas",
                "structure.adresse.complement = Batiment C",
                "structure.adresse.code_postal = 29000",
                "structure.adresse.commune = 29232",
                "structure.enseigne = Les Serres de Vannes",
                "structure.naf = 01.13Z",
                "structure.idcc = 5016 (?)",
                "gouvernance.representant.nom = Dominique Rousselet",
                "gouvernance.representant.qualite = Présidente",
            ]
        );
        assert_eq!(found.findings, []);
    }

    #[test]
    fn an_establishment_that_was_not_found_gets_the_seat_with_a_doubt() {
        let found = found(&recorded(), "90000000100033");
        let lines = testing::shown(&found);
        assert!(lines.contains(&"structure.naf = 88.99B (?)".to_owned()), "{lines:?}");
        assert!(lines.contains(&"structure.idcc = 5016 (?)".to_owned()), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("structure.enseigne")), "{lines:?}");
    }

    #[test]
    fn one_establishment_leaves_no_doubt_about_training() {
        let company = Company { nombre_etablissements_ouverts: Some(1), ..recorded() };
        assert!(
            testing::shown(&found(&company, "90000000100017"))
                .contains(&"structure.qualiopi = Non".to_owned())
        );
    }

    #[test]
    fn only_those_who_train_have_a_certificate() {
        let mut company = recorded();
        company.complements.as_mut().expect("complements").est_organisme_formation = Some(false);
        let lines = testing::shown(&found(&company, "90000000100017"));
        assert!(lines.contains(&"structure.organisme_formation = Non (?)".to_owned()), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("structure.qualiopi")), "{lines:?}");
    }

    #[test]
    fn what_has_closed_and_another_kind_are_said() {
        let mut company = recorded();
        company.matching_etablissements[0].etat_administratif = "F".to_owned();
        company.matching_etablissements[0].date_fermeture = "2026-06-30".to_owned();
        company.complements.as_mut().expect("complements").type_siae = "EI, ETTI".to_owned();
        let closed =
            Finding::Closed { what: Closed::Establishment, since: Some(Date::constant(2026, 6, 30)) };
        let other = Finding::OtherKind { said: Some("EI, ETTI".to_owned()) };
        assert_eq!(found(&company, "90000000100025").findings, [closed, other.clone()]);
        company.etat_administratif = "C".to_owned();
        let closed = Finding::Closed { what: Closed::LegalPerson, since: None };
        assert_eq!(found(&company, "90000000100025").findings, [closed, other]);
        company.complements.as_mut().expect("complements").est_siae = Some(false);
        let findings = found(&company, "90000000100017").findings;
        assert_eq!(findings[1], Finding::OtherKind { said: None });
    }

    #[test]
    fn the_head_comes_before_the_others() {
        let leader = |nom: &str, qualite: &str| Leader {
            type_dirigeant: "personne physique".to_owned(),
            nom: nom.to_owned(),
            prenoms: "LOU".to_owned(),
            qualite: qualite.to_owned(),
        };
        let dirigeants = vec![
            leader("UN", "Vice-président"),
            leader("DEUX", "Gérant"),
            leader("LE TROIS", "Président de SAS"),
        ];
        let lines = testing::shown(&found(&Company { dirigeants, ..recorded() }, "90000000100017"));
        assert!(lines.contains(&"gouvernance.representant.nom = Lou Le Trois (?)".to_owned()), "{lines:?}");
    }
}
