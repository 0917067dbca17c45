//! A small dossier, and edits of it.

use std::sync::{Arc, Mutex};

use domain::{
    Departement, Kind, PersonId, StructureId, Timestamp,
    access::{Reader, ReviewScope},
    dossier::{
        About, Actor, Batch, BatchAnswer, Body, ClientId, DossierId, Edit, Event, Opening, TrameRef, accept,
    },
    ports::{Dossiers, Since},
};
use form::{Path, Program, Trame, trame::read_trame};
use store::Store;
use uuid::Uuid;

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("an instant")
}

pub fn id(number: u128) -> DossierId {
    DossierId(Uuid::from_u128(number))
}

pub fn person(number: u128) -> Actor {
    Actor::Person(PersonId(Uuid::from_u128(number)))
}

/// The day of the tests, and the days to instruct.
pub const DELAY: (form::Date, u16) = (form::Date::constant(2027, 2, 1), 60);

/// Who reads the dossiers of a scope, without a service of their own.
pub fn reader(scope: ReviewScope) -> Reader {
    Reader { scope, person: PersonId(Uuid::from_u128(7)), service: None, agents: Vec::new(), delay: DELAY }
}

pub fn path(text: &str) -> Path {
    Path::parse(text).expect("a key")
}

pub fn trame() -> Trame {
    let text = "key = 'essai'\nversion = 1\ntitle = 'Essai'\n[[step]]\nkey = 'un'\ntitle = 'Un'\n";
    let fields: String = (0..60)
        .map(|n| format!("[[step.field]]\nkey = 'champ.n{n}'\nlabel = 'Champ {n}'\ntype = 'text'\n"))
        .collect();
    read_trame(&format!("{text}{fields}")).expect("a right trame")
}

/// The first event of a dossier of a structure in some départements.
pub fn opened(structure: i64, departements: &[&str]) -> Event {
    let territories: Vec<Departement> =
        departements.iter().map(|code| Departement::parse(code).expect("a département")).collect();
    let opening = Opening {
        about: About::Demand,
        structure: StructureId::of_asp(structure),
        structure_name: format!("STRUCTURE {structure}"),
        kind: Kind::Aci,
        year: 2027,
        departement: territories[0].clone(),
        territories,
        deadline: form::Date::constant(2026, 12, 15),
        trame: TrameRef::national("essai", 1),
        facts: form::Map::new(),
        previous_year: None,
        previous: Vec::new(),
    };
    Event { seq: 1, at: at(0), actor: person(1), stamp: None, body: Body::Opened(Box::new(opening)) }
}

pub fn edit(number: u64, field: usize, text: &str, base: u64) -> Edit {
    Edit { number, path: path(&format!("champ.n{field}")), text: text.to_owned(), base }
}

pub fn batch(client: &str, known: u64, edits: Vec<Edit>) -> Batch {
    Batch { client: ClientId::parse(client).expect("an identifier"), known, edits }
}

/// Sends a batch as the use case does.
pub async fn send(store: &Store, id: DossierId, author: u128, batch: Batch) -> BatchAnswer {
    let answer = Arc::new(Mutex::new(None));
    let told = answer.clone();
    let first = batch.edits.iter().map(|edit| edit.number).min();
    let since = Since { seq: batch.known, client: first.map(|number| (batch.client.clone(), number)) };
    let program = Program::compile(trame()).expect("no cycle");
    let found = store
        .change(
            id,
            since,
            Box::new(move |snapshot, recent| {
                let (events, answer) = accept(snapshot, recent, &batch, &program, person(author), at(9));
                *told.lock().expect("a lock") = Some(answer);
                Ok(events)
            }),
        )
        .await
        .expect("the database answers");
    assert_eq!(found, Some(()));
    answer.lock().expect("a lock").take().expect("an answer")
}
