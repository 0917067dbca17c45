//! A server that keeps one dossier, and pages that write in it.

use std::collections::BTreeMap;

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        Actor, Batch, BatchAnswer, Body, ClientId, Edit, Event, Opening, Reference, Seq, Snapshot, TrameRef,
        Verdict, What, accept,
    },
};
use form::{Date, Parameters, Path, Trame, trame::read_trame};
use uuid::Uuid;

/// What a page does, in its order.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// Sends a text for a field; the server takes it at once.
    Send(&'static str, &'static str),
    /// Reads the answer.
    Read,
    /// Loses the answer: sends the same again, and reads that one.
    Again,
}

/// A page, as far as it knows.
pub struct Page {
    pub client: ClientId,
    pub actor: Actor,
    pub known: Seq,
    pub next: u64,
    pub versions: BTreeMap<Path, Seq>,
    pub sent: Option<(Batch, BatchAnswer)>,
    /// Numbers of the events it was told of, its own included.
    pub told: Vec<Seq>,
}

pub struct Server {
    pub trame: Trame,
    pub log: Vec<Event>,
    pub snapshot: Snapshot,
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("an instant")
}

pub fn path(text: &str) -> Path {
    text.parse().expect("a key")
}

impl Server {
    pub fn new() -> Self {
        let text = "key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n\
            [[step.field]]\nkey = 'champ.x'\nlabel = 'X'\ntype = 'text'\n\
            [[step.field]]\nkey = 'champ.y'\nlabel = 'Y'\ntype = 'text'\n\
            [[step.field]]\nkey = 'champ.t'\nlabel = 'T'\ntype = 'table'\n\
            [[step.field.column]]\nkey = 'a'\nlabel = 'A'\ntype = 'text'\n";
        let departement = Departement::parse("29").expect("a département");
        let opening = Opening {
            structure: StructureId::of_asp(1),
            structure_name: "Essai".to_owned(),
            kind: Kind::Aci,
            year: 2027,
            departement: departement.clone(),
            territories: vec![departement],
            deadline: Date::constant(2026, 12, 15),
            trame: TrameRef::national("essai", 1),
            facts: form::Map::new(),
            previous_year: None,
            previous: Vec::new(),
        };
        let body = Body::Opened(Box::new(opening));
        let log = vec![Event { seq: 1, at: at(0), actor: Actor::Application, stamp: None, body }];
        let snapshot = Snapshot::fold(&log).expect("a log");
        Self { trame: read_trame(text).expect("a right trame"), log, snapshot }
    }

    /// What the repository gives to `accept`, and keeps of it.
    pub fn take(&mut self, batch: &Batch, actor: Actor) -> BatchAnswer {
        let first = batch.edits.iter().map(|edit| edit.number).min().unwrap_or_default();
        let recent: Vec<Event> = self
            .log
            .iter()
            .filter(|event| {
                let own =
                    |stamp: &domain::dossier::Stamp| stamp.client == batch.client && stamp.number >= first;
                event.seq > batch.known || event.stamp.as_ref().is_some_and(own)
            })
            .cloned()
            .collect();
        let (events, answer) = accept(&self.snapshot, &recent, batch, &self.trame, actor, at(9));
        for event in events {
            self.snapshot.apply(&event).expect("numbers follow");
            self.log.push(event);
        }
        answer
    }

    pub fn submit(&mut self) {
        let opening = &self.snapshot.opening;
        let id = domain::dossier::DossierId(Uuid::from_u128(1));
        let body = Body::Submitted {
            version: self.snapshot.submission().map_or(1, |sent| sent.version + 1),
            reference: Reference::of(id, opening.year, &opening.departement, opening.kind),
            counted: self.snapshot.values(),
            parameters: Parameters::default(),
        };
        self.write(body, Actor::Application);
    }

    pub fn write(&mut self, body: Body, actor: Actor) {
        let event = Event { seq: self.snapshot.seq + 1, at: at(9), actor, stamp: None, body };
        self.snapshot.apply(&event).expect("numbers follow");
        self.log.push(event);
    }
}

impl Page {
    pub fn new(name: &str, person: u128) -> Self {
        Self {
            client: ClientId::parse(name).expect("an identifier"),
            actor: Actor::Person(PersonId(Uuid::from_u128(person))),
            known: 1,
            next: 1,
            versions: BTreeMap::new(),
            sent: None,
            told: vec![1],
        }
    }

    pub fn act(&mut self, act: Act, server: &mut Server) {
        match act {
            Act::Send(field, text) => {
                let base = self.versions.get(&path(field)).copied().unwrap_or_default();
                let edit = Edit { number: self.next, path: path(field), text: text.to_owned(), base };
                self.next += 1;
                let batch = Batch { client: self.client.clone(), known: self.known, edits: vec![edit] };
                let answer = server.take(&batch, self.actor);
                self.sent = Some((batch, answer));
            }
            Act::Read => {
                let (_, answer) = self.sent.take().expect("something was sent");
                self.read(&answer);
            }
            Act::Again => {
                let (batch, first) = self.sent.take().expect("something was sent");
                let again = server.take(&batch, self.actor);
                for (one, two) in first.outcomes.iter().zip(&again.outcomes) {
                    match (&one.verdict, &two.verdict) {
                        (Verdict::Kept(one), Verdict::Kept(two)) => assert_eq!(one, two),
                        // What was refused is not in the log: it is judged anew.
                        (Verdict::Conflict { .. }, Verdict::Conflict { .. }) | (Verdict::Refused(_), _) => {}
                        other => panic!("another answer the second time: {other:?}"),
                    }
                }
                self.read(&again);
            }
        }
    }

    pub fn read(&mut self, answer: &BatchAnswer) {
        for news in &answer.others {
            self.told.push(news.seq);
            if let What::Answered(path, _) = &news.what {
                self.versions.insert(path.clone(), news.seq);
            }
        }
        for outcome in &answer.outcomes {
            match &outcome.verdict {
                Verdict::Kept(version) => {
                    self.told.push(*version);
                    self.versions.insert(outcome.path.clone(), *version);
                }
                // The page now shows both values: what it sends next was chosen with the other in sight.
                Verdict::Conflict { theirs, .. } => {
                    let version = theirs.as_ref().map_or(0, |theirs| theirs.version);
                    self.versions.insert(outcome.path.clone(), version);
                }
                Verdict::Refused(_) => {}
            }
        }
        self.known = answer.head;
    }
}

/// Every order of three sequences, as who acts at each turn.
pub fn orders(left: [usize; 3], so_far: &mut Vec<usize>, each: &mut dyn FnMut(&[usize])) {
    if left == [0, 0, 0] {
        return each(so_far);
    }
    for who in 0..3 {
        if left[who] > 0 {
            let mut rest = left;
            rest[who] -= 1;
            so_far.push(who);
            orders(rest, so_far, each);
            so_far.pop();
        }
    }
}
