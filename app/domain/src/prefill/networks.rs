//! The networks that a structure belongs to, in the choices of the trame. Pure.

use form::{Path, Value};

use crate::{
    Structure,
    dossier::{Known, Origin, heard::Told},
    network::{self, Networks},
    source::Source,
    words::Words,
};

/// Words of the name of a network, folded, and the choice of the trame that they tell; the first that fits.
const NETWORKS: [(&str, &[&str]); 8] = [
    ("chantier_ecole", &["chantier ecole", "chantiers ecoles"]),
    ("cnlrq", &["cnlrq", "lrq", "regie de quartier", "regies de quartier", "mouvement des regies"]),
    ("cocagne", &["cocagne"]),
    ("coorace", &["coorace"]),
    ("emmaus", &["emmaus"]),
    ("fas", &["fas", "fnars", "acteurs de la solidarite"]),
    ("fei", &["fei", "federation des entreprises d insertion"]),
    ("unai", &["unai", "union nationale des associations intermediaires"]),
];
/// The choice of a network that the trame does not name.
const OTHER: &str = "autre";

/// What the sheet says of the networks of a structure; nothing where it does not name it, for who stands in no list may
/// belong to a network all the same.
pub(super) fn told(structure: &Structure) -> Vec<Told> {
    let Some(networks) = &structure.networks else { return Vec::new() };
    let choice = |name: &String| Words::of(name).first(&NETWORKS).unwrap_or(OTHER);
    let named: Vec<&str> = networks.names.iter().map(choice).collect();
    let in_order = NETWORKS.iter().map(|(choice, _)| *choice).chain([OTHER]);
    let choices = in_order.filter(|choice| named.contains(choice)).map(str::to_owned).collect();
    let others = networks.names.iter().zip(&named).filter(|(_, choice)| **choice == OTHER);
    let others: Vec<&str> = others.map(|(name, _)| name.as_str()).collect();
    let mut told = vec![one(networks, "structure.reseaux", Value::Choices(choices))];
    if !others.is_empty() {
        told.push(one(networks, "structure.reseau_autre", Value::Text(others.join(", "))));
    }
    told
}

fn one(networks: &Networks, key: &str, value: Value) -> Told {
    let origin = Origin::Prefilled {
        source: Source::Pilotage.name().to_owned(),
        record: format!("feuille des réseaux, SIRET {}", networks.siret),
        column: network::VIEW.to_owned(),
        as_of: networks.as_of,
        original: networks.names.join(", "),
    };
    let path = Path::parse(key).expect("the keys of this module are written right");
    Told { path, known: Known { value, origin }, doubt: None }
}

#[cfg(test)]
mod tests {
    use form::Date;

    use super::*;
    use crate::{Siret, testing};

    /// What is told of a structure that the sheet gives some networks to.
    fn shown(names: &[&str]) -> Vec<String> {
        let networks = Networks {
            siret: Siret::parse("26290411300061").expect("a SIRET"),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            as_of: Date::constant(2026, 11, 1),
        };
        let structure = Structure { networks: Some(networks), ..testing::structure() };
        let told = told(&structure).into_iter();
        told.map(|told| format!("{} {:?}", told.path, told.known.value)).collect()
    }

    #[test]
    fn names_of_networks_are_choices_of_the_trame() {
        for (name, choice) in [
            ("COORACE", "coorace"),
            ("Réseau Cocagne", "cocagne"),
            ("Emmaüs France", "emmaus"),
            ("La fédération des entreprises d’insertion", "fei"),
            ("FEI", "fei"),
            ("FAS", "fas"),
            ("Fédération des acteurs de la solidarité", "fas"),
            ("CNLRQ - Mouvement des Régies", "cnlrq"),
            ("Chantier École", "chantier_ecole"),
            ("UNAI", "unai"),
        ] {
            assert_eq!(shown(&[name]), [format!("structure.reseaux Choices([\"{choice}\"])")], "{name}");
        }
    }

    #[test]
    fn a_network_of_another_name_is_written_beside_and_the_choices_keep_the_order_of_the_trame() {
        assert_eq!(
            shown(&["Envie", "FAS", "Tissons la solidarité", "Réseau Cocagne"]),
            [
                "structure.reseaux Choices([\"cocagne\", \"fas\", \"autre\"])",
                "structure.reseau_autre Text(\"Envie, Tissons la solidarité\")"
            ]
        );
        assert!(
            told(&Structure { networks: None, ..testing::structure() }).is_empty(),
            "no list, no network"
        );
    }
}
