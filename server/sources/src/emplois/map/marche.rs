//! The list for services: identity by ASP's identifier, administrator, antennas.

use std::collections::BTreeMap;

use domain::{
    Departement, Siret,
    source::{Antenna, Asked, Finding, Found, Reading, Source},
};
use form::Date;

use super::{brand, of_another_kind, town, words};
use crate::emplois::wire::Company;

/// An administrator of an account is not always the one who follows the dossier.
const ADMINISTRATOR: &str =
    "dernier administrateur arrivé sur les emplois de l’inclusion, qui ne suit peut-être pas ce dossier";

/// Antennas are declared by structures, not agreed by the State.
const DECLARED: &str = "lu dans les antennes que vous avez déclarées sur les emplois de l’inclusion";

/// What the list of the country says of a structure.
pub(in crate::emplois) fn marche(told: &[Company], about: &Asked, as_of: Date) -> Option<Found> {
    let (company, same_kind) = matching(told, about)?;
    let record = format!("structure {}", company.id);
    let mut reading = Reading::of(Source::EmploisReserved, record, as_of);
    identity(&mut reading, company);
    if same_kind {
        let antennas = antennas(told, company);
        sites(&mut reading, company, &antennas);
        for antenna in antennas {
            reading.finding(Finding::Antenna(declared(antenna)));
        }
    } else {
        reading.doubt_all(&of_another_kind(&company.kind));
        reading.finding(Finding::OtherKind { said: Some(company.kind.clone()) });
    }
    if company.convention_is_active == Some(false) {
        reading.finding(Finding::ConventionNotInForce);
    }
    Some(reading.found())
}

/// The structure by ASP's identifier first: its SIRET moves; then by its SIRET, of another kind at worst.
fn matching<'a>(told: &'a [Company], about: &Asked) -> Option<(&'a Company, bool)> {
    let mothers = || told.iter().filter(|company| !company.is_antenna());
    let kind = about.kind.code();
    let by_asp_id = about.asp_id.and_then(|asp_id| {
        mothers().find(|company| company.convention_asp_id == Some(asp_id) && company.kind == kind)
    });
    let here = || mothers().filter(|company| company.siret == about.siret.as_str());
    let own = by_asp_id.or_else(|| here().find(|company| company.kind == kind));
    own.map(|company| (company, true)).or_else(|| here().next().map(|company| (company, false)))
}

/// Who it is, and where.
fn identity(reading: &mut Reading, company: &Company) {
    reading.text("structure.siret", "siret", &company.siret);
    reading.name("structure.denomination", "name", &company.name);
    brand(reading, "brand", &company.brand, &company.name);
    words(
        reading,
        &[
            ("structure.naf", "naf", &company.naf),
            ("structure.telephone", "phone", &company.phone),
            ("structure.courriel", "email", &company.email),
            ("structure.site_web", "website", &company.website),
            ("projet.presentation", "description", &company.description),
            ("structure.adresse_corresp.voie", "address_line_1", &company.address_line_1),
            ("structure.adresse_corresp.complement", "address_line_2", &company.address_line_2),
            ("structure.adresse_corresp.code_postal", "post_code", &company.post_code),
            ("gouvernance.referent.nom", "admin_name", &company.admin_name),
            ("gouvernance.referent.courriel", "admin_email", &company.admin_email),
        ],
    );
    town(reading, "city, post_code", (&company.post_code, &company.city));
    for part in ["nom", "courriel"] {
        reading.doubt(&format!("gouvernance.referent.{part}"), ADMINISTRATOR);
    }
}

/// The antennas under the same convention.
fn antennas<'a>(told: &'a [Company], mother: &Company) -> Vec<&'a Company> {
    let Some(asp_id) = mother.convention_asp_id else { return Vec::new() };
    let under = |company: &&Company| {
        company.is_antenna() && company.convention_asp_id == Some(asp_id) && company.kind == mother.kind
    };
    told.iter().filter(under).collect()
}

/// A line a département, with the communes where people work; nothing without an antenna.
fn sites(reading: &mut Reading, mother: &Company, antennas: &[&Company]) {
    if antennas.is_empty() {
        return;
    }
    let mut places: BTreeMap<Departement, Vec<&str>> = BTreeMap::new();
    for company in std::iter::once(&mother).chain(antennas) {
        let Ok(departement) = Departement::parse(&company.department) else { continue };
        let communes = places.entry(departement).or_default();
        if !company.city.is_empty() && !communes.contains(&company.city.as_str()) {
            communes.push(&company.city);
        }
    }
    for (departement, communes) in places {
        let row = format!("d{}", departement.code().to_ascii_lowercase());
        let paths = ["", ".departement", ".sites"].map(|part| format!("demande.territoires[{row}]{part}"));
        reading.row("demande.territoires", &row, "department", departement.code());
        reading.text(&paths[1], "department", departement.code());
        reading.text(&paths[2], "city", &communes.join(" ; "));
        for path in &paths {
            reading.doubt(path, DECLARED);
        }
    }
}

fn declared(company: &Company) -> Antenna {
    let name = if company.brand.is_empty() { &company.name } else { &company.brand };
    Antenna {
        name: name.clone(),
        siret: Siret::parse(&company.siret).ok(),
        commune: company.city.clone(),
        postcode: company.post_code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{emplois::wire::Page, testing};

    fn recorded() -> Vec<Company> {
        let page: Page<Company> =
            serde_json::from_str(include_str!("../recorded/marche.json")).expect("a page");
        page.results
    }

    #[test]
    fn the_structure_is_read_with_its_administrator_and_its_antennas() {
        let found = marche(&recorded(), &testing::asked("ACI"), testing::TODAY).expect("known");
        assert_eq!(
            testing::shown(&found),
            [
                "structure.siret = 90000000100017",
                "structure.denomination = Les Jardins de l’Odet",
                "structure.enseigne = Jardins de l'Odet",
                "structure.naf = 8899B",
                "structure.telephone = 0298000001",
                "structure.courriel = accueil@jardins-odet.example",
                "structure.site_web = https://jardins-odet.example",
                "projet.presentation = Maraîchage biologique et entretien d'espaces verts. (?)",
                "structure.adresse_corresp.voie = 17 rue des Lilas (?)",
                "structure.adresse_corresp.code_postal = 29000 (?)",
                "gouvernance.referent.nom = Camille Le Gall (?)",
                "gouvernance.referent.courriel = camille.legall@jardins-odet.example (?)",
                "structure.adresse_corresp.commune = 29000 Quimper (?)",
                "demande.territoires[d29] = ligne (?)",
                "demande.territoires[d29].departement = 29 (?)",
                "demande.territoires[d29].sites = Quimper (?)",
                "demande.territoires[d56] = ligne (?)",
                "demande.territoires[d56].departement = 56 (?)",
                "demande.territoires[d56].sites = Vannes (?)",
            ]
        );
        let antenna = Antenna {
            name: "Serres de Vannes".to_owned(),
            siret: None,
            commune: "Vannes".to_owned(),
            postcode: "56000".to_owned(),
        };
        assert_eq!(found.findings, [Finding::Antenna(antenna)]);
    }

    #[test]
    fn the_identifier_of_asp_comes_before_the_siret() {
        let moved = Asked { siret: testing::siret("90000000100025"), ..testing::asked("ACI") };
        let found = marche(&recorded(), &moved, testing::TODAY).expect("known by its identifier");
        assert_eq!(testing::shown(&found)[0], "structure.siret = 90000000100017");
        let unknown = Asked { asp_id: None, ..moved };
        assert_eq!(marche(&recorded(), &unknown, testing::TODAY), None);
    }

    #[test]
    fn another_kind_and_an_ended_convention_are_said() {
        let mut told = recorded();
        told[0].convention_is_active = Some(false);
        let found = marche(&told, &testing::asked("EI"), testing::TODAY).expect("the same place");
        assert_eq!(found.sure().count(), 0);
        let other = Finding::OtherKind { said: Some("ACI".to_owned()) };
        assert_eq!(found.findings, [other, Finding::ConventionNotInForce]);
    }
}
