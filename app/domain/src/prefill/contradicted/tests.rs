//! What is contradicted and what is not, by example.

use form::Date;

use super::*;
use crate::{
    Timestamp,
    dossier::{
        Actor, Body, Event,
        heard::{Contest, Told},
    },
};

const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "rh.insertion"
label = "Salariés en insertion"
type = "integer"
[[step.field]]
key = "rh.insertion_etp"
label = "ETP d’insertion"
type = "etp"
[[step.field]]
key = "finance.cloture"
label = "Clôture des comptes"
type = "date"
[[step.field]]
key = "structure.siren_actif"
label = "Est en activité"
type = "boolean"
[[step.field]]
key = "structure.telephone"
label = "Téléphone"
type = "phone"
[[step.field]]
key = "projet.texte"
label = "Projet"
type = "long_text"
[[step.field]]
key = "etp.demandes"
label = "Postes demandés"
type = "etp"
[[step.field]]
key = "rh.annee"
label = "Année"
type = "year"
"#;

/// What a source says of a key, with why it may be of something else.
fn heard(key: &str, value: Value, doubt: Option<&str>) -> Heard {
    let path: Path = key.parse().expect("a key");
    let as_of = Date::constant(2026, 11, 16);
    let origin = Origin::Prefilled {
        source: Source::Asp.name().to_owned(),
        record: "annexe ACI029250001".to_owned(),
        column: "colonne".to_owned(),
        as_of,
        original: String::new(),
    };
    let told = vec![Told { path, known: Known { value, origin }, doubt: doubt.map(str::to_owned) }];
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    let body =
        Body::SourceTold { source: Source::Asp, as_of, told, findings: Vec::new(), believed: Vec::new() };
    Heard::of(&[Event { seq: 2, at, actor: Actor::Application, stamp: None, body }])
}

fn is_contradicted(key: &str, sent: Value, heard: &Heard) -> bool {
    let trame = form::trame::read_trame(TRAME).expect("a right form");
    let sent: Answers = [(key.parse().expect("a key"), sent)].into_iter().collect();
    contradicted(&trame, &sent, heard).iter().any(|found| found.path.as_str() == key)
}

#[test]
fn a_fact_that_its_source_says_otherwise_is_found_beyond_five_hundredths() {
    let etp = |text: &str| Value::Number(text.parse().expect("a number"));
    let day = |year| Value::Date(Date::constant(year, 12, 31));
    for (key, told, sent, found) in [
        ("rh.insertion", Value::Integer(40), Value::Integer(40), false),
        ("rh.insertion", Value::Integer(40), Value::Integer(42), false),
        ("rh.insertion", Value::Integer(40), Value::Integer(43), true),
        ("rh.insertion", Value::Integer(40), Value::Integer(37), true),
        ("rh.insertion", Value::Integer(0), Value::Integer(1), true),
        ("rh.insertion_etp", etp("12.50"), etp("12.5"), false),
        ("rh.insertion_etp", etp("12.50"), etp("13.12"), false),
        ("rh.insertion_etp", etp("12.50"), etp("13.13"), true),
        ("finance.cloture", day(2025), day(2025), false),
        ("finance.cloture", day(2025), day(2024), true),
        ("structure.siren_actif", Value::Boolean(true), Value::Boolean(false), true),
        // A year is none of five hundredths of another.
        ("rh.annee", Value::Integer(2025), Value::Integer(2024), true),
        // What is asked for the year to come is no fact.
        ("etp.demandes", etp("12"), etp("20"), false),
        // What the structure knows better.
        ("structure.telephone", Value::Text("0298000000".into()), Value::Text("0298000001".into()), false),
        ("projet.texte", Value::Text("Un".into()), Value::Text("Deux".into()), false),
    ] {
        let heard = heard(key, told.clone(), None);
        assert_eq!(is_contradicted(key, sent.clone(), &heard), found, "{key}: {told:?} and {sent:?}");
    }
}

#[test]
fn what_is_in_doubt_or_contested_is_told_elsewhere() {
    let key = "rh.insertion";
    let doubtful = heard(key, Value::Integer(40), Some("accounts of another year"));
    assert!(!is_contradicted(key, Value::Integer(12), &doubtful));
    let mut contested = heard(key, Value::Integer(40), None);
    assert!(is_contradicted(key, Value::Integer(12), &contested));
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    let contest = Contest { seq: 3, by: Actor::Application, at, known: None, text: "Faux".to_owned() };
    contested.contested.insert((key.parse().expect("a key"), Source::Asp), contest);
    assert!(!is_contradicted(key, Value::Integer(12), &contested));
}
