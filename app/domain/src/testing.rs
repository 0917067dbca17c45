//! Small dossiers for the tests of this crate.

use crate::{
    Departement, Kind, StructureId,
    dossier::{About, Opening, TrameRef},
};

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
