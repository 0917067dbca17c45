//! What is counted otherwise and what is not, by example.

use form::Date;

use super::*;
use crate::{
    Timestamp,
    dossier::{
        Actor, Body, Event, Known, Origin,
        heard::{Contest, Told},
    },
};

fn path(key: &str) -> Path {
    key.parse().expect("a key")
}

/// What a source says of a key, worked out of something.
fn heard(source: Source, key: &str, value: Value, from: &str) -> Heard {
    let origin = Origin::Derived { from: from.to_owned(), how: String::new() };
    let told = Told { path: path(key), known: Known { value, origin }, doubt: Some("une partie".to_owned()) };
    let as_of = Date::constant(2026, 11, 16);
    let at = Timestamp::from_second(1_800_000_000).expect("an instant");
    let body =
        Body::SourceTold { source, as_of, told: vec![told], findings: Vec::new(), believed: Vec::new() };
    Heard::of(&[Event { seq: 2, at, actor: Actor::Application, stamp: None, body }])
}

fn sent(answers: &[(&str, Option<&str>)]) -> Answers {
    let known = answers.iter().filter_map(|(key, text)| Some((path(key), (*text)?)));
    known.map(|(key, text)| (key, Value::Number(text.parse().expect("a number")))).collect()
}

fn codes(sent: &Answers, heard: &Heard) -> Vec<&'static str> {
    weighed(sent, heard).into_iter().map(|found| found.code).collect()
}

#[test]
fn more_periods_than_are_declared_are_told() {
    let key = "accompagnement.pmsmp";
    let counted = heard(Source::ImmersionConventions, key, Value::Integer(5), "des conventions");
    for (declared, found) in
        [(None, true), (Some("0"), true), (Some("4"), true), (Some("5"), false), (Some("9"), false)]
    {
        let sent = sent(&[(key, declared)]);
        assert_eq!(codes(&sent, &counted) == ["immersion"], found, "{declared:?}");
    }
    let told = weighed(&sent(&[(key, None)]), &counted).remove(0);
    assert!(told.text.contains("au moins 5\u{a0}; la structure n’a pas répondu"), "{}", told.text);
    let other = heard(Source::Asp, key, Value::Integer(5), "de l’ASP");
    assert_eq!(codes(&sent(&[(key, None)]), &other), [""; 0], "that service alone counts them");
    let mut contested = counted;
    contested.contested.insert(
        (path(key), Source::ImmersionConventions),
        Contest {
            seq: 3,
            by: Actor::Application,
            at: Timestamp::UNIX_EPOCH,
            known: None,
            text: "Cinq annulées.".to_owned(),
        },
    );
    assert_eq!(codes(&sent(&[(key, None)]), &contested), [""; 0], "it is told elsewhere");
}

#[test]
fn a_year_that_runs_under_its_posts_is_told_to_who_asks_as_many() {
    let key = "etp.historique[n1].realises";
    let eight = "l’ASP, année 2026 en cours, 8 mois sur 12";
    let worked = |text: &str| Value::Number(text.parse().expect("a number"));
    for (realised, from, asked, found) in [
        // Six in eight months are nine in the year.
        ("5.99", eight, "10", true),
        ("5.99", eight, "12", true),
        ("5.99", eight, "9.99", false),
        ("6", eight, "10", false),
        ("5.99", "l’ASP, année 2026 en cours", "10", false),
        ("5.99", "l’ASP", "10", false),
    ] {
        let heard = heard(Source::AspMonthly, key, worked(realised), from);
        let sent = sent(&[("etp.demandes", Some(asked)), ("etp.historique[n1].conventionnes", Some("10"))]);
        assert_eq!(codes(&sent, &heard) == ["rythme"], found, "{realised} of {from}, {asked} asked");
    }
}
