//! What last year's dossier says of this year's: the keys follow the form, a table comes from one source.

use domain::{
    Departement, Kind, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, DossierId, Event, Known, Opening, Origin, Reference, Snapshot, Submission,
        TrameRef,
        heard::{Heard, Told},
    },
    prefill::{LastYear, Sent, beside, merge, said_then},
    source::Source,
};
use form::{Date, Parameters, Path, Trame, Value, trame::read_trame, value::ROW_GAP};
use proptest::prelude::*;

const BEFORE: &str = r#"
key = "dossier"
version = 1
title = "Dossier"
[[step]]
key = "s"
title = "S"
[[step.field]]
key = "gouvernance.nom"
label = "Nom"
type = "text"
[[step.field]]
key = "projet.besoins"
label = "Besoins"
type = "long_text"
[[step.field]]
key = "structure.annee"
label = "Année"
type = "text"
[[step.field]]
key = "etp.demandes"
label = "ETP"
type = "etp"
[[step.field]]
key = "projet.parti"
label = "Parti"
type = "text"
[[step.field]]
key = "demande.territoires"
label = "Territoires"
type = "table"
row = "Territoire"
add = "Ajouter"
[[step.field.column]]
key = "departement"
label = "Département"
type = "text"
[[step.field.column]]
key = "sites"
label = "Sites"
type = "text"
"#;

/// The same, with a name that changed, a type that changed and a question that left.
fn after() -> Trame {
    let text = BEFORE
        .replace("version = 1", "version = 2")
        .replace("key = \"gouvernance.nom\"", "key = \"gouvernance.representant\"\ncadence = \"stable\"")
        .replace("key = \"projet.besoins\"", "key = \"projet.besoins\"\nprefill = [\"P75\"]")
        .replace(
            "key = \"structure.annee\"\nlabel = \"Année\"\ntype = \"text\"",
            "key = \"structure.annee\"\nlabel = \"Année\"\ntype = \"year\"\ncadence = \"stable\"",
        )
        .replace("[[step.field]]\nkey = \"projet.parti\"\nlabel = \"Parti\"\ntype = \"text\"\n", "");
    let text = text.replacen(
        "[[step]]",
        "[cadences]\nstable = \"\"\n[formerly]\nversion = 1\n\"gouvernance.nom\" = \"gouvernance.representant\"\n[[step]]",
        1,
    );
    read_trame(&text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_764_585_000 + second).expect("an instant")
}

fn opening(year: i16) -> Opening {
    let departement = Departement::parse("14").expect("a département");
    Opening {
        about: About::Demand,
        structure: StructureId::of_asp(2),
        structure_name: "Bocage".to_owned(),
        kind: Kind::Aci,
        year,
        departement: departement.clone(),
        territories: vec![departement],
        deadline: Date::constant(year - 1, 12, 15),
        trame: TrameRef::national("dossier", 2),
        facts: form::Map::new(),
        previous_year: None,
        previous: Vec::new(),
    }
}

fn submission(counted: &[(&str, Value)]) -> Submission {
    Submission {
        version: 2,
        seq: 9,
        by: Actor::Application,
        at: at(0),
        reference: Reference::of(
            DossierId(uuid::Uuid::from_u128(1)),
            2026,
            &Departement::parse("14").expect("a département"),
            Kind::Aci,
        ),
        counted: counted.iter().map(|(key, value)| (path(key), value.clone())).collect(),
        parameters: Parameters(Vec::new()),
        findings: 0,
    }
}

fn read(counted: &[(&str, Value)], today: &Trame) -> LastYear {
    let before = read_trame(BEFORE).expect("a right trame");
    let (opening, submission) = (opening(2026), submission(counted));
    let sent = Sent { opening: &opening, submission: &submission, trame: &before };
    LastYear::of(sent, today, &|text, _| text.to_owned())
}

#[test]
fn an_answer_follows_its_key_and_says_how_it_was_written() {
    let counted = [
        ("gouvernance.nom", text("Camille")),
        ("projet.besoins", text("Des bras")),
        ("structure.annee", text("2006")),
        ("etp.demandes", Value::Number("9.5".parse().expect("a number"))),
        ("projet.parti", text("perdu")),
        ("demande.territoires[d14]", Value::Row(2)),
        ("demande.territoires[d14].sites", text("Vire")),
    ];
    let said = read(&counted, &after());
    let filled: Vec<(&str, &Value)> =
        said.filling.iter().map(|(path, known)| (path.as_str(), &known.value)).collect();
    let (row, year) = (Value::Row(2 * ROW_GAP), Value::Integer(2006));
    assert_eq!(
        filled,
        [
            ("demande.territoires[d14].sites", &text("Vire")),
            ("gouvernance.representant", &text("Camille")),
            ("projet.besoins", &text("Des bras")),
            ("structure.annee", &year),
        ],
        "what a year says for itself, and what has no place any more, fill nothing"
    );
    let values: Vec<&str> = said.values.iter().map(|(path, _)| path.as_str()).collect();
    assert!(values.contains(&"etp.demandes") && values.contains(&"demande.territoires[d14]"), "{values:?}");
    assert!(said.values.iter().any(|(_, known)| known.value == row), "with room between two rows");
    let origin = |key: &str| {
        let found = said.filling.iter().find(|(path, _)| path.as_str() == key);
        found.map(|(_, known)| known.origin.clone()).expect("filled")
    };
    let given = Origin::given("ACI 2026", Date::constant(2025, 12, 1));
    assert_eq!(origin("projet.besoins"), given);
    assert_eq!(origin("gouvernance.representant"), given, "another key is no other value");
    let Origin::Derived { from, how } = origin("structure.annee") else { panic!("converted") };
    assert_eq!(from, "votre dossier ACI 2026, transmis le 01/12/2025");
    assert!(how.ends_with("2006"), "{how}");
    assert_eq!(origin("structure.annee").source(), Some(Source::Previous));
}

#[test]
fn a_dossier_of_another_kind_tells_a_first_demand_who_asks_and_nothing_of_how_it_did() {
    // Whether the form carries it over from year to year, whether the dossiers of a legal person share it.
    let table = [
        ("gouvernance.nom", "cadence = \"stable\"", true),
        ("structure.reseaux", "prefill = [\"P75\"]", true),
        ("demande.comptes_separes", "", true),
        ("gouvernance.instances", "prefill = [\"P75\"]", false),
        ("gouvernance.benevoles", "cadence = \"stable\"", false),
        ("projet.presentation", "prefill = [\"P75\"]", false),
        ("projet.besoins", "prefill = [\"P75\"]", false),
        ("structure.label", "", false),
        ("etp.demandes", "", false),
    ];
    let field = |(key, said, _): &(&str, &str, bool)| {
        format!("[[step.field]]\nkey = \"{key}\"\nlabel = \"L\"\ntype = \"text\"\n{said}\n")
    };
    let head = "key = \"dossier\"\nversion = 2\ntitle = \"D\"\n[cadences]\nstable = \"\"\n[[step]]\nkey = \"s\"\ntitle = \"S\"\n";
    let trame = format!("{head}{}", table.iter().map(field).collect::<String>());
    let trame = read_trame(&trame).unwrap_or_else(|problems| panic!("{problems:?}"));
    let counted = table.map(|(key, ..)| (key, text("dit")));
    let (opening, submission) = (opening(2026), submission(&counted));
    let sent = Sent { opening: &opening, submission: &submission, trame: &trame };
    let said = LastYear::of(sent, &trame, &|text, _| text.to_owned()).of_the_person(&trame);
    for (key, how, fills) in table {
        let told = said.filling.iter().find(|(path, _)| path.as_str() == key);
        assert_eq!(told.is_some(), fills, "{key} {how}");
        let of_aci = Origin::given("ACI 2026", Date::constant(2025, 12, 1));
        assert!(told.is_none_or(|(_, known)| known.origin == of_aci), "{key}");
    }
    assert_eq!(said.values, [], "its year is not this demand's last year");
}

#[test]
fn what_it_said_is_read_beside_whole_but_for_documents_and_what_has_no_place_any_more() {
    let more = "[[step.field]]\nkey = \"annexe.debut\"\nlabel = \"Début\"\ntype = \"date\"\n\
                [[step.field]]\nkey = \"pieces.rib\"\nlabel = \"RIB\"\ntype = \"files\"\n";
    let before = read_trame(&format!("{BEFORE}{more}")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let today = read_trame(&format!("{}{more}", without_table(BEFORE)))
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    let begin = Value::Date(Date::constant(2026, 1, 1));
    let counted = [
        ("annexe.debut", begin.clone()),
        ("etp.demandes", Value::Number("9.5".parse().expect("a number"))),
        ("gouvernance.nom", text("Camille")),
        ("pieces.rib", Value::Files(Vec::new())),
        ("demande.territoires[d14].sites", text("Vire")),
    ];
    let (opening, submission) = (opening(2026), submission(&counted));
    let sent = Sent { opening: &opening, submission: &submission, trame: &before };
    let said = said_then(sent, &today, &|text, _| text.to_owned());
    let keys: Vec<&str> = said.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(keys, ["annexe.debut", "etp.demandes", "gouvernance.nom"]);
    assert_eq!(said.get(&path("annexe.debut")), Some(&begin), "what names that demand too");
}

/// The form without its last question.
fn without_table(trame: &str) -> &str {
    trame.split("[[step.field]]\nkey = \"demande.territoires\"").next().expect("what comes before it")
}

fn asp(key: &str, value: Value) -> Told {
    let origin = Origin::Prefilled {
        source: "ASP".to_owned(),
        record: "structure 2".to_owned(),
        column: key.to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: key.to_owned(),
    };
    Told { path: path(key), known: Known { value, origin }, doubt: None }
}

#[test]
fn the_rows_of_a_table_come_from_the_source_that_is_believed_first() {
    let counted = [
        ("demande.territoires[d14].sites", text("Vire")),
        ("demande.territoires[r9].sites", text("Caen")),
        ("projet.besoins", text("Des bras")),
    ];
    let keys = |heard: &Heard| -> Vec<String> {
        read(&counted, &after()).told(heard).iter().map(|told| told.path.to_string()).collect()
    };
    let all = ["demande.territoires[d14].sites", "demande.territoires[r9].sites", "projet.besoins"];
    assert_eq!(keys(&Heard::default()), all);
    let spoken = |source, doubt: Option<&str>| {
        let row = Told { doubt: doubt.map(str::to_owned), ..asp("demande.territoires[d14]", Value::Row(1)) };
        let (as_of, told) = (Date::constant(2026, 11, 16), vec![row]);
        let body = Body::SourceTold { source, as_of, told, findings: Vec::new(), believed: Vec::new() };
        let mut heard = Heard::default();
        heard.apply(&Event { seq: 2, at: at(1), actor: Actor::Application, stamp: None, body });
        heard
    };
    for source in Source::IN_STORE {
        assert_eq!(
            keys(&spoken(source, None)),
            [all[0], all[2]],
            "its rows are the rows; their blanks are filled"
        );
        assert_eq!(keys(&spoken(source, Some("périmètre"))), all, "a row that is in doubt fills nothing");
    }
    assert_eq!(keys(&spoken(Source::Emplois, None)), all, "who is believed after");
}

#[test]
fn of_two_last_years_the_one_that_the_family_believes_first_is_shown() {
    let of = |values: &[(&str, &str)]| -> Vec<(Path, Known)> {
        let known = |value: &str| Known { value: text(value), origin: Origin::Typed };
        values.iter().map(|(key, value)| (path(key), known(value))).collect()
    };
    let asp = of(&[("etp.demandes", "asp"), ("structure.telephone", "asp"), ("finance.masse", "asp")]);
    let own = of(&[("etp.demandes", "own"), ("structure.telephone", "own"), ("projet.besoins", "own")]);
    let mut shown: Vec<(String, String)> = beside(asp, own)
        .into_iter()
        .map(|(path, known)| (path.to_string(), known.value.text().unwrap_or_default().to_owned()))
        .collect();
    shown.sort();
    let expected = [
        ("etp.demandes", "asp"),
        ("finance.masse", "asp"),
        ("projet.besoins", "own"),
        ("structure.telephone", "own"),
    ];
    assert_eq!(shown, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

proptest! {
    /// Whatever was typed this year, last year's dossier writes nothing over it, and saying it again changes nothing.
    #[test]
    fn nothing_typed_is_lost_and_twice_is_once(
        said in prop::collection::vec((0..3_usize, 0..3_u8), 0..6),
        typed in prop::collection::vec((0..3_usize, prop::option::of(0..3_u8)), 0..6),
    ) {
        const KEYS: [(&str, &str); 3] = [
            ("gouvernance.nom", "gouvernance.representant"),
            ("projet.besoins", "projet.besoins"),
            ("etp.demandes", "etp.demandes"),
        ];
        let today = after();
        let counted: Vec<(&str, Value)> =
            said.iter().map(|(key, value)| (KEYS[*key].0, text(&value.to_string()))).collect();
        let mut log = vec![Event {
            seq: 1,
            at: at(1),
            actor: Actor::Application,
            stamp: None,
            body: Body::Opened(Box::new(opening(2027))),
        }];
        let mut snapshot = Snapshot::fold(&log).expect("a log");
        let write = |log: &mut Vec<Event>, snapshot: &mut Snapshot, actor, body| {
            let event = Event { seq: snapshot.seq + 1, at: at(2), actor, stamp: None, body };
            snapshot.apply(&event).expect("numbers follow");
            log.push(event);
        };
        let person = Actor::Person(domain::PersonId(uuid::Uuid::from_u128(7)));
        for (key, value) in &typed {
            let (path, value) = (path(KEYS[*key].1), value.map(|value| text(&format!("saisi {value}"))));
            let body = Body::AnswerSet { path, value, base: 0, origin: Origin::Typed, deposit: None };
            write(&mut log, &mut snapshot, person, body);
        }
        let theirs: Vec<(Path, Option<Value>)> =
            snapshot.answers.iter().map(|(path, answer)| (path.clone(), answer.value.clone())).collect();
        for _ in 0..2 {
            let told = read(&counted, &today).told(&Heard::of(&log));
            let mut heard = Heard::of(&log);
            let body = |believed| Body::SourceTold {
                source: Source::Previous,
                as_of: Date::constant(2025, 12, 1),
                told: told.clone(),
                findings: Vec::new(),
                believed,
            };
            let first = Event {
                seq: snapshot.seq + 1, at: at(3), actor: Actor::Application, stamp: None, body: body(Vec::new()),
            };
            let again = heard.says_the_same(Source::Previous, &told, &[]);
            heard.apply(&first);
            let merged = merge(&heard, &snapshot, &today);
            if again {
                prop_assert!(merged.written.is_empty() && merged.believed.is_empty());
            }
            write(&mut log, &mut snapshot, Actor::Application, body(merged.believed));
            for (path, known) in merged.written {
                let body = Body::AnswerSet { path, value: Some(known.value), base: 0, origin: known.origin, deposit: None };
                write(&mut log, &mut snapshot, Actor::Application, body);
            }
            for (path, value) in &theirs {
                prop_assert_eq!(snapshot.value(path), value.as_ref());
            }
        }
    }
}
