//! Small dossiers for the tests of this crate.

use crate::{
    Departement, Kind, Structure, StructureId, asp,
    dossier::{About, Opening, TrameRef},
};

/// A structure of the Finistère that has no annexe.
pub(crate) fn structure() -> Structure {
    let seat = asp::Address { insee: "29232".to_owned(), ..asp::Address::default() };
    let siret = crate::Siret::parse("26290411300061").expect("a SIRET");
    let asp = asp::Structure {
        asp_id: 1,
        created: None,
        modified: None,
        siret_signature: siret.clone(),
        siret,
        name: "ESSAI".to_owned(),
        legal_category: String::new(),
        naf: String::new(),
        idcc: String::new(),
        seat,
        correspondence: asp::Address::default(),
        correspondent: None,
        delivered: form::Date::constant(2026, 11, 16),
    };
    Structure { id: StructureId::of_asp(1), asp, annexes: Vec::new(), networks: None }
}

pub(crate) fn opening(structure: StructureId, territories: &[&str]) -> Opening {
    let territories: Vec<Departement> =
        territories.iter().map(|code| Departement::parse(code).expect("a département")).collect();
    Opening {
        about: About::Demand,
        structure,
        structure_name: "Les Jardins de l'Odet".to_owned(),
        kind: Kind::Aci,
        year: 2027,
        departement: territories[0].clone(),
        territories,
        deadline: form::Date::constant(2026, 12, 15),
        trame: TrameRef::national("dossier", 1),
        facts: form::Map::new(),
        previous_year: None,
        previous: Vec::new(),
    }
}
