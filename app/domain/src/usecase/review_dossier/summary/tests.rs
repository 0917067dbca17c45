//! The summary of small dossiers, with exact values.

use form::{Context, Parameters, trame::read_trame};

use super::*;
use crate::{
    PersonId, StructureId, Timestamp,
    dossier::{
        Actor, Body, Event, Opening, Reference,
        procedure::{
            Reason, Terms,
            terms::{Grant, Notes, Posts},
        },
        talk::Subject,
    },
    testing::opening,
};

const TRAME: &str = r#"
key = "t"
version = 1
title = "T"
[[step]]
key = "s"
title = "S"
[[step.field]]
key = "structure.siret"
label = "SIRET"
type = "siret"
[[step.field]]
key = "rh.ratio"
label = "Ratio"
type = "decimal"
[[step.field]]
key = "finance.part_commerciale"
label = "Part"
type = "percent"
[[step.field]]
key = "pieces.statuts"
label = "Statuts"
type = "files"
required = true
[[step.field]]
key = "pieces.rib"
label = "RIB"
type = "files"
required = true
[[step.field]]
key = "pieces.autres"
label = "Autres"
type = "files"
[[step.field]]
key = "pieces.ancien"
label = "Ancien"
type = "files"
valid_months = 3
"#;

const TODAY: Date = Date::constant(2026, 12, 22);

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn path(text: &str) -> Path {
    Path::parse(text).expect("a key")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn files(given: Option<Date>) -> Value {
    let file = form::FileRef {
        id: "0".to_owned(),
        name: "a.pdf".to_owned(),
        media: "application/pdf".to_owned(),
        size: 1,
        given,
        until: None,
        analysis: form::file::Analysis::Clean,
        doubtful: false,
    };
    Value::Files(vec![file])
}

fn of_asp(value: Value) -> Known {
    let origin = Origin::Prefilled {
        source: "ASP".to_owned(),
        record: "ACI029220007A0M0".to_owned(),
        column: "x".to_owned(),
        as_of: Date::constant(2026, 11, 16),
        original: String::new(),
    };
    Known { value, origin }
}

fn asked_before(value: Value) -> Known {
    Known { value, origin: Origin::given("ACI 2026", Date::constant(2025, 12, 1)) }
}

/// A dossier sent on 10 December 2026, with what was known of the year before.
fn sent(about: About, previous: Vec<(Path, Known)>, counted: Answers) -> Vec<Event> {
    let opening = Opening { about, previous, ..opening(StructureId::of_asp(1), &["29"]) };
    let bodies = [
        Body::Opened(Box::new(opening)),
        Body::Submitted {
            version: 1,
            reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
            counted,
            parameters: Parameters::default(),
            findings: 0,
        },
    ];
    (1..)
        .zip(bodies)
        .map(|(seq, body)| Event {
            seq,
            at: at("2026-12-10T10:00:00Z"),
            actor: Actor::Person(PersonId(uuid::Uuid::nil())),
            stamp: None,
            body,
        })
        .collect()
}

fn summed(log: &[Event], ruling: Option<&Ruling>) -> Summary {
    let program = Program::compile(read_trame(TRAME).expect("a right trame")).expect("no cycle");
    let snapshot = Snapshot::fold(log).expect("a log");
    let submission = snapshot.submission().expect("sent");
    let context = Context {
        today: TODAY,
        facts: form::Map::new(),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters::default(),
    };
    let evaluation = program.evaluate(&submission.counted, &context);
    Summary::of(&snapshot, submission, (&program, &evaluation), ruling, (TODAY, 45))
}

fn demand() -> Answers {
    let numbers = [
        ("etp.demandes", "11.40"),
        ("etp.montant", "272699.40"),
        ("etp.historique[n1].conventionnes", "9"),
        ("etp.historique[n1].realises", "8"),
        ("objectifs.rappel[durable].objectif", "30"),
        ("objectifs.rappel[durable].realise", "25.5"),
        ("objectifs.durable", "32"),
        ("objectifs.dynamiques", "62"),
        ("rh.ratio", "5.25"),
    ];
    let numbers = numbers.map(|(key, value)| (path(key), Value::Number(number(value))));
    let day = |key: &str, month, day| (path(key), Value::Date(Date::constant(2027, month, day)));
    let others = [
        day("annexe.debut", 1, 1),
        day("annexe.fin", 12, 31),
        (path("pieces.statuts"), files(None)),
        (path("pieces.ancien"), files(Some(Date::constant(2026, 6, 1)))),
    ];
    numbers.into_iter().chain(others).collect()
}

fn ruling(terms: Option<Terms>) -> Ruling {
    Ruling {
        seq: 9,
        by: Actor::Application,
        at: at("2025-12-18T10:00:00Z"),
        version: 1,
        granted: terms.is_some(),
        motive: None,
        reason: String::new(),
        terms: terms.map(Box::new),
        numbered: None,
        reopened: None,
    }
}

fn terms() -> Terms {
    let year = Period { start: Date::constant(2026, 1, 1), end: Date::constant(2026, 12, 31) };
    Terms {
        period: year,
        annexes: vec![Grant {
            departement: crate::Departement::parse("29").expect("a département"),
            prison: false,
            posts: Posts::Etp { etp: number("9.5"), unit: number("23000") },
            modulation: Decimal::ZERO,
            number: None,
        }],
        notes: Notes::default(),
        cofinancing: None,
        convention: None,
        number: None,
    }
}

#[test]
fn what_is_asked_stands_beside_what_was_agreed_and_done() {
    let previous = vec![
        (path("etp.demandes"), of_asp(Value::Number(number("10")))),
        (path("etp.montant"), of_asp(Value::Number(number("230000")))),
        (path("rh.ratio"), of_asp(Value::Number(number("6")))),
    ];
    let summary = summed(&sent(About::Demand, previous, demand()), None);
    assert_eq!((summary.posts, summary.amount), (Some(number("11.40")), Some(number("272699.40"))));
    let year = Period { start: Date::constant(2027, 1, 1), end: Date::constant(2027, 12, 31) };
    assert_eq!(summary.period, Some(year));
    let agreed = Agreed {
        posts: Some(number("10")),
        amount: Some(number("230000")),
        period: None,
        from: Some("ASP, ACI029220007A0M0".to_owned()),
    };
    assert_eq!(summary.agreed, agreed);
    assert_eq!((summary.realised, summary.rate), (Some(number("8")), Some(number("88.89"))));
    let exits = |label, objective: Option<&str>, realised: Option<&str>, proposed: Option<&str>| Exits {
        label,
        objective: objective.map(number),
        realised: realised.map(number),
        proposed: proposed.map(number),
    };
    assert_eq!(
        summary.exits,
        [
            exits("Emploi durable", Some("30"), Some("25.5"), Some("32")),
            exits("Emploi de transition", None, None, None),
            exits("Sorties positives", None, None, None),
            exits("Sorties dynamiques", None, None, Some("62")),
        ]
    );
    let ratios: Vec<_> =
        summary.ratios.iter().map(|ratio| (ratio.label.as_str(), ratio.now, ratio.before)).collect();
    assert_eq!(ratios, [("Ratio", Some(number("5.25")), Some(number("6"))), ("Part", None, None)]);
    assert_eq!(summary.documents, Documents { received: 1, missing: 1, expired: 1, refused: 0 });
    let delay =
        Delay { sent: Date::constant(2026, 12, 10), since: 12, left: Some(33), spared: 0, suspended: None };
    assert_eq!(summary.delay, delay);
}

#[test]
fn exits_of_a_year_that_runs_say_so() {
    let told = |from: &str| {
        let mut log = sent(About::Demand, Vec::new(), demand());
        let (sent, opened) = (log.pop().expect("sent"), log.len() as u64);
        let origin = Origin::Derived { from: from.to_owned(), how: String::new() };
        let (value, path) = (Some(Value::Number(number("40"))), path("objectifs.rappel[dynamiques].realise"));
        let body = Body::AnswerSet { path, value, origin, base: 0, deposit: None };
        let event = Event { seq: opened + 1, actor: Actor::Application, body, ..sent.clone() };
        log.extend([event, Event { seq: opened + 2, ..sent }]);
        summed(&log, None).exits_so_far
    };
    let running = "année 2026 en cours, 8 mois sur 12";
    assert_eq!(told(&format!("ASP, états mensuels, {running}")).as_deref(), Some(running));
    assert_eq!(told("ASP, états mensuels, année 2025"), None);
}

#[test]
fn of_a_year_that_runs_the_pace_is_compared_with_the_year_agreed() {
    let told = |from: &str| {
        let mut log = sent(About::Demand, Vec::new(), demand());
        let (sent, opened) = (log.pop().expect("sent"), log.len() as u64);
        let origin = Origin::Derived { from: from.to_owned(), how: String::new() };
        let value = Some(Value::Number(number("8")));
        let path = path("etp.historique[n1].realises");
        let body = Body::AnswerSet { path, value, origin, base: 0, deposit: None };
        let event = Event { seq: opened + 1, actor: Actor::Application, body, ..sent.clone() };
        log.extend([event, Event { seq: opened + 2, ..sent }]);
        let summary = summed(&log, None);
        (summary.so_far.is_some(), summary.pace, summary.rate)
    };
    // Eight posts in eight months are the pace of twelve, for nine agreed.
    let eight = told("ASP, états mensuels, année 2026 en cours, 8 mois sur 12");
    assert_eq!(eight, (true, Some(number("12")), Some(number("133.33"))));
    assert_eq!(told("ASP, année 2026 en cours"), (true, None, None), "nobody knows of how many months");
    assert_eq!(told("ASP, états mensuels"), (false, None, Some(number("88.89"))));
}

#[test]
fn nothing_is_guessed_where_nothing_is_known() {
    let summary = summed(&sent(About::Demand, Vec::new(), Answers::default()), None);
    assert_eq!((summary.posts, summary.amount, summary.period, summary.siret), (None, None, None, None));
    assert_eq!(summary.agreed, Agreed::default());
    assert_eq!((summary.realised, summary.rate), (None, None));
    let nothing: Answers =
        [(path("etp.historique[n1].conventionnes"), Value::Number(Decimal::ZERO))].into_iter().collect();
    assert_eq!(summed(&sent(About::Demand, Vec::new(), nothing), None).rate, None, "no share of nothing");
}

/// What was agreed is what ASP holds; else our decision; what the structure had asked is neither.
#[test]
fn what_was_agreed_is_that_of_asp_then_that_of_the_decision() {
    let key = || path("etp.demandes");
    let (granted, refused) = (ruling(Some(terms())), ruling(None));
    for (previous, ruling, posts, from) in [
        (vec![(key(), of_asp(Value::Number(number("10"))))], Some(&granted), "10", "ASP, ACI029220007A0M0"),
        (
            vec![(key(), asked_before(Value::Number(number("12"))))],
            Some(&granted),
            "9.5",
            "décision du 18/12/2025",
        ),
        (Vec::new(), Some(&granted), "9.5", "décision du 18/12/2025"),
        (vec![(key(), asked_before(Value::Number(number("12"))))], Some(&refused), "12", "dossier ACI 2026"),
    ] {
        let agreed = summed(&sent(About::Demand, previous, demand()), ruling).agreed;
        assert_eq!((agreed.posts, agreed.from.as_deref()), (Some(number(posts)), Some(from)));
        if from.starts_with("décision") {
            assert_eq!(agreed.amount, Some(number("218500.00")));
        }
    }
}

#[test]
fn a_bilan_says_what_its_convention_became() {
    let numbers = [
        ("bilan.etp_conventionnes", "10"),
        ("bilan.etp_realises", "9"),
        ("bilan.taux_realisation", "90"),
        ("objectifs.dynamiques", "60"),
        ("bilan.taux_dynamiques", "48.28"),
    ];
    let counted = numbers.into_iter().map(|(key, value)| (path(key), Value::Number(number(value)))).collect();
    let summary = summed(&sent(About::Bilan, Vec::new(), counted), None);
    assert_eq!((summary.posts, summary.agreed.posts), (None, Some(number("10"))));
    assert_eq!((summary.realised, summary.rate), (Some(number("9")), Some(number("90"))));
    let dynamic = &summary.exits[3];
    assert_eq!((dynamic.objective, dynamic.realised), (Some(number("60")), Some(number("48.28"))));
    assert_eq!(dynamic.proposed, None);
}

#[test]
fn the_delay_stands_still_while_the_structure_corrects() {
    let mut log = sent(About::Demand, Vec::new(), demand());
    log.push(Event {
        seq: 3,
        at: at("2026-12-15T10:00:00Z"),
        actor: Actor::Application,
        stamp: None,
        body: Body::CorrectionAsked {
            about: Subject::Step("s".to_owned()),
            reason: Reason::Other,
            text: "Précisez.".to_owned(),
        },
    });
    let delay = summed(&log, None).delay;
    assert_eq!((delay.since, delay.left, delay.suspended), (12, None, Some(Date::constant(2026, 12, 15))));
}
