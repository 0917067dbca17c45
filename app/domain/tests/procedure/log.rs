//! Dossiers that go on as the procedure says: their logs, act by act.

use domain::{
    Departement, Error, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Body, Event, Opening, Reference, Snapshot, State, TrameRef,
        procedure::{
            self, Act, Decision, Motive, Reason, Stage, Tier, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
        talk::Subject,
    },
};
use form::{Answers, Date, Parameters, Path, Value};
use uuid::Uuid;

pub const TODAY: Date = Date::constant(2026, 12, 10);

pub fn path(text: &str) -> Path {
    text.parse().expect("a key")
}

/// A log that goes on.
pub struct Log(pub Vec<Event>);

impl Log {
    pub fn opened(about: About) -> Self {
        let departement = Departement::parse("29").expect("a département");
        let opening = Opening {
            about,
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
        };
        let mut log = Self(Vec::new());
        log.add(Body::Opened(Box::new(opening)));
        log
    }

    pub fn add(&mut self, body: Body) {
        let seq = self.0.len() as u64 + 1;
        let at =
            Timestamp::from_second(1_800_000_000 + i64::try_from(seq).expect("few")).expect("an instant");
        let actor = Actor::Person(PersonId(Uuid::from_u128(1)));
        self.0.push(Event { seq, at, actor, stamp: None, body });
    }

    pub fn now(&self) -> Snapshot {
        Snapshot::fold(&self.0).expect("a log in order")
    }

    pub fn sent(&mut self) {
        let version = self.now().submission().map_or(1, |sent| sent.version + 1);
        self.add(Body::Submitted {
            version,
            reference: Reference::read("IAE-2027-29-ACI-7K3M9Q").expect("a reference"),
            counted: answers(),
            parameters: Parameters::default(),
            findings: 0,
        });
    }

    pub fn does(&mut self, act: Act) {
        let body = attempt(&self.now(), act).unwrap_or_else(|error| panic!("{act:?}: {error}"));
        match body {
            Some(body) => self.add(body),
            None => self.sent(),
        }
    }

    pub fn all(acts: &[Act]) -> Self {
        let mut log = Self::opened(About::Demand);
        for act in acts {
            log.does(*act);
        }
        log
    }
}

pub fn answers() -> Answers {
    let day = |month, day| Value::Date(Date::constant(2027, month, day));
    let number = |text: &str| Value::Number(text.parse().expect("a number"));
    [
        ("demande.nature", Value::Choice("renouvellement".to_owned())),
        ("annexe.debut", day(1, 1)),
        ("annexe.fin", day(12, 31)),
        ("etp.demandes", number("11.40")),
        ("etp.unitaire", number("23921")),
    ]
    .into_iter()
    .map(|(key, value)| (path(key), value))
    .collect()
}

pub fn granted(snapshot: &Snapshot) -> Decision {
    Decision {
        version: snapshot.submission().map_or(0, |sent| sent.version),
        granted: true,
        motive: None,
        reason: String::new(),
        terms: asked_terms(snapshot).map(Box::new),
    }
}

pub fn favourable() -> Given {
    Given { stance: Stance::Favourable, on: TODAY, text: String::new(), confidential: false }
}

/// What the act answers on a dossier as it stands: what happens, nothing but a sending, or why not.
pub fn attempt(snapshot: &Snapshot, act: Act) -> Result<Option<Body>, Error> {
    let seen = u64::MAX;
    let corrections = &snapshot.corrections;
    // What is asked already is not asked twice.
    let is_free = |about: &Subject| corrections.iter().all(|asked| asked.about != *about);
    let questions = ["etp.demandes", "etp.unitaire"].map(|key| Subject::Question(path(key)));
    let about = questions.into_iter().find(is_free).expect("one is asked at most");
    let of = |stages: &[Stage]| {
        let found = corrections.iter().rev().find(|asked| stages.contains(&asked.stage));
        found.or(corrections.last()).map_or(0, |asked| asked.seq)
    };
    let by = (PersonId(Uuid::from_u128(1)), seen);
    match act {
        Act::Send if procedure::is_to_send(snapshot)? => Ok(None),
        Act::Send => Err(Error::NotFound),
        Act::Ask => procedure::ask(snapshot, seen, about, Reason::Unclear, "Précisez.").map(Some),
        Act::Answer => procedure::answer(snapshot, &[], by, of(&[Stage::Open]), "C’est fait.").map(Some),
        Act::Settle => procedure::settle(snapshot, seen, of(&[Stage::Sent, Stage::Open]), None).map(Some),
        Act::Acknowledge => procedure::acknowledge(snapshot, seen).map(Some),
        Act::Consult => {
            procedure::give_opinion(snapshot, seen, (Adviser::Commission, None), favourable(), TODAY)
                .map(Some)
        }
        Act::Propose => procedure::decide(snapshot, seen, Tier::Departement, granted(snapshot)).map(Some),
        Act::Return => procedure::give_back(snapshot, seen, "À revoir.").map(Some),
        Act::Decide => {
            let tier = if snapshot.state() == State::Proposed { Tier::Region } else { Tier::Only };
            procedure::decide(snapshot, seen, tier, granted(snapshot)).map(Some)
        }
        Act::Number => {
            let convention = "029 010124 ACI 00012".parse().ok();
            let annexes = vec![None];
            procedure::number(snapshot, seen, procedure::Numbers { annexes, convention }).map(Some)
        }
        Act::Reopen => procedure::reopen(snapshot, seen, "Pièce manquante.").map(Some),
        Act::Withdraw => procedure::withdraw(snapshot, seen, "").map(Some),
        Act::TakeBack => procedure::take_back(snapshot, seen, "Sans réponse.").map(Some),
    }
}

/// Every state, by an ordinary way.
pub fn states() -> Vec<(State, Log)> {
    use Act::{Acknowledge, Answer, Ask, Consult, Decide, Propose, Send, Settle, Withdraw};
    let mut refused = Log::all(&[Send, Acknowledge, Consult]);
    let decision = Decision {
        granted: false,
        motive: Some(Motive::Project),
        reason: "Projet à revoir.".to_owned(),
        terms: None,
        ..granted(&refused.now())
    };
    let body = procedure::decide(&refused.now(), u64::MAX, Tier::Only, decision).expect("it is refused");
    refused.add(body);
    vec![
        (State::Draft, Log::all(&[])),
        (State::Submitted, Log::all(&[Send])),
        (State::Submitted, Log::all(&[Send, Ask, Answer, Send])),
        (State::ToCorrect, Log::all(&[Send, Ask])),
        (State::ToCorrect, Log::all(&[Send, Ask, Answer])),
        (State::ToCorrect, Log::all(&[Send, Acknowledge, Ask])),
        (State::Complete, Log::all(&[Send, Acknowledge, Consult])),
        (State::Complete, Log::all(&[Send, Ask, Answer, Send, Settle, Acknowledge, Consult])),
        (State::Complete, Log::all(&[Send, Acknowledge, Ask, Answer, Send, Consult])),
        (State::Proposed, Log::all(&[Send, Acknowledge, Consult, Propose])),
        (State::Granted, Log::all(&[Send, Acknowledge, Consult, Decide])),
        (State::Granted, Log::all(&[Send, Acknowledge, Consult, Propose, Decide])),
        (State::Refused, refused),
        (State::Withdrawn, Log::all(&[Send, Withdraw])),
        (State::Withdrawn, Log::all(&[Send, Acknowledge, Consult, Propose, Withdraw])),
    ]
}
