//! Sources that speak together: each has its event, all of them one belief.

use form::{Date, Path, Value, trame::read_trame};

use super::*;
use crate::{
    StructureId,
    dossier::{Known, Origin},
    testing::opening,
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
key = "formation.heures_n1"
label = "Heures"
type = "integer"
"#;

const DAY: Date = Date::constant(2026, 11, 16);
const PEOPLE: &str = "rh.insertion";
const HOURS: &str = "formation.heures_n1";

fn at() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("an instant")
}

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

fn told(key: &str, count: i64, from: &str) -> Told {
    let origin = Origin::Derived { from: from.to_owned(), how: String::new() };
    Told { path: path(key), known: Known { value: Value::Integer(count), origin }, doubt: None }
}

fn declared(count: i64) -> Told {
    told(PEOPLE, count, "l’ASP, livraison du 16/11/2026")
}

fn monthly(key: &str, count: i64) -> Told {
    told(key, count, "l’ASP (états mensuels), au 16/11/2026")
}

fn speech(source: Source, told: &[Told]) -> Speech {
    Speech { source, as_of: DAY, told: told.to_vec(), findings: Vec::new() }
}

fn trame() -> Trame {
    read_trame(TRAME).expect("a right form")
}

/// What speeches add to a log.
fn hear(log: &mut Vec<Event>, speeches: &[Speech]) -> usize {
    let (heard, snapshot) = (Heard::of(log), Snapshot::fold(log).expect("a log"));
    let added = events(speeches.to_vec(), heard, &snapshot, &trame(), at());
    let count = added.len();
    log.extend(added);
    assert!(Snapshot::fold(log).is_ok(), "its numbers follow");
    count
}

fn opened() -> Vec<Event> {
    let body = Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"])));
    vec![Event { seq: 1, at: at(), actor: Actor::Application, stamp: None, body }]
}

/// Who says a value, and the answer that stands.
fn state(log: &[Event], key: &str) -> (Vec<(Source, Value)>, Option<Value>) {
    let (heard, path) = (Heard::of(log), path(key));
    let said = heard.values(&path).map(|(source, told)| (source, told.known.value.clone())).collect();
    (said, Snapshot::fold(log).expect("a log").value(&path).cloned())
}

#[test]
fn each_has_its_event_and_an_answer_is_written_once() {
    let mut log = opened();
    let all = [
        speech(Source::Asp, &[declared(30)]),
        speech(Source::AspYearly, &[told(PEOPLE, 40, "l’ASP (extraction annuelle), au 16/11/2026")]),
        speech(Source::AspMonthly, &[monthly(PEOPLE, 41), monthly(HOURS, 200)]),
        speech(Source::Pilotage, &[]),
        speech(Source::Dgefp, &[]),
    ];
    assert_eq!(hear(&mut log, &all), 3 + 2, "who says nothing makes no event");
    let three = [(Source::Asp, 30), (Source::AspMonthly, 41), (Source::AspYearly, 40)];
    let three = three.map(|(source, count)| (source, Value::Integer(count)));
    assert_eq!(state(&log, PEOPLE), (three.to_vec(), Some(Value::Integer(40))));
    assert_eq!(hear(&mut log, &all), 0, "said twice, it makes none");
    // One of them says otherwise: its speech alone is replaced.
    let mut again = all;
    again[2] = speech(Source::AspMonthly, &[monthly(PEOPLE, 42)]);
    assert_eq!(hear(&mut log, &again), 1 + 1);
    assert_eq!(state(&log, PEOPLE).0[1], (Source::AspMonthly, Value::Integer(42)));
    assert_eq!(state(&log, HOURS), (vec![], None), "and what it says no more is cleared");
    let told = log.last().and_then(crate::dossier::News::of).map(|news| news.what);
    let Some(crate::dossier::What::Answered(cleared, answer)) = told else { panic!("{told:?}") };
    assert_eq!((cleared, answer.value), (path(HOURS), None), "an open page is told so");
    // Silent from now on, it takes back what it said.
    again[1] = speech(Source::AspYearly, &[]);
    assert_eq!(hear(&mut log, &again), 1 + 1);
    assert_eq!(state(&log, PEOPLE).1, Some(Value::Integer(42)), "and the next one is believed");
    assert_eq!(hear(&mut log, &again), 0);
}

#[test]
fn a_dossier_of_before_hears_each_apart_and_nothing_twice() {
    let mut log = opened();
    // As it was written: the answers, then all that came with the files, told by one source.
    for (seq, known) in (2..).zip([declared(30), monthly(HOURS, 200)]) {
        let Told { path, known: Known { value, origin }, .. } = known;
        let body = Body::AnswerSet { path, value: Some(value), base: 0, origin, deposit: None };
        log.push(Event { seq, at: at(), actor: Actor::Application, stamp: None, body });
    }
    let told = vec![declared(30), monthly(HOURS, 200)];
    let body = Body::SourceTold {
        source: Source::Asp,
        as_of: DAY,
        told,
        findings: Vec::new(),
        believed: Vec::new(),
    };
    log.push(Event { seq: 4, at: at(), actor: Actor::Application, stamp: None, body });
    let by = |source, count| vec![(source, Value::Integer(count))];
    assert_eq!(state(&log, HOURS).0, by(Source::AspMonthly, 200), "read as each said it");
    let now = [
        speech(Source::Asp, &[declared(31)]),
        speech(Source::AspMonthly, &[monthly(PEOPLE, 41), monthly(HOURS, 200)]),
        speech(Source::AspYearly, &[]),
    ];
    assert_eq!(hear(&mut log, &now), 2 + 1, "both speak, and one answer changes");
    assert_eq!(state(&log, HOURS), (by(Source::AspMonthly, 200), Some(Value::Integer(200))));
    let both = [by(Source::Asp, 31), by(Source::AspMonthly, 41)].concat();
    assert_eq!(state(&log, PEOPLE), (both, Some(Value::Integer(41))));
    assert_eq!(hear(&mut log, &now), 0);
}
