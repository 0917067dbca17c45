//! A national form with the questions of two départements, as the inventory lists them.

use std::collections::BTreeMap;

use form::trame::{read_local, read_trame};

use super::*;
use crate::inventory::{Asked, Share};

const NATIONAL: &str = r#"
key = "essai"
version = 1
title = "Essai"
[[step]]
key = "structure"
title = "Structure"
[[step.field]]
key = "structure.siret"
label = "SIRET"
type = "siret"
[[step]]
key = "pieces"
title = "Pièces"
[[step.field]]
key = "pieces.rib"
label = "RIB"
type = "files"
"#;

const FINISTERE: &str = r#"
departement = "29"
trame = "essai"
version = 1
title = "Questions du Finistère"
before = "pieces"
[[field]]
key = "local.d29.iles"
label = "Îles ?"
type = "boolean"
[[field]]
key = "local.d29.acces"
label = "Accès"
type = "text"
prefill = ["P75"]
[[field]]
key = "local.d29.attestation"
label = "Attestation"
type = "files"
valid_months = 12
[[field]]
key = "local.d29.liaisons"
label = "Liaisons"
type = "table"
row = "Liaison"
add = "Ajouter une liaison"
[[field.column]]
key = "port"
label = "Port"
type = "text"
[[field]]
key = "local.d29.double"
label = "Double"
type = "integer"
computed = "2"
"#;

fn trame() -> Trame {
    let national = read_trame(NATIONAL).expect("a right trame");
    let corse =
        FINISTERE.replace("\"29\"", "\"2A\"").replace("d29", "d2a").replace("du Finistère", "de Corse");
    let blocks = [FINISTERE, &corse].map(|text| read_local(text, &national).expect("right questions"));
    blocks.iter().fold(national, Trame::with)
}

fn inventory() -> Inventory {
    let mut sums = Sums::default();
    for tally in [
        "local.d29.acces 1 0 0 0 0 dossier_precedent 1 0 0 0\nlocal.d29.iles 0 0 0 1 0\nstructure.siret 1 1 0 0 0 sirene 1 1 0 0\n",
        "local.d29.acces 1 1 1 0 0 dossier_precedent 1 1 1 0\nlocal.d29.iles 0 0 0 0 0\n",
    ] {
        sums.add(tally).expect("of this version");
    }
    Inventory::of(&trame(), (About::Demand, 2027), &sums, &BTreeMap::new())
}

#[test]
fn the_questions_of_a_departement_are_listed_with_its_name_and_their_figures() {
    let inventory = inventory();
    let line = |key: &str| inventory.lines.iter().find(|line| line.key == key).expect("a line");
    let share = |part, whole| Share { part, whole };
    for (key, asks, given, [coverage, kept, typed, contested]) in [
        ("structure.siret", None, &["structure_siret_actualise"][..], [(1, 1), (1, 1), (0, 1), (0, 1)]),
        ("local.d29.iles", Some("29"), &[], [(0, 2), (0, 0), (1, 1), (0, 0)]),
        (
            "local.d29.acces",
            Some("29"),
            &["même question, dernière version transmise"],
            [(2, 2), (1, 2), (0, 2), (1, 2)],
        ),
        ("local.d29.attestation", Some("29"), &["document encore valable"], [(0, 0); 4]),
        ("local.d29.liaisons.port", Some("29"), &[], [(0, 0); 4]),
        ("local.d2a.iles", Some("2A"), &[], [(0, 0); 4]),
    ] {
        let line = line(key);
        assert_eq!(line.local.as_ref().map(Departement::code), asks, "{key}");
        let fields: Vec<&str> = line.given.iter().map(|given| given.field).collect();
        assert!(given.iter().all(|field| fields.contains(field)), "{key}: {fields:?}");
        assert_eq!(given.is_empty(), fields.is_empty(), "{key}: {fields:?}");
        let figures = &line.figures;
        let found = [figures.coverage(), figures.kept(), figures.typed(), figures.contested()];
        assert_eq!(
            found,
            [coverage, kept, typed, contested].map(|(part, whole)| share(part, whole)),
            "{key}"
        );
    }
    assert_eq!(line("local.d2a.double").nature, Nature::Computed);
}

#[test]
fn the_national_form_and_what_is_added_to_it_are_told_apart() {
    let inventory = inventory();
    let national = Parts { elsewhere: 1, within: 1, without: 0 };
    assert_eq!(inventory.parts(), national, "as without any département");
    let local = Parts { elsewhere: 0, within: 4, without: 4 };
    assert_eq!(inventory.local_parts(), local, "of its own dossiers alone");
    let asking: Vec<&str> = inventory.asking().into_iter().map(Departement::code).collect();
    assert_eq!(asking, ["29", "2A"]);
    for (pairs, expected) in [
        (&[("portee", "nationales")][..], 2),
        (&[("portee", "locales")], 10),
        (&[("portee", "autres")], 12),
        (&[("portee", "locales"), ("mot", "finistere")], 5),
        (&[("mot", "locale 2a")], 5),
        (&[("portee", "locales"), ("source", "dossier_precedent")], 4),
        (&[("portee", "locales"), ("source", "autre")], 0),
        (&[("source", "autre")], 1),
    ] {
        let value =
            |name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        let asked = Asked::of(value);
        assert_eq!(asked.lines(&inventory).len(), expected, "{pairs:?}");
    }
}
