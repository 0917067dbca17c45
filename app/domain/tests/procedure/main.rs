//! The procedure, exhaustively: in every state, every act is done or refused as the table says, and leads where it says.

use domain::{
    Acting, Departement, Error, PersonId, Refusal, StructureId, Viewer,
    access::{Access, Action, Level},
    dossier::{
        About, Awaits, Body, Snapshot, State,
        procedure::{
            self, Act, Correction, Decision, Motive, Reason, Stage, Tier, asked_terms,
            machine::{self, Side, leads},
            opinion::{Adviser, Given, Stance, is_needed},
        },
    },
};
use form::{Date, Value};
use uuid::Uuid;

mod log;
mod tiers;

use log::{Log, TODAY, attempt, favourable, granted, path, states};

#[test]
fn every_act_in_every_state_does_what_the_table_says() {
    let mut met = Vec::new();
    let to_settle = |asked: &Correction| matches!(asked.stage, Stage::Sent | Stage::Open);
    for (state, log) in states() {
        let before = log.now();
        assert_eq!(before.state(), state);
        for row in &machine::TABLE {
            let told = attempt(&before, row.act);
            let refused = match &told {
                // What there is nothing of cannot be answered nor closed, wherever one is.
                Err(Error::NotFound) if matches!(row.act, Act::Answer | Act::Settle) => continue,
                Err(Error::Refused(_)) if row.act == Act::Send && before.unanswered() > 0 => continue,
                // What is settled, or worked on by the structure, is not settled.
                Err(Error::Refused(_))
                    if row.act == Act::Settle && !before.corrections.iter().any(to_settle) =>
                {
                    continue;
                }
                Err(Error::Refused(_)) if row.act == Act::Answer && before.unanswered() == 0 => continue,
                // What was answered is read first.
                Err(Error::Refused(Refusal::ToRead(1))) if is_unread(&before) => continue,
                told => told.is_err(),
            };
            assert_eq!(refused, !row.act.is_open_in(state), "{:?} in {state:?}: {told:?}", row.act);
            let Ok(body) = told else { continue };
            let mut after = Log(log.0.clone());
            match body {
                Some(body) => after.add(body),
                None => after.sent(),
            }
            let to = after.now().state();
            assert!(leads(row.act, state, to), "{:?} leads from {state:?} to {to:?}", row.act);
            met.push((row.act, state, to));
        }
    }
    for row in &machine::TABLE {
        for from in row.from {
            let some = met.iter().any(|(act, state, _)| (*act, *state) == (row.act, *from));
            assert!(some, "{:?} was never done in {from:?}", row.act);
        }
    }
    let seen: Vec<State> = states().iter().map(|(state, _)| *state).collect();
    assert!(State::all().all(|state| seen.contains(&state)), "every state is played");
}

fn is_unread(snapshot: &Snapshot) -> bool {
    snapshot.corrections.iter().any(|asked| asked.stage == Stage::Sent)
}

/// A dossier is neither found complete nor decided on with answers that nobody read, nor asked the same twice.
#[test]
fn answers_are_read_before_anything_is_decided() {
    for acts in [
        &[Act::Send, Act::Ask, Act::Answer, Act::Send][..],
        &[Act::Send, Act::Acknowledge, Act::Ask, Act::Answer, Act::Send, Act::Consult],
    ] {
        let mut log = Log::all(acts);
        let next = if log.now().state() == State::Submitted { Act::Acknowledge } else { Act::Decide };
        let told = attempt(&log.now(), next);
        assert!(matches!(told, Err(Error::Refused(Refusal::ToRead(1)))), "{told:?}");
        let about = log.now().corrections[0].about.clone();
        let twice = procedure::ask(&log.now(), u64::MAX, about, Reason::Other, "Encore");
        assert!(matches!(twice, Err(Error::Refused(Refusal::AlreadyAsked))), "{twice:?}");
        log.does(Act::Settle);
        assert!(attempt(&log.now(), next).is_ok(), "{next:?} once it is read");
    }
}

/// The numbers of ASP are those of the decision, and its paper is written up to them.
#[test]
fn numbers_that_asp_gives_later_are_noted_on_the_decision() {
    let mut log = Log::all(&[Act::Send, Act::Acknowledge, Act::Consult, Act::Decide]);
    let decided = log.now().ruling().expect("decided").seq;
    assert_eq!(log.now().ruling().map(procedure::Ruling::written_at), Some(decided));
    log.does(Act::Number);
    let now = log.now();
    let ruling = now.ruling().expect("it holds");
    let terms = ruling.terms.as_deref().expect("granted");
    assert_eq!(terms.number.as_ref().map(ToString::to_string).as_deref(), Some("029 010124 ACI 00012"));
    assert_eq!((ruling.written_at(), now.state()), (now.seq, State::Granted));
    let told = attempt(&now, Act::Number);
    assert!(matches!(told, Err(Error::Invalid(_))), "the same again: {told:?}");
    let text = |name: &str| if name == "numero.0" { "n’importe quoi" } else { "" }.to_owned();
    let wrong = procedure::Numbers::read(text, 1).expect_err("no number of an annexe");
    assert_eq!(wrong[0].field, "numero.0");
}

/// Who may: the structure, its member, another, the service, the region, the ministry, support; every act, every state.
#[test]
fn each_act_is_its_sides_alone() {
    let opening = Log::opened(About::Demand).now().opening;
    let service = |code: &str, level| Acting::Service {
        name: String::new(),
        departements: vec![Departement::parse(code).expect("a département")],
        level,
    };
    let structure = |asp, administrator| Acting::Structure {
        id: StructureId::of_asp(asp),
        name: String::new(),
        administrator,
    };
    let people = [
        (structure(1, true), Some(Side::Structure)),
        (structure(2, true), None),
        (service("29", Level::Departement), Some(Side::Service)),
        (service("29", Level::Region), Some(Side::Service)),
        (service("14", Level::Departement), None),
        (Acting::National, None),
        (Acting::Support, None),
    ];
    for (acting, own) in people {
        let viewer = Viewer { person: PersonId(Uuid::nil()), name: String::new(), acting };
        for state in State::all().filter(|state| *state != State::Draft) {
            for row in &machine::TABLE {
                let action = match row.side {
                    Side::Structure if row.act == Act::Answer => Action::Fill,
                    Side::Structure => Action::Submit,
                    Side::Service | Side::Region => Action::Instruct,
                };
                let side = if row.side == Side::Structure { Side::Structure } else { Side::Service };
                let may = viewer.may(action, &opening, state) == Access::Granted;
                assert_eq!(may, own == Some(side), "{:?}, {:?}, {state:?}", viewer.acting, row.act);
            }
        }
    }
}

#[test]
fn a_decision_is_on_a_complete_version_with_the_opinion_that_it_needs() {
    let log = Log::all(&[Act::Send]);
    let told = procedure::decide(&log.now(), u64::MAX, Tier::Only, granted(&log.now()));
    assert!(told.is_err_and(|error| error.to_string().contains("reconnu complet")));
    let log = Log::all(&[Act::Send, Act::Acknowledge]);
    let told = procedure::decide(&log.now(), u64::MAX, Tier::Only, granted(&log.now()));
    assert!(told.is_err_and(|error| error.to_string().contains("avis de la commission")));
    // An annual avenant that leaves the posts unchanged needs none.
    let now = log.now();
    let mut opening = now.opening.clone();
    let mut sent = now.submission().expect("it was sent").clone();
    for (nature, before, needed) in [
        ("avenant_annuel", Some("11.4"), false),
        ("avenant_annuel", Some("11.39"), true),
        ("avenant_annuel", None, true),
        ("renouvellement", Some("11.4"), true),
        ("premiere", None, true),
    ] {
        sent.counted.set(path("demande.nature"), Some(Value::Choice(nature.to_owned())));
        let known = |text: &str| domain::dossier::Known {
            value: Value::Number(text.parse().expect("a number")),
            origin: domain::dossier::Origin::Typed,
        };
        opening.previous = before.map(|before| (path("etp.demandes"), known(before))).into_iter().collect();
        assert_eq!(is_needed(&opening, &sent), needed, "{nature} {before:?}");
    }
    // One that the service cuts changes them, whatever was asked: and a reader decides nothing.
    let mut now = log.now();
    let posts = granted(&now).terms.expect("it is asked").posts();
    let known =
        domain::dossier::Known { value: Value::Number(posts), origin: domain::dossier::Origin::Typed };
    now.opening.previous = vec![(path("etp.demandes"), known)];
    let annual = Some(Value::Choice("avenant_annuel".to_owned()));
    now.submissions.last_mut().expect("it was sent").counted.set(path("demande.nature"), annual);
    let decide = |tier, decision| procedure::decide(&now, u64::MAX, tier, decision);
    assert!(decide(Tier::Only, granted(&now)).is_ok(), "nobody is asked of posts that stay");
    let mut less = granted(&now);
    less.reason = "Enveloppe épuisée.".to_owned();
    less.motive = Some(Motive::Envelope);
    if let Some(terms) = &mut less.terms
        && let procedure::terms::Posts::Etp { etp, .. } = &mut terms.annexes[0].posts
    {
        *etp -= form::Decimal::ONE;
    }
    let told = decide(Tier::Only, less);
    assert!(told.is_err_and(|error| error.to_string().contains("avis de la commission")));
    assert!(matches!(decide(Tier::Reader, granted(&now)), Err(Error::Forbidden(_))));
}

#[test]
fn what_is_not_what_was_asked_says_why() {
    let log = Log::all(&[Act::Send, Act::Acknowledge, Act::Consult]);
    let now = log.now();
    let decide = |decision| procedure::decide(&now, u64::MAX, Tier::Only, decision);
    let asked = asked_terms(&now).expect("it is asked");
    assert_eq!(asked.total(), "272699.40".parse().expect("an amount"));
    let mut less = asked.clone();
    less.annexes[0].posts = procedure::terms::Posts::Etp {
        etp: "10".parse().expect("etp"),
        unit: "23921".parse().expect("euros"),
    };
    let with = |terms, motive, reason: &str| Decision {
        motive,
        reason: reason.to_owned(),
        terms: Some(Box::new(terms)),
        ..granted(&now)
    };
    assert!(decide(with(asked.clone(), None, "")).is_ok());
    let wrong = |decision| match decide(decision) {
        Err(Error::Fields(wrong)) => wrong.into_iter().map(|(field, _)| field).collect(),
        told => panic!("it is taken, or refused otherwise: {told:?}"),
    };
    let nothing: Vec<&str> = wrong(with(less.clone(), None, ""));
    assert_eq!(nothing, ["motif", "raison"], "all that is missing is said at once");
    assert_eq!(wrong(with(less.clone(), None, "Moins")), ["motif"]);
    assert_eq!(wrong(with(less.clone(), Some(Motive::Envelope), " ")), ["raison"]);
    let done = decide(with(less, Some(Motive::Envelope), "Enveloppe de la région."));
    assert!(matches!(done, Ok(Body::Decided { motive: Some(Motive::Envelope), .. })), "{done:?}");
    let refusal = |motive, reason: &str| Decision {
        granted: false,
        motive,
        reason: reason.to_owned(),
        terms: Some(Box::new(asked.clone())),
        ..granted(&now)
    };
    assert_eq!(wrong(refusal(None, "Non")), ["motif"]);
    let done = decide(refusal(Some(Motive::Project), "Projet à revoir."));
    assert!(matches!(done, Ok(Body::Decided { terms: None, granted: false, .. })), "{done:?}");
    let mut more = asked.clone();
    more.annexes[0].modulation = "5".parse().expect("a share");
    assert_eq!(wrong(with(more.clone(), None, "")), ["publics"], "criteria are said");
    more.cofinancing = Some(more.total() + form::Decimal::ONE);
    assert_eq!(wrong(with(more.clone(), None, "")), ["publics", "cofinancement", "motif", "raison"]);
    more.cofinancing = None;
    more.notes.results = "Sorties au-dessus de l’objectif.".to_owned();
    assert!(decide(with(more, None, "")).is_ok());
    let none = Decision { terms: None, ..granted(&now) };
    assert_eq!(wrong(none), ["postes.0"], "nothing is granted");
    let old = Decision { version: 7, ..granted(&now) };
    assert!(matches!(decide(old), Err(Error::Refused(_))), "another version was read");
}

#[test]
fn an_opinion_is_asked_once_and_given_of_what_was_asked() {
    let mut log = Log::all(&[Act::Send]);
    let ask =
        |log: &Log, of, until: Option<Date>| procedure::consult(&log.now(), u64::MAX, of, (until, TODAY), "");
    let soon = Some(Date::constant(2026, 12, 20));
    assert!(ask(&log, Adviser::Council, Some(Date::constant(2026, 12, 9))).is_err(), "the day is past");
    let body = ask(&log, Adviser::Council, soon).expect("asked");
    log.add(body);
    assert!(ask(&log, Adviser::Council, soon).is_err(), "it is awaited");
    assert!(ask(&log, Adviser::FranceTravail, None).is_ok());
    let seq = log.now().instruction.opinions[0].seq;
    let give = |log: &Log, of: (Adviser, Option<u64>), given| {
        procedure::give_opinion(&log.now(), u64::MAX, of, given, TODAY)
    };
    let tomorrow = Given { on: Date::constant(2026, 12, 11), ..favourable() };
    assert!(give(&log, (Adviser::Council, Some(seq)), tomorrow).is_err(), "not yet given");
    assert!(give(&log, (Adviser::Commission, Some(seq)), favourable()).is_err(), "another's");
    let bare = Given { stance: Stance::Unfavourable, ..favourable() };
    assert!(give(&log, (Adviser::Council, Some(seq)), bare).is_err(), "reservations are said");
    let body = give(&log, (Adviser::Council, Some(seq)), favourable()).expect("given");
    log.add(body);
    let now = log.now();
    assert_eq!((now.instruction.opinions.len(), now.instruction.awaited().count()), (1, 0));
    assert!(!now.instruction.has_commission());
}

/// What the structure changed without sending it stays its own; the decision is on what was sent.
#[test]
fn a_dossier_that_is_not_sent_again_is_taken_back_as_it_was() {
    for (before, state) in [
        (&[Act::Send, Act::Ask][..], State::Submitted),
        (&[Act::Send, Act::Ask, Act::Answer], State::Submitted),
        (&[Act::Send, Act::Acknowledge, Act::Ask, Act::Answer], State::Complete),
    ] {
        let mut log = Log::all(before);
        log.add(Body::AnswerSet {
            path: path("etp.demandes"),
            value: Some(Value::Number(form::Decimal::new(999, 2))),
            origin: domain::dossier::Origin::Typed,
            base: 0,
            deposit: None,
        });
        let correction = log.now().corrections[0].seq;
        let settled = procedure::settle(&log.now(), u64::MAX, correction, None);
        assert!(matches!(settled, Err(Error::Refused(Refusal::BeingCorrected))), "{settled:?}");
        assert!(procedure::take_back(&log.now(), u64::MAX, "  ").is_err(), "the structure is told why");
        assert!(matches!(procedure::take_back(&log.now(), 1, "Tard."), Err(Error::Refused(Refusal::Moved))));
        let sent = log.now().submission().cloned();
        log.does(Act::TakeBack);
        let now = log.now();
        assert_eq!((now.state(), now.submission()), (state, sent.as_ref()));
        assert_eq!((now.to_answer().count(), now.unsent()), (0, 1));
        assert!(now.running_from().is_some(), "the delay runs again");
        log.does(Act::Ask);
        assert_eq!(log.now().state(), State::ToCorrect, "the same may be asked again");
    }
}

/// A refusal does not rest on an opinion that was favourable; on a later one that is not, it may.
#[test]
fn a_refusal_rests_on_the_opinion_that_was_given() {
    let mut log = Log::all(&[Act::Send, Act::Acknowledge, Act::Consult]);
    let refusal = |log: &Log, motive| {
        let decision = Decision {
            granted: false,
            motive: Some(motive),
            reason: "Encadrement insuffisant.".to_owned(),
            terms: None,
            ..granted(&log.now())
        };
        procedure::decide(&log.now(), u64::MAX, Tier::Only, decision)
    };
    let told = refusal(&log, Motive::Opinion);
    assert!(matches!(&told, Err(Error::Fields(wrong)) if wrong[0].0 == "motif"), "{told:?}");
    assert!(refusal(&log, Motive::Supervision).is_ok());
    let given = Given { stance: Stance::Unfavourable, text: "Contre.".to_owned(), ..favourable() };
    let of = (Adviser::Commission, None);
    log.add(procedure::give_opinion(&log.now(), u64::MAX, of, given, TODAY).expect("given"));
    assert!(refusal(&log, Motive::Opinion).is_ok());
}

#[test]
fn that_the_commission_was_told_is_no_opinion() {
    let mut log = Log::all(&[Act::Send, Act::Acknowledge]);
    assert_eq!(log.now().awaits(), Some(Awaits::Consulting));
    for (stance, has, awaits) in
        [(Stance::Informed, false, Awaits::Consulting), (Stance::Reserved, true, Awaits::Deciding)]
    {
        let given = Given { stance, text: "Réserves.".to_owned(), ..favourable() };
        let of = (Adviser::Commission, None);
        log.add(procedure::give_opinion(&log.now(), u64::MAX, of, given, TODAY).expect("given"));
        let now = log.now();
        assert_eq!((now.instruction.has_commission(), now.awaits()), (has, Some(awaits)), "{stance:?}");
    }
}

#[test]
fn the_states_are_drawn_as_they_are() {
    let name = format!("{}/../../docs/etats.md", env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(&name).unwrap_or_default();
    if written != machine::document() {
        // Written beside, to be looked at and moved.
        let beside = std::env::temp_dir().join("etats.md");
        std::fs::write(&beside, machine::document()).expect("a folder of its own");
        panic!("docs/etats.md is not what the table says: {} is", beside.display());
    }
}
