//! Examples of what services note on a dossier.

use uuid::Uuid;

use super::*;
use crate::{
    StructureId,
    dossier::{News, timeline::timeline},
    testing::opening,
};

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn service(code: &str) -> ServiceKey {
    ServiceKey::parse(code)
}

fn event(seq: Seq, body: Body) -> Event {
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    Event { seq, at, actor: Actor::Person(person(9)), stamp: None, body }
}

fn opened() -> Snapshot {
    let opening = Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"])));
    Snapshot::fold(&[event(1, opening)]).expect("a log")
}

/// Writes what was decided; whether there was something to write.
fn write(snapshot: &mut Snapshot, body: Option<Body>) -> bool {
    let seq = snapshot.seq + 1;
    body.is_some_and(|body| snapshot.apply(&event(seq, body)).is_ok())
}

#[test]
fn of_two_agents_who_take_a_dossier_the_second_is_told_who_has_it() {
    let (mut snapshot, ddets) = (opened(), service("d-29"));
    let name = |known: PersonId| format!("agent {}", known.0.as_u128());
    let first = give(&snapshot, &ddets, (0, Some(person(1))), name).expect("free");
    assert!(write(&mut snapshot, first));
    let told = give(&snapshot, &ddets, (0, Some(person(2))), name);
    assert!(matches!(told, Err(Error::Refused(Refusal::Taken(agent))) if agent == "agent 1"));
    assert!(give(&snapshot, &ddets, (0, Some(person(1))), name).expect("theirs").is_none(), "said twice");
    // Who saw whose it is may give it to another, or back.
    let given = give(&snapshot, &ddets, (2, Some(person(2))), name).expect("seen");
    assert!(write(&mut snapshot, given));
    let back = give(&snapshot, &ddets, (3, None), name).expect("seen");
    assert!(write(&mut snapshot, back));
    let late = give(&snapshot, &ddets, (3, Some(person(1))), name);
    assert!(matches!(late, Err(Error::Refused(Refusal::GivenBack))), "{late:?}");
    // Another service has its own agent.
    let region = give(&snapshot, &service("r-29"), (0, Some(person(3))), name).expect("free");
    assert!(write(&mut snapshot, region));
    let sharing = &snapshot.instruction.sharing;
    assert_eq!((sharing.of(&ddets).agent(), sharing.of(&ddets).handovers.len()), (None, 3));
    assert_eq!(sharing.of(&service("r-29")).agent(), Some(person(3)));
    assert_eq!((snapshot.moved, sharing.seq()), (0, 5), "no act of the procedure is held up by it");
}

#[test]
fn the_structure_is_told_nothing_of_what_a_service_notes() {
    let given = Note::Given { to: Some(person(1)) };
    let labelled = Note::Labelled { label: "à revoir".to_owned(), on: true };
    let notes = [given, labelled].map(|note| Body::Noted { service: service("d-29"), note });
    let log: Vec<Event> = [Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"])))]
        .into_iter()
        .chain(notes)
        .zip(1..)
        .map(|(body, seq)| event(seq, body))
        .collect();
    assert_eq!(timeline(&log).expect("a log").len(), 1, "its opening alone");
    assert!(log.iter().all(|event| News::of(event).is_none()));
}

#[test]
fn a_label_is_borne_once_whatever_its_capitals() {
    let (mut snapshot, ddets) = (opened(), service("d-29"));
    for (text, on, changes) in [
        ("À revoir", true, true),
        ("a revoir", true, false),
        ("port", true, true),
        ("absent", false, false),
        ("A REVOIR", false, true),
    ] {
        let body = label(&snapshot, &ddets, text, on).expect("allowed");
        assert_eq!(write(&mut snapshot, body), changes, "{text} {on}");
    }
    let labels = snapshot.instruction.sharing.of(&ddets).labels;
    assert_eq!(labels.into_iter().collect::<Vec<_>>(), ["port"]);
    for number in 1..MOST_LABELS {
        let body = label(&snapshot, &ddets, &format!("étiquette {number}"), true).expect("allowed");
        assert!(write(&mut snapshot, body));
    }
    let told = label(&snapshot, &ddets, "de trop", true);
    assert!(matches!(told, Err(Error::Refused(Refusal::TooManyLabels(MOST_LABELS)))), "{told:?}");
}

#[test]
fn a_label_is_read_as_one_line_without_what_parts_a_search() {
    let long = "x".repeat(LONGEST_LABEL + 1);
    for (text, expected) in [
        ("  à   revoir \n", Some("à revoir")),
        ("CDIAE de janvier : n° 2", Some("CDIAE de janvier : n° 2")),
        ("", None),
        (" \t", None),
        ("un, deux", None),
        ("dit « vite »", None),
        (&long, None),
    ] {
        assert_eq!(read_label(text).ok().as_deref(), expected, "{text:?}");
    }
}

#[test]
fn what_was_kept_before_there_were_notes_reads_and_is_written_as_it_was() {
    let snapshot = opened();
    let text = serde_json::to_string(&snapshot).expect("JSON");
    assert!(!text.contains("sharing"), "{text}");
    assert_eq!(serde_json::from_str::<Snapshot>(&text).expect("it reads"), snapshot);
}
