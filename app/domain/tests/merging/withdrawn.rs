//! What a source says no more, or doubts, goes as it came; what a person did stays.

use domain::{
    dossier::{
        Actor, Body, Origin, TrameChange, TrameRef,
        heard::{Heard, Told},
    },
    prefill::{Differing, Merged, differing},
    source::Source,
};
use form::{Date, FileRef, Path, Value, file::Analysis};

use crate::desk::{Desk, path, person, text, told, told_row};

const PHONE: &str = "structure.telephone";
const ROW: &str = "activites.chantiers[r1]";
const NAME: &str = "activites.chantiers[r1].nom";
const PLACE: &str = "activites.chantiers[r1].lieu";

/// A dossier that ASP gave a phone.
fn filled() -> Desk {
    let mut desk = Desk::new();
    desk.hear(Source::Asp, vec![told(Source::Asp, PHONE, "00", None)]);
    assert_eq!(desk.value(PHONE), Some(&text("00")));
    desk
}

fn says(desk: &mut Desk, source: Source, value: &str) -> Merged {
    desk.hear(source, vec![told(source, PHONE, value, None)])
}

/// Why an answer was cleared.
fn why(desk: &Desk, key: &str) -> String {
    let answer = desk.snapshot.answers.get(&path(key)).expect("it was cleared");
    assert_eq!((answer.value.as_ref(), answer.by), (None, Actor::Application), "{key}");
    let Origin::Derived { how, .. } = &answer.origin else { panic!("{answer:?}") };
    how.replace('\u{a0}', " ")
}

#[test]
fn what_its_source_says_no_more_is_cleared_and_comes_back_with_it() {
    let mut desk = filled();
    let merged = desk.hear(Source::Asp, Vec::new());
    assert_eq!(merged.cleared.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [PHONE]);
    assert_eq!(why(&desk, PHONE), "la source « ASP » ne la donne plus");
    assert_eq!(desk.snapshot.sources.get(&path(PHONE)), None, "it is no more known");
    assert_eq!(desk.hear(Source::Asp, Vec::new()), Merged::default(), "once");
    assert_eq!(desk.hear(Source::Emplois, Vec::new()), Merged::default());
    says(&mut desk, Source::Asp, "01");
    assert_eq!(desk.value(PHONE), Some(&text("01")));
}

#[test]
fn what_its_source_doubts_is_cleared_and_proposed() {
    let mut desk = filled();
    let doubt = "standard du groupe";
    desk.hear(Source::Asp, vec![told(Source::Asp, PHONE, "00", Some(doubt))]);
    assert_eq!(why(&desk, PHONE), "la source « ASP » la met en doute (standard du groupe)");
    let found = differing(&Heard::of(&desk.log), &desk.snapshot, &desk.trame);
    let waiting: Vec<(&str, &[Source])> =
        found.iter().map(|datum| (datum.path.as_str(), &datum.waiting[..])).collect();
    assert_eq!(waiting, [(PHONE, &[Source::Asp][..])], "it waits for a person");
    // Who wants none says so.
    desk.types(PHONE, None);
    assert!(differing(&Heard::of(&desk.log), &desk.snapshot, &desk.trame).iter().all(Differing::is_decided));
}

#[test]
fn the_next_source_takes_the_place_of_one_that_says_no_more() {
    let mut desk = filled();
    says(&mut desk, Source::Emplois, "02");
    assert_eq!(desk.value(PHONE), Some(&text("02")));
    let merged = desk.hear(Source::Emplois, Vec::new());
    assert_eq!((merged.written.len(), merged.cleared), (1, Vec::new()));
    assert_eq!(desk.value(PHONE), Some(&text("00")));
    assert_eq!(desk.hear(Source::Asp, Vec::new()).cleared.len(), 1);
}

#[test]
fn what_a_person_gave_or_confirmed_stays_when_its_source_says_no_more() {
    let (mut typed, mut confirmed) = (filled(), filled());
    typed.types(PHONE, Some("00"));
    confirmed.write(person(), Body::StepConfirmed { step: "un".to_owned() });
    for desk in [&mut typed, &mut confirmed] {
        assert_eq!(desk.hear(Source::Asp, Vec::new()), Merged::default());
        assert_eq!(desk.value(PHONE), Some(&text("00")));
    }
}

#[test]
fn a_contest_clears_nothing_while_the_source_says_what_is_contested() {
    let mut desk = filled();
    desk.contest(PHONE, Source::Asp, Some("Ligne coupée."));
    assert_eq!(says(&mut desk, Source::Asp, "00"), Merged::default(), "said again");
    assert_eq!(desk.hear(Source::Sirene, Vec::new()), Merged::default(), "nor when another speaks");
    assert_eq!(desk.value(PHONE), Some(&text("00")), "under the eyes of who contests it");
    let mut other = filled();
    other.contest(PHONE, Source::Asp, Some("Ligne coupée."));
    // Corrected there, or taken back: nobody says any more what was contested.
    says(&mut desk, Source::Asp, "01");
    other.hear(Source::Asp, Vec::new());
    for desk in [&desk, &other] {
        assert_eq!(why(desk, PHONE), "la source « ASP » ne la donne plus");
    }
}

#[test]
fn a_row_that_its_source_takes_back_goes_with_its_cells() {
    let mut desk = Desk::new();
    desk.hear(Source::Asp, told_row(Source::Asp, "r1", "Haies", None).to_vec());
    let merged = desk.hear(Source::Asp, told_row(Source::Asp, "r2", "Sentiers", None).to_vec());
    let cleared: Vec<&str> = merged.cleared.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(cleared, [NAME, ROW], "an open page loses the cells first");
    assert_eq!((desk.value(ROW), desk.value(NAME)), (None, None));
    assert_eq!(desk.value("activites.chantiers[r2].nom"), Some(&text("Sentiers")));
    desk.hear(Source::Asp, told_row(Source::Asp, "r1", "Haies vives", None).to_vec());
    assert_eq!((desk.value(ROW), desk.value(NAME)), (Some(&Value::Row(1)), Some(&text("Haies vives"))));
}

#[test]
fn a_row_in_which_a_person_wrote_stays_without_what_its_source_takes_back() {
    let mut typed = Desk::new();
    let mut aside = Desk::new();
    for desk in [&mut typed, &mut aside] {
        desk.hear(Source::Asp, told_row(Source::Asp, "r1", "Haies", None).to_vec());
    }
    typed.types(PLACE, Some("Quimper"));
    let value = Some(text("Brest"));
    aside.write(person(), Body::AnswerSetAside { path: path(PLACE), value, base: 0 });
    for desk in [&mut typed, &mut aside] {
        desk.hear(Source::Asp, Vec::new());
        assert_eq!((desk.value(ROW), desk.value(NAME)), (Some(&Value::Row(1)), None));
    }
    assert_eq!(typed.value(PLACE), Some(&text("Quimper")));
    assert_eq!(aside.snapshot.set_aside.len(), 1, "still to be decided");
}

#[test]
fn what_was_said_under_the_keys_of_an_earlier_form_is_no_silence() {
    let mut desk = filled();
    // Said again since it stands: it would be known to be unsaid, were it not for the form.
    says(&mut desk, Source::Asp, "00");
    let moved = |from: &str, to: &str| {
        let value = text("00");
        form::versions::Move { from: path(from), to: Some(path(to)), value }
    };
    let change = TrameChange {
        from: TrameRef::national("essai", 1),
        to: TrameRef::national("essai", 2),
        answers: vec![moved(PHONE, "projet.presentation")],
        sources: vec![moved(PHONE, "projet.presentation")],
        previous: Vec::new(),
        set_aside: Vec::new(),
        told: Vec::new(),
        unconfirmed: Vec::new(),
    };
    desk.write(Actor::Application, Body::TrameChanged(Box::new(change)));
    desk.trame.steps[0].fields.retain(|field| field.path != path(PHONE));
    assert_eq!(desk.value("projet.presentation"), Some(&text("00")));
    assert_eq!(desk.hear(Source::Sirene, Vec::new()), Merged::default(), "another speaks");
    let under_new_keys = vec![told(Source::Asp, "projet.presentation", "00", None)];
    assert_eq!(desk.hear(Source::Asp, under_new_keys).cleared, []);
    assert_eq!(desk.hear(Source::Asp, Vec::new()).cleared.len(), 1, "once it spoke under the new ones");
}

#[test]
fn a_dossier_of_before_keeps_its_answers_until_their_source_speaks() {
    let mut desk = Desk::new();
    let Told { known, .. } = told(Source::Asp, PHONE, "00", None);
    desk.set(Actor::Application, PHONE, Some(known.value), known.origin);
    assert_eq!(desk.hear(Source::Emplois, Vec::new()).cleared, []);
    assert_eq!(desk.hear(Source::Asp, Vec::new()).cleared.len(), 1);
}

#[test]
fn documents_follow_their_original_and_no_source() {
    let mut desk = Desk::new();
    let file = FileRef {
        id: "0".to_owned(),
        name: "rib.pdf".to_owned(),
        media: "application/pdf".to_owned(),
        size: 1,
        given: None,
        until: None,
        analysis: Analysis::NotMade,
        doubtful: false,
    };
    let origin = Origin::given("ACI 2026", Date::constant(2026, 2, 1));
    let rib: Path = path("pieces.rib");
    desk.set(Actor::Application, rib.as_str(), Some(Value::Files(vec![file])), origin);
    assert_eq!(desk.hear(Source::Previous, Vec::new()), Merged::default());
    assert!(desk.snapshot.value(&rib).is_some());
}
