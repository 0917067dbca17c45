//! A small inventory, asked in every way.

use std::collections::BTreeMap;

use form::{Date, trame::read_trame};

use super::*;
use crate::inventory::{Parts, Sums};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"

[[step]]
key = "structure"
title = "Structure"

[[step.field]]
key = "structure.siret"
label = "SIRET de l’établissement"
type = "siret"
prefill = ["P01"]

[[step.field]]
key = "structure.benevoles"
label = "Bénévoles"
type = "integer"

[[step.field]]
key = "structure.double"
label = "Double"
type = "integer"
computed = "2"

[[step]]
key = "aides"
title = "Autres aides"

[[step.field]]
key = "finance.aides_n1"
label = "Aides reçues"
type = "table"
row = "Aide"
add = "Ajouter une aide"

[[step.field.column]]
key = "montant"
label = "Montant"
type = "euros"
"#;

fn inventory() -> Inventory {
    let mut sums = Sums::default();
    for tally in [
        "finance.aides_n1.montant 2 1 0 0 0 asp_annexe 2 1 0 0\nstructure.siret 1 1 0 0 0 sirene 1 1 0 0\n",
        "structure.benevoles 0 0 0 1 0\nstructure.siret 1 1 0 0 0 sirene 1 1 0 0\n",
    ] {
        sums.add(tally).expect("of this version");
    }
    let store = BTreeMap::from([
        (Supply::Sirene, Date::constant(2026, 11, 26)),
        (Supply::AspAnnexe, Date::constant(2026, 11, 16)),
    ]);
    Inventory::of(&read_trame(TRAME).expect("a right trame"), (About::Demand, 2027), &sums, &store)
}

/// The lines that an address asks for, by the last word of their keys.
fn lines(pairs: &[(&str, &str)]) -> Vec<String> {
    let inventory = inventory();
    let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
    let asked = Asked::of(value);
    let shown = asked.lines(&inventory);
    shown.iter().map(|line| line.key.rsplit('.').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_form_orders_and_the_words_of_an_address_filter() {
    for (pairs, expected) in [
        (&[][..], &["siret", "benevoles", "double", "montant"][..]),
        (&[("etape", "aides")], &["montant"]),
        (&[("source", "sans")], &["benevoles"]),
        (&[("source", "autre")], &["siret", "montant"]),
        (&[("source", "sirene")], &["siret"]),
        (&[("source", "inconnue")], &["siret", "benevoles", "double", "montant"]),
        (&[("mot", "BENEVOLES")], &["benevoles"]),
        (&[("mot", "aides montant")], &["montant"]),
        (&[("mot", "af_commune")], &["montant"]),
        (&[("mot", "P01")], &["siret"]),
        (&[("mot", "rien de tel")], &[]),
    ] {
        assert_eq!(lines(pairs), expected, "{pairs:?}");
    }
}

#[test]
fn each_column_sorts_both_ways_and_what_has_no_object_comes_last() {
    for (column, ascending, descending) in [
        ("donnee", ["montant", "benevoles", "double", "siret"], ["siret", "double", "benevoles", "montant"]),
        ("sources", ["benevoles", "montant", "siret", "double"], ["siret", "montant", "benevoles", "double"]),
        (
            "fraicheur",
            ["montant", "siret", "benevoles", "double"],
            ["siret", "montant", "benevoles", "double"],
        ),
        (
            "couverture",
            ["benevoles", "siret", "montant", "double"],
            ["siret", "montant", "benevoles", "double"],
        ),
        ("gardees", ["montant", "siret", "benevoles", "double"], ["siret", "montant", "benevoles", "double"]),
        (
            "corrigees",
            ["siret", "montant", "benevoles", "double"],
            ["montant", "siret", "benevoles", "double"],
        ),
        ("saisies", ["siret", "montant", "benevoles", "double"], ["benevoles", "siret", "montant", "double"]),
        (
            "contestees",
            ["siret", "montant", "benevoles", "double"],
            ["siret", "montant", "benevoles", "double"],
        ),
    ] {
        assert_eq!(lines(&[("tri", column)]), ascending, "{column}");
        assert_eq!(lines(&[("tri", column), ("ordre", "decroissant")]), descending, "{column}");
    }
}

#[test]
fn an_address_asks_again_what_it_asked() {
    let asked = Asked {
        about: About::Demand,
        year: Some(2027),
        step: "structure".to_owned(),
        reach: Reach::Local,
        source: Wanted::Of(Supply::Sirene),
        words: "siret & nom".to_owned(),
        column: Column::Kept,
        order: Order::Descending,
    };
    let pairs = asked.pairs();
    let value =
        |name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    assert_eq!(Asked::of(value), asked);
    assert_eq!(
        asked.query(),
        "?campagne=2027&etape=structure&portee=locales&source=sirene&mot=siret%20%26%20nom&tri=gardees&ordre=decroissant"
    );
    assert_eq!(Asked::default().query(), "");
    assert_eq!(Asked::default().pairs(), []);
}

#[test]
fn each_form_has_its_own_year_and_who_goes_to_the_other_asks_for_all_its_steps() {
    let of = |pairs: &[(&str, &'static str)]| {
        Asked::of(|name: &str| pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value))
    };
    let bilan = of(&[("formulaire", "bilan"), ("annee", "2026"), ("campagne", "2027"), ("tri", "gardees")]);
    assert_eq!((bilan.about, bilan.year), (About::Bilan, Some(2026)));
    assert_eq!(bilan.query(), "?formulaire=bilan&annee=2026&tri=gardees&ordre=croissant");
    let other = of(&[("formulaire", "bilan"), ("campagne", "2027")]);
    assert_eq!(other.year, None, "the year of a campaign is not that of its bilans");
    assert_eq!(of(&[("formulaire", "autre"), ("annee", "2026")]), Asked::default());
    let inventory = inventory();
    for (pairs, step, source) in [
        (&[("etape", "aides"), ("source", "sirene")][..], "aides", Wanted::Of(Supply::Sirene)),
        (&[("etape", "sorties"), ("source", "asp_mensuel")], "", Wanted::Any),
        (&[("source", "sans")], "", Wanted::Without),
    ] {
        let fitting = of(pairs).fitting(&inventory);
        assert_eq!((fitting.step.as_str(), fitting.source), (step, source), "{pairs:?}");
    }
}

#[test]
fn the_inventory_tells_what_has_a_source_and_what_has_none() {
    let inventory = inventory();
    let parts = Parts { elsewhere: 2, within: 0, without: 1 };
    assert_eq!(inventory.parts(), parts, "what is worked out is in none");
    assert_eq!(parts.all(), 3);
    let line = |key: &str| inventory.lines.iter().find(|line| line.key == key).expect("a line");
    let alone = ["structure.siret", "structure.double", "structure.benevoles"].map(|key| line(key).alone());
    assert_eq!(alone, [None, None, Some("Seule la structure la connaît.")]);
    assert_eq!(line("structure.siret").fresh, Some(Date::constant(2026, 11, 26)));
    assert_eq!(line("structure.double").nature, Nature::Computed);
    assert_eq!(line("finance.aides_n1.montant").label, "Aides reçues\u{a0}: Montant");
    let sirene = inventory.supplies.iter().find(|line| line.supply == Supply::Sirene).expect("a supply");
    assert_eq!((sirene.data, sirene.figures.covered), (1, 2));
}
