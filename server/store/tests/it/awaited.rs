//! Stories of the list of documents that wait for the antivirus.

use domain::ports::{Awaited, AwaitedPieces};

use crate::{
    database::Database,
    sample::{at, id},
};

pub async fn a_document_waits_once_and_comes_back_when_its_turn_comes(database: &Database) {
    let store = database.store();
    let (rib, plan) = ("a".repeat(64), "b".repeat(64));
    store.ask(id(1), &rib, at(10)).await.expect("asked");
    store.ask(id(1), &plan, at(5)).await.expect("asked");
    store.ask(id(2), &rib, at(15)).await.expect("asked");
    let due = |second: i64, most: u64| {
        let store = &store;
        async move { store.due(at(second), most).await.expect("a list") }
    };
    let waits = |dossier: u128, digest: &str, tries: u32, since: i64| Awaited {
        dossier: id(dossier),
        digest: digest.to_owned(),
        tries,
        due: at(since),
    };
    assert_eq!(due(4, 9).await, []);
    assert_eq!(due(12, 9).await, [waits(1, &plan, 0, 5), waits(1, &rib, 0, 10)], "the longest due first");
    assert_eq!(due(99, 2).await.len(), 2, "so many at most");
    store.put_off(&waits(1, &rib, 0, 10), at(40)).await.expect("put off");
    assert_eq!(due(20, 9).await, [waits(1, &plan, 0, 5), waits(2, &rib, 0, 15)], "one dossier's only");
    assert_eq!(due(40, 9).await.last(), Some(&waits(1, &rib, 1, 40)));
    // Asked for again while it was looked at: that answer is of before, its turn comes again.
    store.ask(id(1), &rib, at(50)).await.expect("asked again");
    store.settle(&waits(1, &rib, 1, 40)).await.expect("settled");
    store.put_off(&waits(1, &rib, 1, 40), at(90)).await.expect("put off");
    assert_eq!(due(99, 9).await.last(), Some(&waits(1, &rib, 0, 50)));
    store.settle(&waits(1, &rib, 0, 50)).await.expect("settled");
    store.settle(&waits(1, &rib, 0, 50)).await.expect("settled already");
    assert_eq!(due(99, 9).await, [waits(1, &plan, 0, 5), waits(2, &rib, 0, 15)]);
    // Two instances see it at once: one has it, and it comes back to both if nothing is told of it.
    let taken = store.claim(&waits(1, &plan, 0, 5), at(60)).await.expect("asked");
    assert_eq!(taken, Some(waits(1, &plan, 0, 60)));
    assert_eq!(store.claim(&waits(1, &plan, 0, 5), at(61)).await.expect("asked"), None);
    assert_eq!(due(59, 9).await, [waits(2, &rib, 0, 15)]);
    assert_eq!(due(60, 9).await, [waits(2, &rib, 0, 15), waits(1, &plan, 0, 60)]);
}
