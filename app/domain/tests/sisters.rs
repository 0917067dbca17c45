//! The dossiers of one legal person in a year: what they say to each other, and what differs.

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Opening, Origin, Snapshot, TrameRef,
        heard::{Heard, Told},
    },
    prefill::{SideBySide, merge, said_by_sisters},
    source::Source,
};
use form::{Answers, Date, Path, Trame, Value, trame::read_trame};
use proptest::prelude::*;

const TRAME: &str = r#"
key = "t"
version = 1
title = "T"
[[step]]
key = "g"
title = "G"
[[step.field]]
key = "gouvernance.nom"
label = "Nom"
type = "text"
[[step.field]]
key = "gouvernance.benevoles"
label = "Bénévoles"
type = "text"
[[step.field]]
key = "gouvernance.membres"
label = "Membres"
type = "table"
row = "Membre"
add = "Ajouter"
[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"
[[step.field]]
key = "gouvernance.chantier"
label = "Organisme qui porte le chantier"
type = "text"
variants = ["ACI"]
[[step]]
key = "p"
title = "P"
[[step.field]]
key = "projet.presentation"
label = "Présentation"
type = "text"
[[step.field]]
key = "etp.demandes"
label = "ETP"
type = "text"
"#;

fn trame() -> Trame {
    read_trame(TRAME).expect("a right trame")
}

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn person() -> Actor {
    Actor::Person(PersonId(uuid::Uuid::from_u128(7)))
}

/// A dossier and its log.
struct Desk {
    log: Vec<Event>,
    snapshot: Snapshot,
    now: i64,
}

impl Desk {
    fn new(kind: Kind, departement: &str) -> Self {
        let departement = Departement::parse(departement).expect("a département");
        let opening = Opening {
            about: About::Demand,
            structure: StructureId::of_asp(1),
            structure_name: "Bocage".to_owned(),
            kind,
            year: 2027,
            departement: departement.clone(),
            territories: vec![departement],
            deadline: Date::constant(2026, 12, 15),
            trame: TrameRef::national("t", 1),
            facts: form::Map::new(),
            previous_year: None,
            previous: Vec::new(),
        };
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let body = Body::Opened(Box::new(opening));
        let log = vec![Event { seq: 1, at, actor: Actor::Application, stamp: None, body }];
        let snapshot = Snapshot::fold(&log).expect("a log");
        Self { log, snapshot, now: 0 }
    }

    fn write(&mut self, second: i64, actor: Actor, body: Body) {
        self.now = self.now.max(second);
        let at = Timestamp::from_second(1_800_000_000 + second).expect("an instant");
        let event = Event { seq: self.snapshot.seq + 1, at, actor, stamp: None, body };
        self.snapshot.apply(&event).expect("numbers follow");
        self.log.push(event);
    }

    fn set(&mut self, second: i64, actor: Actor, key: &str, value: Value, origin: Origin) {
        self.write(
            second,
            actor,
            Body::AnswerSet { path: path(key), value: Some(value), base: 0, origin, deposit: None },
        );
    }

    fn types(&mut self, second: i64, key: &str, value: &str) {
        self.set(second, person(), key, text(value), Origin::Typed);
    }

    /// Its sisters say what they say; whether it was news.
    fn hears(&mut self, sisters: &[&Snapshot], trame: &Trame) -> bool {
        let told = said_by_sisters(&self.snapshot, sisters, trame);
        let mut heard = Heard::of(&self.log);
        if heard.says_the_same(Source::Sister, &told, &[]) {
            return false;
        }
        let body = |believed| Body::SourceTold {
            source: Source::Sister,
            as_of: Date::constant(2026, 11, 26),
            told: told.clone(),
            findings: Vec::new(),
            believed,
        };
        let (seq, at) = (self.snapshot.seq + 1, self.snapshot.at);
        heard.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body: body(Vec::new()) });
        let merged = merge(&heard, &self.snapshot, trame);
        let now = self.now;
        self.write(now, Actor::Application, body(merged.believed));
        for (path, known) in merged.written {
            self.set(now, Actor::Application, path.as_str(), known.value, known.origin);
        }
        for (path, origin) in merged.cleared {
            let cleared = Body::AnswerSet { path, value: None, base: 0, origin, deposit: None };
            self.write(now, Actor::Application, cleared);
        }
        true
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.snapshot.value(&path(key)).and_then(Value::text)
    }
}

fn told(own: &Desk, sisters: &[&Desk]) -> Vec<(String, Option<String>, bool)> {
    let sisters: Vec<&Snapshot> = sisters.iter().map(|desk| &desk.snapshot).collect();
    let all: Vec<Told> = said_by_sisters(&own.snapshot, &sisters, &trame());
    let one = |told: &Told| {
        (told.path.to_string(), told.known.value.text().map(str::to_owned), told.doubt.is_some())
    };
    all.iter().map(one).collect()
}

fn said(key: &str, value: &str) -> (String, Option<String>, bool) {
    (key.to_owned(), Some(value.to_owned()), false)
}

#[test]
fn a_sister_says_what_is_shared_and_somebody_gave_or_confirmed() {
    let own = Desk::new(Kind::Aci, "22");
    let mut sister = Desk::new(Kind::Aci, "14");
    sister.types(1, "gouvernance.nom", "Lou");
    sister.types(1, "gouvernance.benevoles", "14");
    sister.types(1, "etp.demandes", "9");
    let asp = Origin::Derived { from: "l’ASP".to_owned(), how: "essai".to_owned() };
    sister.set(1, Actor::Application, "projet.presentation", text("Des haies"), asp);
    assert_eq!(told(&own, &[&sister]), [said("gouvernance.nom", "Lou")], "nobody looked at the other");
    sister.write(2, person(), Body::StepConfirmed { step: "p".to_owned() });
    let both = [said("gouvernance.nom", "Lou"), said("projet.presentation", "Des haies")];
    assert_eq!(told(&own, &[&sister]), both);
    let other = Desk::new(Kind::Ei, "14");
    assert_eq!(told(&other, &[&sister]), both[..1], "a trade is not another's");
}

#[test]
fn the_last_word_among_sisters_is_said_and_not_said_back() {
    let own = Desk::new(Kind::Aci, "22");
    let (mut one, mut other) = (Desk::new(Kind::Aci, "14"), Desk::new(Kind::Aci, "35"));
    one.types(1, "gouvernance.nom", "Lou");
    other.types(2, "gouvernance.nom", "Alix");
    for sisters in [[&one, &other], [&other, &one]] {
        assert_eq!(told(&own, &sisters), [said("gouvernance.nom", "Alix")]);
    }
    let mut follows = Desk::new(Kind::Aci, "22");
    follows.hears(&[&other.snapshot], &trame());
    let origin = follows.snapshot.answers.get(&path("gouvernance.nom")).map(|answer| answer.origin.clone());
    let on = Date::constant(2027, 1, 15);
    let dossier = "ACI 2027 de l’Ille-et-Vilaine (35)".to_owned();
    assert_eq!(origin, Some(Origin::Given { dossier, on, sister: Some(true) }));
    follows.write(9, person(), Body::StepConfirmed { step: "g".to_owned() });
    assert_eq!(told(&other, &[&follows]), [], "it came from her");
}

#[test]
fn the_rows_of_a_sister_fill_a_table_that_has_none_of_its_own() {
    let mut sister = Desk::new(Kind::Aci, "14");
    sister.set(1, person(), "gouvernance.membres[m1]", Value::Row(1), Origin::Typed);
    sister.types(1, "gouvernance.membres[m1].nom", "Lou");
    let mut bare = Desk::new(Kind::Aci, "22");
    bare.hears(&[&sister.snapshot], &trame());
    assert_eq!(bare.value("gouvernance.membres[m1].nom"), Some("Lou"));
    let mut own = Desk::new(Kind::Aci, "22");
    own.set(1, person(), "gouvernance.membres[r9]", Value::Row(1), Origin::Typed);
    own.hears(&[&sister.snapshot], &trame());
    assert_eq!(own.value("gouvernance.membres[m1].nom"), None, "nobody stands there twice");
    assert!(told(&own, &[&sister]).iter().all(|(.., doubt)| *doubt), "and they are shown");
}

#[test]
fn rows_that_came_from_a_sister_stay_beside_a_row_of_its_own_and_go_with_hers() {
    let mut sister = Desk::new(Kind::Aci, "14");
    for (row, name) in [("m1", "Lou"), ("m2", "Alix")] {
        sister.set(1, person(), &format!("gouvernance.membres[{row}]"), Value::Row(1), Origin::Typed);
        sister.types(1, &format!("gouvernance.membres[{row}].nom"), name);
    }
    let mut own = Desk::new(Kind::Aci, "22");
    own.hears(&[&sister.snapshot], &trame());
    own.set(2, person(), "gouvernance.membres[r9]", Value::Row(3), Origin::Typed);
    sister.types(3, "gouvernance.membres[m1].nom", "Lou Martin");
    own.hears(&[&sister.snapshot], &trame());
    assert_eq!(own.value("gouvernance.membres[m1].nom"), Some("Lou Martin"), "it follows hers");
    assert_eq!(own.value("gouvernance.membres[m2].nom"), Some("Alix"));
    let removed = Body::AnswerSet {
        path: path("gouvernance.membres[m2]"),
        value: None,
        base: 0,
        origin: Origin::Typed,
        deposit: None,
    };
    sister.write(4, person(), removed);
    own.hears(&[&sister.snapshot], &trame());
    let row = |key: &str| own.snapshot.value(&path(key)).is_some();
    assert!(row("gouvernance.membres[m1]") && row("gouvernance.membres[r9]"));
    assert!(!row("gouvernance.membres[m2]"), "she took it away");
}

#[test]
fn dossiers_stand_side_by_side_by_what_they_share() {
    let answers = |pairs: &[(&str, &str)]| -> Answers {
        pairs.iter().map(|(key, value)| (path(key), text(value))).collect()
    };
    let first = answers(&[("gouvernance.nom", "Lou"), ("etp.demandes", "9"), ("projet.presentation", "A")]);
    let second = answers(&[("gouvernance.nom", "Lou"), ("etp.demandes", "4"), ("projet.presentation", "B")]);
    let beside = SideBySide::of(&trame(), &[(Kind::Aci, first.clone()), (Kind::Aci, second.clone())]);
    let keys = |lines: &[domain::prefill::Beside]| -> Vec<String> {
        lines.iter().map(|line| line.path.to_string()).collect()
    };
    assert_eq!((beside.alike, keys(&beside.shared)), (1, vec!["projet.presentation".to_owned()]));
    assert_eq!(keys(&beside.own), ["etp.demandes"]);
    assert_eq!(beside.own[0].values, [Some("9".to_owned()), Some("4".to_owned())]);
    let beside = SideBySide::of(&trame(), &[(Kind::Aci, first), (Kind::Ei, second)]);
    assert_eq!(keys(&beside.own), ["projet.presentation", "etp.demandes"], "a trade is each one's own");
}

#[test]
fn what_one_kind_alone_is_asked_is_neither_said_to_another_nor_compared_with_it() {
    let mut sister = Desk::new(Kind::Aci, "14");
    sister.types(1, "gouvernance.chantier", "Une commune");
    let said_to = |kind| told(&Desk::new(kind, "22"), &[&sister]);
    assert_eq!(said_to(Kind::Aci), [said("gouvernance.chantier", "Une commune")]);
    assert_eq!(said_to(Kind::Ei), []);
    let answers: Answers = [(path("gouvernance.chantier"), text("Une commune"))].into_iter().collect();
    for (kinds, lines) in
        [([Kind::Aci, Kind::Aci], 1), ([Kind::Aci, Kind::Ei], 0), ([Kind::Ei, Kind::Aci], 0)]
    {
        let [first, second] = kinds;
        let beside = SideBySide::of(&trame(), &[(first, answers.clone()), (second, Answers::default())]);
        assert_eq!(beside.shared.len() + beside.own.len(), lines, "{kinds:?}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Types(usize, usize, u8),
    Confirms(usize),
    Says,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3_usize, 0..3_usize, 0..3_u8).prop_map(|(desk, key, value)| Step::Types(desk, key, value)),
        1 => (0..3_usize).prop_map(Step::Confirms),
        2 => Just(Step::Says),
    ]
}

proptest! {
    /// Whatever the sisters say to each other, what a person typed stays; and they fall silent when nobody types.
    #[test]
    fn nothing_typed_is_lost_and_sisters_fall_silent(steps in prop::collection::vec(any_step(), 1..24)) {
        const KEYS: [&str; 3] = ["gouvernance.nom", "projet.presentation", "etp.demandes"];
        let trame = trame();
        let mut desks = ["14", "22", "35"].map(|code| Desk::new(Kind::Aci, code));
        let mut theirs = std::collections::BTreeMap::new();
        let say = |desks: &mut [Desk; 3]| {
            let mut news = false;
            for place in 0..3 {
                let others: Vec<Snapshot> = (0..3)
                    .filter(|other| *other != place)
                    .map(|other| desks[other].snapshot.clone())
                    .collect();
                news |= desks[place].hears(&others.iter().collect::<Vec<_>>(), &trame);
            }
            news
        };
        for (second, step) in (1..).zip(&steps) {
            match step {
                Step::Types(desk, key, value) => {
                    let value = value.to_string();
                    desks[*desk].types(second, KEYS[*key], &value);
                    theirs.insert((*desk, *key), value);
                }
                Step::Confirms(desk) => {
                    for step in ["g", "p"] {
                        desks[*desk].write(second, person(), Body::StepConfirmed { step: step.to_owned() });
                    }
                }
                Step::Says => {
                    say(&mut desks);
                }
            }
            for ((desk, key), value) in &theirs {
                prop_assert_eq!(desks[*desk].value(KEYS[*key]), Some(value.as_str()));
            }
        }
        let silent = (0..4).any(|_| !say(&mut desks));
        prop_assert!(silent, "they would go on for ever");
    }
}
