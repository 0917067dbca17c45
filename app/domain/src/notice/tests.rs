//! Who is told of what, event by event; and some of the words, as they are read.

mod reminders;

use form::{Answers, Date, Parameters};
use uuid::Uuid;

use super::*;
use crate::{
    Departement, StructureId,
    access::{Level, ServiceKey},
    dossier::{
        Note, Reference,
        procedure::{
            Decision, Reason,
            opinion::{Adviser, Given, Invited, Stance},
        },
        talk::Subject,
    },
    testing::opening,
};

const AGENT: PersonId = PersonId(Uuid::from_u128(3));
const AUTHOR: PersonId = PersonId(Uuid::from_u128(9));
const SECRET: &str = "secret";

fn id() -> DossierId {
    DossierId(Uuid::from_u128(1))
}

fn noon(day: &str) -> Timestamp {
    format!("{day}T11:00:00Z").parse().expect("an instant")
}

/// A log of these events, each one hour after the other, and the snapshot after each.
fn played(bodies: Vec<Body>) -> Vec<(Event, Snapshot)> {
    let opening = opening(StructureId::of_asp(1), &["29", "56"]);
    let bodies = std::iter::once(Body::Opened(Box::new(opening))).chain(bodies);
    let mut log = Vec::new();
    let mut played = Vec::new();
    for (seq, body) in (1..).zip(bodies) {
        let at = noon("2026-12-01") + jiff::Span::new().hours(i64::try_from(seq).expect("few"));
        log.push(Event { seq, at, actor: Actor::Person(AUTHOR), stamp: None, body });
        played.push((log[log.len() - 1].clone(), Snapshot::fold(&log).expect("in order")));
    }
    played
}

fn sent(version: u32) -> Body {
    Body::Submitted {
        version,
        reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
        counted: Answers::default(),
        parameters: Parameters::default(),
        findings: 0,
    }
}

fn asked() -> Body {
    let about = Subject::Step("structure".to_owned());
    Body::CorrectionAsked { about, reason: Reason::Missing, text: SECRET.to_owned() }
}

fn moved(moved: Move) -> Body {
    Body::Moved(Box::new(moved))
}

fn decision() -> Decision {
    Decision { version: 1, granted: true, motive: None, reason: SECRET.to_owned(), terms: None }
}

fn decided(granted: bool) -> Body {
    Body::Decided { version: 1, granted, reason: SECRET.to_owned(), motive: None, terms: None }
}

fn wrote(from: Party) -> Body {
    let (title, text) = (SECRET.to_owned(), SECRET.to_owned());
    Body::Exchanged(Box::new(Exchange::Opened { from, about: None, title, text, files: Vec::new() }))
}

fn replied(from: Party) -> Body {
    Body::Exchanged(Box::new(Exchange::Replied {
        from,
        thread: 3,
        text: SECRET.to_owned(),
        files: Vec::new(),
    }))
}

fn given() -> Body {
    let on = Date::constant(2026, 12, 1);
    let given = Given { stance: Stance::Unfavourable, on, text: SECRET.to_owned(), confidential: true };
    moved(Move::OpinionGiven { of: Adviser::Council, asked: None, given })
}

fn settled(content: bool) -> Body {
    Body::CorrectionSettled { correction: 3, content, text: None }
}

fn correction_answered() -> Body {
    Body::CorrectionAnswered { correction: 3, text: SECRET.to_owned() }
}

fn opinion_asked(address: Option<&str>, until: Option<Date>) -> Body {
    let invited = address.map(|address| Invited { address: address.to_owned(), confidential: true });
    moved(Move::OpinionAsked { of: Adviser::Council, until, text: SECRET.to_owned(), invited })
}

fn read() -> Body {
    Body::Exchanged(Box::new(Exchange::Read { from: Party::Service, thread: 3 }))
}

fn given_to(agent: PersonId) -> Body {
    Body::Noted { service: ServiceKey::parse("d-29"), note: Note::Given { to: Some(agent) } }
}

/// Each event with who is told: the structure, the service, the region.
#[test]
fn each_event_is_told_to_whom_it_concerns_and_to_nobody_else() {
    let reason = || SECRET.to_owned();
    let table: [(&str, Body, [bool; 3]); 21] = [
        ("sent", sent(1), [true, true, false]),
        ("sent again", sent(2), [true, true, false]),
        ("correction asked", asked(), [true, false, false]),
        ("asked again", settled(false), [true, false, false]),
        ("closed", settled(true), [true, false, false]),
        ("answered", correction_answered(), [false; 3]),
        ("acknowledged", moved(Move::Acknowledged { version: 1 }), [true, false, false]),
        ("opinion asked", opinion_asked(None, None), [false; 3]),
        ("opinion asked of somebody", opinion_asked(Some("avis@exemple.fr"), None), [false; 3]),
        ("opinion given", given(), [false, true, false]),
        ("proposed", moved(Move::Proposed(decision())), [false, false, true]),
        ("given back", moved(Move::Returned { reason: reason() }), [false, true, false]),
        ("granted", decided(true), [true, true, false]),
        ("refused", decided(false), [true, true, false]),
        ("reopened", Body::DecisionReopened { reason: reason() }, [true, true, false]),
        ("given up", moved(Move::Withdrawn { reason: reason() }), [true, true, false]),
        ("taken back", moved(Move::TakenBack { reason: reason() }), [true, true, false]),
        ("the service writes", wrote(Party::Service), [true, false, false]),
        ("the structure answers", replied(Party::Structure), [false, true, false]),
        ("read", read(), [false; 3]),
        ("confirmed", Body::StepConfirmed { step: "structure".to_owned() }, [false; 3]),
    ];
    for (what, body, expected) in table {
        let cause = Cause::of(&body);
        let log = played(vec![sent(1), asked(), body]);
        let (event, snapshot) = &log[3];
        let mut told = notices(id(), event, snapshot);
        told.retain(|notice| notice.whom != Whom::Adviser);
        let sides = [Whom::Structure, Whom::Service, Whom::Region];
        let found = sides.map(|side| told.iter().any(|notice| notice.whom == side));
        assert_eq!(found, expected, "{what}");
        assert_eq!(told.len(), expected.iter().filter(|told| **told).count(), "{what}: each side once");
        let receipt = matches!(cause, Some(Cause::Sent | Cause::SentAgain));
        for notice in told {
            assert_eq!(notice.except, (!receipt).then_some(AUTHOR), "{what}");
            assert_eq!((notice.key.as_str(), Some(notice.cause)), ("4", cause), "{what}");
            let whole = format!("{} {}", notice.subject, notice.text);
            assert!(!whole.contains(SECRET), "{what}: {whole}");
            let room = if notice.whom == Whom::Structure { "/dossiers/" } else { "/instruction/dossiers/" };
            assert!(notice.path.starts_with(room), "{what}: {}", notice.path);
        }
    }
}

/// A dossier passes from one agent to another: each of the two is told in the application, but for who did it.
#[test]
fn who_is_given_a_dossier_and_who_had_it_are_told() {
    let other = PersonId(Uuid::from_u128(77));
    let nobody = || Body::Noted { service: ServiceKey::parse("d-29"), note: Note::Given { to: None } };
    let of_region =
        || Body::Noted { service: ServiceKey::parse("r-22.29.35.56"), note: Note::Given { to: Some(other) } };
    for (what, bodies, expected) in [
        ("given", vec![given_to(AGENT)], vec![(Cause::Entrusted, Whom::Service, AGENT)]),
        ("taken", vec![given_to(AUTHOR)], vec![]),
        (
            "passed on",
            vec![given_to(AGENT), given_to(other)],
            vec![(Cause::Entrusted, Whom::Service, other), (Cause::TakenOver, Whom::Service, AGENT)],
        ),
        (
            "taken from a colleague",
            vec![given_to(AGENT), given_to(AUTHOR)],
            vec![(Cause::TakenOver, Whom::Service, AGENT)],
        ),
        ("given back", vec![given_to(AGENT), nobody()], vec![(Cause::TakenOver, Whom::Service, AGENT)]),
        ("in the region", vec![given_to(AGENT), of_region()], vec![(Cause::Entrusted, Whom::Region, other)]),
    ] {
        let log = played([vec![sent(1)], bodies].concat());
        let (event, snapshot) = &log[log.len() - 1];
        let told = notices(id(), event, snapshot);
        assert!(told.iter().all(|notice| !notice.cause.is_mailed()), "{what}: no mail");
        let told: Vec<_> =
            told.into_iter().map(|notice| (notice.cause, notice.whom, notice.audience)).collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(cause, whom, agent)| (cause, whom, Audience::Agents(vec![agent])))
            .collect();
        assert_eq!(told, expected, "{what}");
    }
}

#[test]
fn every_cause_has_its_key_and_its_words_for_whom_it_is_told() {
    let log = played(vec![sent(1), asked()]);
    let recalled = words::Recalled::Since(Date::constant(2026, 12, 2), 2);
    for cause in Cause::all() {
        assert_eq!(Cause::of_code(cause.code()), Some(cause));
        assert!(!cause.whom().is_empty(), "{cause:?}");
        for whom in cause.whom() {
            let words = words::of(cause, *whom, (id(), &log[2].1), Some(&recalled));
            assert!(words.text.starts_with("Bonjour,\n\n") && words.text.ends_with('.'), "{}", words.text);
            assert!(words.subject.chars().count() <= 90, "{}", words.subject);
            assert_eq!(Whom::of_code(whom.code()), Some(*whom));
        }
    }
}

#[test]
fn the_words_are_plain_and_say_what_to_do_next() {
    let log = played(vec![sent(1), asked(), decided(false)]);
    let told = |place: usize| notices(id(), &log[place].0, &log[place].1);
    let correction = &told(2)[0];
    assert_eq!(correction.subject, "Correction demandée sur le dossier ACI 2027");
    assert_eq!(
        correction.text,
        "Bonjour,\n\nLe service vous demande de corriger le dossier ACI 2027 de «\u{a0}Les Jardins de l'Odet\u{a0}».\n\nOuvrez le dossier pour lire ce qui est demandé, corrigez, répondez à chaque demande, puis transmettez de nouveau. Le délai d’instruction est suspendu en attendant."
    );
    assert_eq!(correction.path, "/dossiers/00000000-0000-0000-0000-000000000001/corrections");
    let [receipt, service] = &told(1)[..] else { panic!("two are told") };
    assert_eq!(receipt.subject, "Dossier ACI 2027 transmis");
    assert_eq!(
        receipt.text,
        "Bonjour,\n\nLe dossier ACI 2027 de «\u{a0}Les Jardins de l'Odet\u{a0}» est transmis à la DDETS du Finistère et à la DDETS du Morbihan. Sa référence est IAE-2027-29-ACI-7K3M9Q.\n\nVous n’avez rien à faire pour l’instant. Gardez le récépissé\u{a0}: nous vous écrirons si le service demande une correction, et quand il aura reconnu le dossier complet."
    );
    assert_eq!(service.subject, "Les Jardins de l'Odet\u{a0}: dossier ACI 2027 transmis");
    assert_eq!(
        mail("Bonjour,", "https://iae.exemple.fr/notifications/1/2"),
        "Bonjour,\n\nOuvrir la page dans le service\u{a0}:\nhttps://iae.exemple.fr/notifications/1/2\n\n-- \nConventionnement IAE\nMessage automatique\u{a0}: il ne contient rien de confidentiel. Pour répondre, connectez-vous au service."
    );
    // Granted or refused, the mail says that there is a decision, no more.
    let other = played(vec![sent(1), asked(), decided(true)]);
    let granted = notices(id(), &other[3].0, &other[3].1);
    let words = |notices: &[Notice]| -> Vec<String> {
        notices.iter().map(|notice| format!("{} {}", notice.subject, notice.text)).collect()
    };
    assert_eq!(words(&granted), words(&told(3)));
}

#[test]
fn the_agent_who_has_the_dossier_is_told_alone_or_else_the_services_of_its_places() {
    let departement = |code: &str| Departement::parse(code).expect("a département");
    let audience = |bodies: Vec<Body>| {
        let log = played(bodies);
        let (event, snapshot) = &log[log.len() - 1];
        notices(id(), event, snapshot).remove(0).audience
    };
    let both = Audience::Service(Level::Departement, vec![departement("29"), departement("56")]);
    assert_eq!(audience(vec![sent(1), given()]), both);
    assert!(both.holds(&ServiceKey::parse("d-56")) && !both.holds(&ServiceKey::parse("d-75")));
    assert_eq!(audience(vec![sent(1), given_to(AGENT), given()]), Audience::Agents(vec![AGENT]));
    let region = Audience::Service(Level::Region, vec![departement("29")]);
    let proposed = || moved(Move::Proposed(decision()));
    // The agent of the département is not that of the region.
    assert_eq!(audience(vec![sent(1), given_to(AGENT), proposed()]), region);
    assert!(region.holds(&ServiceKey::parse("r-22.29.35.56")));
}

#[test]
fn who_is_asked_for_an_opinion_in_the_service_is_told_and_reminded_and_nobody_else_is() {
    let until = Date::constant(2026, 12, 20);
    let log =
        played(vec![sent(1), opinion_asked(Some("avis@exemple.fr"), Some(until)), opinion_asked(None, None)]);
    let [asked] = &notices(id(), &log[2].0, &log[2].1)[..] else { panic!("one is told") };
    assert_eq!(asked.audience, Audience::Account("avis@exemple.fr".to_owned()));
    assert_eq!(asked.path, "/avis/dossiers/00000000-0000-0000-0000-000000000001");
    assert_eq!(asked.subject, "Avis demandé sur le dossier ACI 2027 de Les Jardins de l'Odet");
    assert_eq!(
        asked.text,
        "Bonjour,\n\nLa DDETS du Finistère vous demande votre avis sur le dossier ACI 2027 de «\u{a0}Les Jardins de l'Odet\u{a0}». Il est attendu pour le 20\u{a0}décembre\u{a0}2026.\n\nConnectez-vous avec le compte de cette adresse pour lire le dossier et donner votre avis\u{a0}: favorable, réservé ou défavorable."
    );
    assert_eq!(notices(id(), &log[3].0, &log[3].1), [], "the service writes that one down itself");
    let days = Reminders { opinion: vec![3], ..Reminders::default() };
    let told = reminders(id(), &log[3].1, (noon("2026-12-18"), 60), &days);
    let told: Vec<(Whom, &str)> = told.iter().map(|notice| (notice.whom, notice.key.as_str())).collect();
    let key = "avis-attendu-2026-12-20-3-3";
    assert_eq!(told, [(Whom::Service, key), (Whom::Adviser, key)]);
}

#[test]
fn who_is_awaited_is_told_once_the_day_passed_and_once_the_dossier_is_decided() {
    let until = Date::constant(2026, 12, 20);
    let asked = opinion_asked(Some("avis@exemple.fr"), Some(until));
    for over in [decided(true), decided(false), moved(Move::Withdrawn { reason: String::new() })] {
        let log = played(vec![sent(1), asked.clone(), over]);
        let mut told = notices(id(), &log[3].0, &log[3].1);
        told.retain(|notice| notice.whom == Whom::Adviser);
        let [dropped] = &told[..] else { panic!("one adviser is told") };
        assert_eq!(dropped.audience, Audience::Account("avis@exemple.fr".to_owned()));
        assert!(dropped.text.contains("ne demande plus votre avis"), "{}", dropped.text);
    }
    let log = played(vec![sent(1), asked]);
    let days = Reminders { opinion: vec![2], ..Reminders::default() };
    let told = reminders(id(), &log[2].1, (noon("2026-12-23"), 60), &days);
    let [service, adviser] = &told[..] else { panic!("two are told") };
    for notice in [service, adviser] {
        assert!(notice.text.contains("était attendu le 20\u{a0}décembre\u{a0}2026"), "{}", notice.text);
    }
}

#[test]
fn who_is_asked_reads_the_dossier_until_it_is_decided() {
    let viewer = |address: &str| crate::Viewer {
        person: PersonId::of_address(address),
        name: address.to_owned(),
        acting: crate::Acting::Adviser { address: address.to_owned() },
    };
    let asked = || opinion_asked(Some("avis@exemple.fr"), None);
    let answered = |seq| {
        let given = Given {
            stance: Stance::Favourable,
            on: Date::constant(2026, 12, 1),
            text: String::new(),
            confidential: false,
        };
        moved(Move::OpinionGiven { of: Adviser::Council, asked: Some(seq), given })
    };
    for (what, bodies, expected) in [
        ("a draft", vec![], None),
        ("nobody asked", vec![sent(1), opinion_asked(None, None)], None),
        ("asked", vec![sent(1), asked()], Some(3)),
        ("given", vec![sent(1), asked(), answered(3)], Some(3)),
        ("asked again", vec![sent(1), asked(), answered(3), asked()], Some(5)),
        ("decided", vec![sent(1), asked(), decided(true)], None),
        ("given up", vec![sent(1), asked(), moved(Move::Withdrawn { reason: String::new() })], None),
    ] {
        let log = played(bodies);
        let snapshot = &log[log.len() - 1].1;
        let own = viewer("avis@exemple.fr");
        assert_eq!(own.advises(snapshot).map(|opinion| opinion.seq), expected, "{what}");
        assert_eq!(viewer("autre@exemple.fr").advises(snapshot), None, "{what}");
    }
}

#[test]
fn an_address_is_read_as_it_is_typed_or_refused() {
    let read = |text| Invited::read(text, true).map(|invited| invited.map(|invited| invited.address));
    assert!(matches!(read("  "), Ok(None)));
    assert!(
        matches!(read(" Prenom.Nom@FranceTravail.fr "), Ok(Some(address)) if address == "prenom.nom@francetravail.fr")
    );
    assert!(read("prenom.nom").is_err() && read("a@b c.fr").is_err());
}

#[test]
fn what_comes_in_numbers_waits_for_the_next() {
    let log = played(vec![sent(1), asked()]);
    let at = |place: usize| {
        let (event, snapshot) = &log[place];
        let due = notices(id(), event, snapshot).remove(0).due;
        due.as_second() - event.at.as_second()
    };
    assert_eq!((at(1), at(2)), (0, 600));
}
