//! A server that keeps one dossier, and pages that write in it.

use std::collections::BTreeMap;

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        About, Actor, Batch, BatchAnswer, Body, ClientId, Edit, Event, Opening, Outcome, Reference, Seq,
        Snapshot, TrameRef, Verdict, What, accept,
    },
};
use form::{Date, Parameters, Path, Program, Value, read::read_or_keep, trame::read_trame};
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
    /// Types a text, kept in the journal of the browser in the place of the one that waited; nothing is sent.
    Type(&'static str, &'static str),
    /// Sends what was typed.
    Go,
    /// Another tab of the same person finds what is in the journal.
    Find,
    /// That tab sends what it found.
    Late,
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
    /// What it typed, by its own count, and the last event it had seen then.
    typed: BTreeMap<u64, (String, Seq)>,
    /// What it was told of what it sent.
    answered: Vec<Outcome>,
    /// What waits in the journal of the browser, each with the last event seen when it was typed.
    waiting: Vec<(Edit, Seq)>,
    /// What another tab found there.
    found: Vec<(Edit, Seq)>,
    /// Numbers of texts that others took the place of before they were sent.
    pub replaced: Vec<u64>,
}

pub struct Server {
    pub program: Program,
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
            about: About::Demand,
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
        let program = Program::compile(read_trame(text).expect("a right trame")).expect("no cycle");
        Self { program, log, snapshot }
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
        let (events, answer) = accept(&self.snapshot, &recent, batch, &self.program, actor, at(9));
        for event in events {
            self.snapshot.apply(&event).expect("numbers follow");
            self.log.push(event);
        }
        answer
    }

    pub fn submit(&mut self, by: Actor) {
        let opening = &self.snapshot.opening;
        let id = domain::dossier::DossierId(Uuid::from_u128(1));
        let body = Body::Submitted {
            version: self.snapshot.submission().map_or(1, |sent| sent.version + 1),
            reference: Reference::of(id, opening.year, &opening.departement, opening.kind),
            counted: self.snapshot.values(),
            parameters: Parameters::default(),
            findings: 0,
        };
        self.write(body, by);
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
            typed: BTreeMap::new(),
            answered: Vec::new(),
            waiting: Vec::new(),
            found: Vec::new(),
            replaced: Vec::new(),
        }
    }

    /// An edit made on what the page knows.
    fn edit(&mut self, field: &str, text: &str) -> Edit {
        let base = self.versions.get(&path(field)).copied().unwrap_or_default();
        let number = self.next;
        self.next += 1;
        self.typed.insert(number, (text.to_owned(), self.known));
        Edit { number, path: path(field), text: text.to_owned(), base }
    }

    fn batch(&self, edits: &[(Edit, Seq)]) -> Batch {
        // As old as the oldest of them: what is sent together was not typed together.
        let known = edits.iter().map(|(_, known)| *known).min().unwrap_or(self.known);
        let edits = edits.iter().map(|(edit, _)| edit.clone()).collect();
        Batch { client: self.client.clone(), known, edits }
    }

    pub fn act(&mut self, act: Act, server: &mut Server) {
        match act {
            Act::Send(field, text) => {
                let edit = self.edit(field, text);
                let batch = self.batch(&[(edit, self.known)]);
                let answer = server.take(&batch, self.actor);
                self.sent = Some((batch, answer));
            }
            Act::Type(field, text) => {
                let edit = self.edit(field, text);
                let before = self.waiting.iter().position(|(known, _)| known.path == edit.path);
                if let Some(before) = before {
                    self.replaced.push(self.waiting.remove(before).0.number);
                }
                self.waiting.push((edit, self.known));
            }
            Act::Go => {
                let waiting = std::mem::take(&mut self.waiting);
                let batch = self.batch(&waiting);
                let answer = server.take(&batch, self.actor);
                self.sent = Some((batch, answer));
            }
            Act::Find => {
                let on_its_way = self
                    .sent
                    .iter()
                    .flat_map(|(batch, _)| batch.edits.iter().map(|edit| (edit.clone(), batch.known)));
                self.found = on_its_way.chain(self.waiting.iter().cloned()).collect();
            }
            Act::Late => {
                let batch = self.batch(&self.found);
                server.take(&batch, self.actor);
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
        self.answered.extend(answer.outcomes.iter().cloned());
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
                Verdict::Refused(_) | Verdict::Overtaken(_) => {}
            }
        }
        self.known = answer.head;
    }
}

/// What a page was told is what the log says, each edit once: kept at that place, or set aside with both values,
/// or refused and not there.
pub fn check_told(server: &Server, page: &Page, order: &[usize]) {
    let log = &server.log;
    for Outcome { number, path, verdict } in &page.answered {
        let own = |event: &&Event| {
            let stamp = event.stamp.as_ref();
            stamp.is_some_and(|stamp| stamp.client == page.client && stamp.number == *number)
        };
        let written: Vec<&Event> = log.iter().filter(own).collect();
        let typed = page.typed[number].0.as_str();
        let field =
            server.program.trame().answerable(path).map(|field| read_or_keep(typed, &field.field_type));
        let says = |value: &Option<Value>| field.as_ref().is_some_and(|read| read == value);
        let holds = match (verdict, written.as_slice()) {
            (Verdict::Kept(seq), [event]) => {
                let body = &event.body;
                let told =
                    matches!(body, Body::AnswerSet { path: at, value, .. } if at == path && says(value));
                told && event.seq == *seq && !is_lost_in_a_row(log, page, path, (*number, *seq))
            }
            (Verdict::Conflict { yours, .. }, [event]) => {
                let body = &event.body;
                says(yours)
                    && matches!(body, Body::AnswerSetAside { path: at, value, .. } if at == path && says(value))
            }
            (Verdict::Refused(_) | Verdict::Overtaken(_), []) => true,
            _ => false,
        };
        assert!(holds, "{order:?}: {path} was told {verdict:?}, the log says {written:?}");
    }
}

/// Whether a page was told that it kept something new in a cell of a row that someone else had taken away, unknown
/// to it.
fn is_lost_in_a_row(log: &[Event], page: &Page, cell: &Path, (number, seq): (u64, Seq)) -> bool {
    let Some(place) = cell.in_table().filter(|place| place.column.is_some()) else { return false };
    let last = |of: &Path, before: Seq| {
        let set = |event: &&Event| matches!(&event.body, Body::AnswerSet { path, .. } if path == of);
        log.iter().rev().filter(|event| event.seq < before).find(set).cloned()
    };
    let value = |event: Option<Event>| match event.map(|event| event.body) {
        Some(Body::AnswerSet { value, .. }) => value,
        _ => None,
    };
    let Some(row) = last(&cell.field().row(place.row), seq) else { return false };
    let own = row.stamp.as_ref().is_some_and(|stamp| stamp.client == page.client);
    let (gone, unknown) = (value(Some(row.clone())).is_none(), row.seq > page.typed[&number].1);
    let kept = value(last(cell, seq + 1));
    // A cell emptied in a row that is gone takes nothing from anyone.
    gone && !own && unknown && kept.is_some() && value(last(cell, seq)) != kept
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
