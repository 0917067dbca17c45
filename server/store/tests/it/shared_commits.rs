//! Stories of changes that share a commit, when one of them cannot be written.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use domain::{
    Error,
    dossier::{Body, ClientId, Event, Seq, Stamp},
    ports::{Decide, Dossiers},
};
use store::Store;

use crate::{
    database::Database,
    durability::{held, since},
    sample::{at, id, opened, person},
};

/// Dossiers that have the same writer, on PostgreSQL too: what holds it, what is beside, what cannot be written.
const HELD: u128 = 1;
const BESIDE: u128 = 5;
const BROKEN: u128 = 9;

async fn opened_all(database: &Database) -> Store {
    let store = database.store();
    for number in [HELD, BESIDE, BROKEN] {
        let small = u8::try_from(number).expect("a small number");
        store.create(id(number), vec![opened(small.into(), &["29"])]).await.expect("it opens");
    }
    store
}

fn confirmed(seq: Seq, stamp: Option<Stamp>) -> Event {
    Event { seq, at: at(5), actor: person(1), stamp, body: Body::StepConfirmed { step: "un".to_owned() } }
}

fn one() -> Decide {
    Box::new(|now, _| Ok(vec![confirmed(now.seq + 1, None)]))
}

/// One page numbers two edits alike: the database refuses the second row, half of the change is written.
fn unwritable() -> Decide {
    let twice = Stamp { client: ClientId::parse("page").expect("a name"), number: 1 };
    Box::new(move |now, _| Ok([1, 2].map(|next| confirmed(now.seq + next, Some(twice.clone()))).into()))
}

async fn head(store: &Store, number: u128) -> Seq {
    store.snapshot(id(number)).await.expect("it reads").expect("it is there").seq
}

pub async fn what_cannot_be_written_fails_alone(database: &Database) {
    let store = opened_all(database).await;
    let (begun, go, decide) = held();
    let first = {
        let store = store.clone();
        tokio::spawn(async move { store.change(id(HELD), since(), decide).await })
    };
    begun.await.expect("it decides");
    // Both wait while the writer is held: they share the next commit.
    let (beside, refused, ()) = tokio::join!(
        biased;
        store.change(id(BESIDE), since(), one()),
        store.change(id(BROKEN), since(), unwritable()),
        async { drop(go) },
    );
    assert!(matches!(first.await.expect("it ends"), Ok(Some(()))));
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    assert!(matches!(beside, Ok(Some(()))), "{beside:?}");
    assert_eq!((head(&store, BESIDE).await, head(&store, BROKEN).await), (2, 1));
    // The writer goes on, and what it keeps in mind is what is there.
    for number in [HELD, BESIDE, BROKEN] {
        assert!(matches!(store.change(id(number), since(), one()).await, Ok(Some(()))), "{number}");
        assert!(matches!(store.verify(id(number)).await, Ok(Some(Ok(_)))), "{number}");
    }
}

pub async fn nobody_is_answered_on_what_could_not_be_written(database: &Database) {
    let store = opened_all(database).await;
    let (begun, go, decide) = held();
    let first = {
        let store = store.clone();
        tokio::spawn(async move { store.change(id(HELD), since(), decide).await })
    };
    begun.await.expect("it decides");
    let saw = Arc::new(AtomicU64::new(0));
    let seen = saw.clone();
    // It has nothing to add to what the one before it wrote.
    let rests: Decide = Box::new(move |now, _| {
        seen.store(now.seq, Ordering::SeqCst);
        Ok(Vec::new())
    });
    let (refused, rests, ()) = tokio::join!(
        biased;
        store.change(id(BROKEN), since(), unwritable()),
        store.change(id(BROKEN), since(), rests),
        async { drop(go) },
    );
    assert!(matches!(first.await.expect("it ends"), Ok(Some(()))));
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    assert_eq!(saw.load(Ordering::SeqCst), 3, "it rested on what was decided before it");
    assert!(matches!(rests, Err(Error::Unavailable(_))), "acknowledged, and not there: {rests:?}");
    assert_eq!(head(&store, BROKEN).await, 1);
}
