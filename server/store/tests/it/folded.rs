//! Stories of the snapshot, which is nothing but its log folded.

use std::{
    collections::BTreeMap,
    mem::{Discriminant, discriminant},
};

use domain::{
    dossier::{Actor, Body, ClientId, Event, Reference, Snapshot, Stamp},
    ports::{Dossiers, Since},
};
use proptest::{
    prelude::*,
    strategy::{Union, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    database::Database,
    every_kind::every_kind,
    sample::{at, id, opened, person},
};

/// Dossiers that are drawn, and changes of each.
const DOSSIERS: u128 = 24;
const CHANGES: usize = 12;

/// Any events, again and again; what was drawn is the same at each run.
struct Draw {
    runner: TestRunner,
    event: BoxedStrategy<(Body, Actor, bool)>,
    happened: Vec<Discriminant<Body>>,
}

impl Draw {
    fn of(kinds: Vec<BoxedStrategy<Body>>) -> Self {
        let actor = prop_oneof![Just(person(1)), Just(person(2)), Just(Actor::Application)];
        let event = (Union::new(kinds), actor, any::<bool>()).boxed();
        Self { runner: TestRunner::deterministic(), event, happened: Vec::new() }
    }

    fn drawn<T: std::fmt::Debug>(&mut self, any: &impl Strategy<Value = T>) -> T {
        any.new_tree(&mut self.runner).expect("nothing is filtered").current()
    }

    /// The events of one change, after so many of a dossier's log; a dossier is sent under its own reference.
    fn change(&mut self, after: usize, reference: &Reference) -> Vec<Event> {
        let any = self.event.clone();
        let last = after + self.drawn(&(1..6_usize));
        let event = |place: usize| {
            let (mut body, actor, is_stamped) = self.drawn(&any);
            if let Body::Submitted { reference: own, .. } = &mut body {
                *own = reference.clone();
            }
            if !self.happened.contains(&discriminant(&body)) {
                self.happened.push(discriminant(&body));
            }
            let (seq, client) = (place as u64, ClientId::parse("page").expect("a name"));
            let stamp = is_stamped.then_some(Stamp { client, number: seq });
            Event { seq, at: at(i64::try_from(seq).expect("small")), actor, stamp, body }
        };
        (after + 1..=last).map(event).collect()
    }
}

pub async fn whatever_happened_the_snapshot_kept_is_the_log_folded_bit_for_bit(database: &Database) {
    // Two programs take turns: what one keeps of a dossier is not what the other left.
    let stores = [database.store(), database.reopened().await];
    let kinds = every_kind();
    let (count, mut draw) = (kinds.len(), Draw::of(kinds));
    let mut logs = BTreeMap::new();
    for (number, structure) in (1..=DOSSIERS).zip(1..) {
        let first = opened(structure, &["29", "56"]);
        let Body::Opened(opening) = &first.body else { panic!("{first:?}") };
        let reference = Reference::of(id(number), opening.year, &opening.departement, opening.kind);
        assert!(stores[0].create(id(number), vec![first.clone()]).await.expect("it opens"));
        let mut log = vec![first];
        for turn in 0..CHANGES {
            let added = draw.change(log.len(), &reference);
            log.extend(added.iter().cloned());
            let since = Since { seq: u64::MAX, client: None };
            let made = stores[turn % 2].change(id(number), since, Box::new(move |_, _| Ok(added))).await;
            assert!(matches!(made, Ok(Some(()))), "{number}: {made:?}");
        }
        logs.insert(number, log);
    }
    assert_eq!(draw.happened.len(), count, "every kind of event happened");
    let is_folded = async |store: &store::Store| {
        for (number, log) in &logs {
            assert_eq!(store.history(id(*number)).await.expect("a log"), *log, "{number}");
            let kept = store.snapshot(id(*number)).await.expect("it reads").expect("it is there");
            assert_eq!(kept, Snapshot::fold(log).expect("a log"), "{number}");
            let verified = store.verify(id(*number)).await.expect("it reads");
            assert_eq!(verified, Some(Ok(log.len())), "{number}: bit for bit");
        }
    };
    is_folded(&stores[0]).await;
    // All snapshots lost: only the logs remain.
    for statement in
        ["UPDATE dossier SET snapshot = '{}'", "DELETE FROM seaql_migrations WHERE version = 'm0002_sources'"]
    {
        database.tamper(statement).await;
    }
    is_folded(&database.reopened().await).await;
}
