//! The delay of instruction, day by day: what counts in it, and what does not.

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Awaits, Body, Event, Opening, Reference, Snapshot, TrameRef,
        procedure::{Move, Reason},
        talk::Subject,
    },
};
use form::{Answers, Date, Parameters};
use uuid::Uuid;

/// Days of the delay.
const DAYS: u16 = 60;

/// What happens to a dossier.
#[derive(Clone, Copy, Debug)]
enum Act {
    Send,
    Acknowledge,
    Ask,
    Answer,
    Settle,
    Decide(bool),
    Reopen,
    Withdraw,
}

use Act::{Acknowledge, Answer, Ask, Decide, Reopen, Send, Settle, Withdraw};

fn opening() -> Opening {
    let departement = Departement::parse("29").expect("a département");
    Opening {
        about: About::Demand,
        structure: StructureId::of_asp(1),
        structure_name: "Essai".to_owned(),
        kind: Kind::Aci,
        year: 2027,
        departement: departement.clone(),
        territories: vec![departement],
        deadline: Date::constant(2026, 12, 15),
        trame: TrameRef::national("dossier", 2),
        facts: form::Map::new(),
        previous_year: None,
        previous: Vec::new(),
    }
}

fn body(now: &Snapshot, act: Act) -> Body {
    let version = now.submission().map_or(0, |sent| sent.version);
    let correction = now.corrections.last().map_or(0, |asked| asked.seq);
    let reason = String::new();
    match act {
        Send => Body::Submitted {
            version: version + 1,
            reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
            counted: Answers::default(),
            parameters: Parameters::default(),
            findings: 0,
        },
        Acknowledge => Body::Moved(Box::new(Move::Acknowledged { version })),
        Ask => Body::CorrectionAsked {
            about: Subject::Step("projet".to_owned()),
            reason: Reason::Unclear,
            text: String::new(),
        },
        Answer => Body::CorrectionAnswered { correction, text: String::new() },
        Settle => Body::CorrectionSettled { correction, content: true, text: None },
        Decide(granted) => Body::Decided { version, granted, reason, motive: None, terms: None },
        Reopen => Body::DecisionReopened { reason },
        Withdraw => Body::Moved(Box::new(Move::Withdrawn { reason })),
    }
}

/// The instant that begins a day, from the first of January.
fn day(number: i64) -> Timestamp {
    let first: Timestamp = "2027-01-01T10:00:00Z".parse().expect("an instant");
    first.checked_add(jiff::SignedDuration::from_hours(24 * number)).expect("within the year")
}

fn after(acts: &[(i64, Act)]) -> Snapshot {
    let actor = Actor::Person(PersonId(Uuid::nil()));
    let event = |seq, at, body| Event { seq, at, actor, stamp: None, body };
    let mut log = vec![event(1, day(0), Body::Opened(Box::new(opening())))];
    for (seq, (at, act)) in (2..).zip(acts) {
        let now = Snapshot::fold(&log).expect("a log in order");
        log.push(event(seq, day(*at), body(&now, *act)));
    }
    Snapshot::fold(&log).expect("a log in order")
}

/// What happened, on which day; the day from which the delay runs, had it never stopped; what the dossier awaits, and
/// since which day.
type Case<'a> = (&'a [(i64, Act)], Option<i64>, Awaits, i64);

#[test]
fn what_is_corrected_decided_or_given_up_does_not_count() {
    let cases: [Case<'_>; 13] = [
        (&[(0, Send)], Some(0), Awaits::Reading, 0),
        (&[(0, Send), (3, Acknowledge)], Some(0), Awaits::Consulting, 0),
        (&[(0, Send), (5, Ask)], None, Awaits::Structure, 5),
        (&[(0, Send), (5, Ask), (8, Answer), (9, Send)], Some(4), Awaits::Checking, 9),
        (&[(0, Send), (5, Ask), (9, Settle)], Some(4), Awaits::Deciding, 9),
        (&[(0, Send), (3, Acknowledge), (10, Decide(true))], None, Awaits::Nobody, 10),
        // Decided for thirty days, then taken up again: ten days were instructed.
        (&[(0, Send), (3, Acknowledge), (10, Decide(true)), (40, Reopen)], Some(30), Awaits::Consulting, 40),
        (&[(0, Send), (3, Acknowledge), (10, Decide(false)), (40, Reopen)], Some(30), Awaits::Consulting, 40),
        // Twice.
        (
            &[
                (0, Send),
                (3, Acknowledge),
                (10, Decide(true)),
                (40, Reopen),
                (45, Decide(false)),
                (50, Reopen),
            ],
            Some(35),
            Awaits::Consulting,
            50,
        ),
        // Taken up again, then corrected.
        (
            &[(0, Send), (3, Acknowledge), (10, Decide(true)), (40, Reopen), (41, Ask)],
            None,
            Awaits::Structure,
            41,
        ),
        (&[(0, Send), (10, Withdraw)], None, Awaits::Nobody, 10),
        (&[(0, Send), (10, Withdraw), (30, Reopen)], Some(20), Awaits::Reading, 30),
        // Given up while it was corrected: it is to be corrected anew from the day it is taken up again.
        (&[(0, Send), (5, Ask), (10, Withdraw), (30, Reopen)], None, Awaits::Structure, 30),
    ];
    for (acts, running, awaits, since) in cases {
        let now = after(acts);
        assert_eq!(now.running_from(), running.map(day), "{acts:?}");
        assert_eq!((now.awaits(), now.awaits_since()), (Some(awaits), Some(day(since))), "{acts:?}");
        let first = Date::constant(2027, 1, 1);
        let last = running.map(|running| first + jiff::Span::new().days(running + i64::from(DAYS)));
        assert_eq!(now.last_day(DAYS), last, "{acts:?}");
    }
}
