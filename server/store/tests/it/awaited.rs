//! Stories of the list of documents that wait for the antivirus.

use domain::ports::{Awaited, AwaitedPieces};

use crate::{
    database::Database,
    sample::{at, id},
};

pub async fn a_document_waits_once_and_comes_back_when_its_turn_comes(database: &Database) {
    let store = database.store();
    let (rib, plan) = ("a".repeat(64), "b".repeat(64));
    for second in [10, 20, 30] {
        store.ask(id(1), &rib, at(second)).await.expect("asked");
    }
    store.ask(id(1), &plan, at(5)).await.expect("asked");
    store.ask(id(2), &rib, at(15)).await.expect("asked");
    let due = |second: i64, most: u64| {
        let store = &store;
        async move { store.due(at(second), most).await.expect("a list") }
    };
    let waits = |dossier: u128, digest: &str, tries: u32| Awaited {
        dossier: id(dossier),
        digest: digest.to_owned(),
        tries,
    };
    assert_eq!(due(4, 9).await, []);
    assert_eq!(due(12, 9).await, [waits(1, &plan, 0), waits(1, &rib, 0)], "the longest due first, each once");
    assert_eq!(due(99, 2).await.len(), 2, "so many at most");
    store.put_off(&waits(1, &rib, 0), at(40)).await.expect("put off");
    assert_eq!(due(20, 9).await, [waits(1, &plan, 0), waits(2, &rib, 0)], "one dossier's only");
    assert_eq!(due(40, 9).await.last(), Some(&waits(1, &rib, 1)));
    store.ask(id(1), &rib, at(21)).await.expect("asked again");
    assert_eq!(due(21, 9).await.len(), 2, "asking again hurries nothing");
    store.settle(&waits(1, &rib, 1)).await.expect("settled");
    store.settle(&waits(1, &rib, 1)).await.expect("settled already");
    assert_eq!(due(99, 9).await, [waits(1, &plan, 0), waits(2, &rib, 0)]);
}
