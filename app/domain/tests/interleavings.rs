//! Two pages write in one dossier, answers get lost, and the dossier is sent at any moment: every order.
//!
//! In none of them is a value overwritten without a person's choice, counted twice, or written after the
//! dossier was sent.

use std::collections::BTreeMap;

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    dossier::{
        Actor, Batch, BatchAnswer, Body, ClientId, Edit, Event, Opening, Reference, Seq, Snapshot, State,
        TrameRef, Verdict, accept,
    },
};
use form::{Answers, Date, Parameters, Path, Trame, Value, trame::read_trame};
use uuid::Uuid;

/// What a page does, in its order.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Sends a text for a field; the server takes it at once.
    Send(&'static str, &'static str),
    /// Reads the answer.
    Read,
    /// Loses the answer: sends the same again, and reads that one.
    Again,
}

/// A page, as far as it knows.
struct Page {
    client: ClientId,
    actor: Actor,
    known: Seq,
    next: u64,
    versions: BTreeMap<Path, Seq>,
    sent: Option<(Batch, BatchAnswer)>,
    /// Numbers of the events it was told of, its own included.
    told: Vec<Seq>,
}

struct Server {
    trame: Trame,
    log: Vec<Event>,
    snapshot: Snapshot,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("an instant")
}

fn path(text: &str) -> Path {
    text.parse().expect("a key")
}

impl Server {
    fn new() -> Self {
        let text = "key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n\
            [[step.field]]\nkey = 'champ.x'\nlabel = 'X'\ntype = 'text'\n\
            [[step.field]]\nkey = 'champ.y'\nlabel = 'Y'\ntype = 'text'\n";
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
    fn take(&mut self, batch: &Batch, actor: Actor) -> BatchAnswer {
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

    fn submit(&mut self) {
        let opening = &self.snapshot.opening;
        let id = domain::dossier::DossierId(Uuid::from_u128(1));
        let body = Body::Submitted {
            version: 1,
            reference: Reference::of(id, opening.year, &opening.departement, opening.kind),
            counted: Answers::default(),
            parameters: Parameters::default(),
        };
        let event =
            Event { seq: self.snapshot.seq + 1, at: at(9), actor: Actor::Application, stamp: None, body };
        self.snapshot.apply(&event).expect("numbers follow");
        self.log.push(event);
    }
}

impl Page {
    fn new(name: &str, person: u128) -> Self {
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

    fn act(&mut self, act: Act, server: &mut Server) {
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
                        (Verdict::Conflict { .. }, Verdict::Conflict { .. })
                        | (Verdict::Refused(_), Verdict::Refused(_)) => {}
                        other => panic!("another answer the second time: {other:?}"),
                    }
                }
                self.read(&again);
            }
        }
    }

    fn read(&mut self, answer: &BatchAnswer) {
        for event in &answer.others {
            self.told.push(event.seq);
            if let Body::AnswerSet { path, .. } = &event.body {
                self.versions.insert(path.clone(), event.seq);
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
fn orders(left: [usize; 3], so_far: &mut Vec<usize>, each: &mut dyn FnMut(&[usize])) {
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

fn check(server: &Server, pages: &[Page; 2], order: &[usize]) {
    let log = &server.log;
    assert_eq!(Snapshot::fold(log).as_ref(), Ok(&server.snapshot), "{order:?}: the log tells it all");
    let sent = log.iter().position(|event| matches!(event.body, Body::Submitted { .. }));
    let mut last: BTreeMap<&Path, &Event> = BTreeMap::new();
    for (place, event) in log.iter().enumerate() {
        let Body::AnswerSet { path, value, base, .. } = &event.body else { continue };
        assert!(sent.is_none_or(|sent| place < sent), "{order:?}: an answer after the dossier was sent");
        if let Some(before) = last.insert(path, event) {
            let Body::AnswerSet { value: old, .. } = &before.body else { unreachable!("kept above") };
            let same_page =
                before.stamp.as_ref().map(|s| &s.client) == event.stamp.as_ref().map(|s| &s.client);
            assert!(
                same_page || *base == before.seq || old == value,
                "{order:?}: {old:?} overwritten by {value:?} unseen"
            );
        }
    }
    for page in pages {
        for number in 1..page.next {
            let stamp = |event: &&Event| {
                event
                    .stamp
                    .as_ref()
                    .is_some_and(|stamp| stamp.client == page.client && stamp.number == number)
            };
            let written = log.iter().filter(stamp).count();
            // Only the sending of the dossier makes the server refuse; all else is in the log, once.
            let refused = server.snapshot.state() == State::Submitted && written == 0;
            assert!(written == 1 || refused, "{order:?}: edit {number} is {written} times in the log");
        }
    }
}

fn explore(one: &[Act], two: &[Act], submits: bool) -> usize {
    let mut count = 0;
    orders([one.len(), two.len(), usize::from(submits)], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter()];
        for who in order {
            if *who == 2 {
                server.submit();
            } else {
                let act = *turns[*who].next().expect("as many turns as acts");
                pages[*who].act(act, &mut server);
            }
        }
        check(&server, &pages, order);
        count += 1;
    });
    count
}

#[test]
fn no_order_loses_a_value_without_a_choice() {
    let mut count = 0;
    for reads in
        [[Act::Read, Act::Read], [Act::Again, Act::Read], [Act::Read, Act::Again], [Act::Again, Act::Again]]
    {
        let [first, second] = reads;
        let one = [Act::Send("champ.x", "a1"), first, Act::Send("champ.x", "a2"), second];
        let two = [Act::Send("champ.x", "b1"), second, Act::Send("champ.y", "b2"), first];
        let both = [Act::Send("champ.x", "b1"), first, Act::Send("champ.x", "a2"), second];
        for submits in [false, true] {
            count += explore(&one, &two, submits);
            count += explore(&one, &both, submits);
        }
    }
    assert_eq!(count, 5600);
}

#[test]
fn once_all_is_read_each_page_has_been_told_of_all() {
    let one = [Act::Send("champ.x", "a1"), Act::Again, Act::Send("champ.y", "a2"), Act::Read];
    let two = [Act::Send("champ.x", "b1"), Act::Read, Act::Send("champ.y", "b2"), Act::Again];
    orders([4, 4, 0], &mut Vec::new(), &mut |order| {
        let mut server = Server::new();
        let mut pages = [Page::new("page-a", 1), Page::new("page-b", 2)];
        let mut turns = [one.iter(), two.iter()];
        for who in order {
            pages[*who].act(*turns[*who].next().expect("as many turns as acts"), &mut server);
        }
        for page in &mut pages {
            page.act(Act::Send("champ.y", "fin"), &mut server);
            page.act(Act::Read, &mut server);
            let aside = |event: &&Event| matches!(event.body, Body::AnswerSetAside { .. });
            for event in server.log.iter().filter(|event| !aside(event)) {
                let own_later = event.seq > page.known;
                assert!(own_later || page.told.contains(&event.seq), "{order:?}: {} was not told", event.seq);
            }
        }
        let x = server.snapshot.value(&path("champ.x")).cloned();
        assert!(matches!(x, Some(Value::Text(_))));
    });
}
