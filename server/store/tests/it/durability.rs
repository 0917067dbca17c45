//! Stories of what an acknowledgement rests on: the disk, and a place that nobody else has.

use domain::{
    dossier::{Body, Event, Snapshot},
    ports::{Decide, Dossiers, Since},
};
use sea_orm::ConnectionTrait;
use tokio::sync::oneshot;

use crate::{
    database::Database,
    sample::{at, id, opened, person},
};

pub async fn an_acknowledgement_rests_on_the_disk(database: &Database) {
    if database.is_shared() {
        // Whoever made the database thought speed worth more.
        let hasty = "EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database())";
        database.tamper(&format!("DO $$ BEGIN {hasty}; END $$")).await;
        let hurried = database.beside().await.query_one_raw(asked("SHOW synchronous_commit")).await;
        let hurried: String =
            hurried.expect("an answer").expect("a row").try_get_by_index(0).expect("a text");
        assert_eq!(hurried, "off", "others are hurried");
        let told = database.reopened().await.setting("synchronous_commit").await.expect("an answer");
        assert_eq!(told, ["on", "on"]);
        return;
    }
    for store in [database.store(), database.reopened().await] {
        let told = async |name| store.setting(name).await.expect("an answer");
        assert_eq!(told("journal_mode").await, ["wal", "wal"]);
        // 2 is FULL: a commit waits for the disk.
        assert_eq!(told("synchronous").await[0], "2");
    }
}

pub async fn nobody_writes_between_what_a_change_reads_and_what_it_writes(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let other = database.beside().await;
    let seize =
        if database.is_shared() { "SELECT id FROM dossier FOR UPDATE NOWAIT" } else { "BEGIN IMMEDIATE" };
    // The second time, what the first wrote is kept in the writer and is not read again.
    for turn in 1..=2 {
        let (begun, go, decide) = held();
        let store = store.clone();
        let change = tokio::spawn(async move { store.change(id(1), since(), decide).await });
        begun.await.expect("it decides");
        let seized = other.execute_unprepared(seize).await;
        assert!(seized.is_err(), "turn {turn}: another program took the place of a change that decides");
        drop(go);
        assert!(matches!(change.await.expect("it ends"), Ok(Some(()))));
    }
    other.execute_unprepared(seize).await.expect("the place is given back");
}

pub async fn a_change_waits_for_another_program_that_writes(database: &Database) {
    let (store, other) = (database.store(), database.reopened().await);
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let (begun, go, decide) = held();
    let first = tokio::spawn(async move { other.change(id(1), since(), decide).await });
    begun.await.expect("it decides");
    let late = {
        let store = store.clone();
        let decide: Decide = Box::new(|now, _| {
            assert_eq!(now.seq, 2, "what the other wrote is seen");
            Ok(vec![confirmed(now)])
        });
        tokio::spawn(async move { store.change(id(1), since(), decide).await })
    };
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    drop(go);
    assert!(matches!(first.await.expect("it ends"), Ok(Some(()))));
    let late = late.await.expect("it ends");
    assert!(matches!(late, Ok(Some(()))), "it waited, and was made whole: {late:?}");
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(3)))));
}

/// A decision that is being taken until what is given with it is dropped, and what tells that it is.
pub fn held() -> (oneshot::Receiver<()>, std::sync::mpsc::Sender<()>, Decide) {
    let (deciding, begun) = oneshot::channel();
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let decide: Decide = Box::new(move |now, _| {
        deciding.send(()).expect("the test waits");
        let _ = tokio::task::block_in_place(|| gone.recv());
        Ok(vec![confirmed(now)])
    });
    (begun, go, decide)
}

fn confirmed(now: &Snapshot) -> Event {
    let body = Body::StepConfirmed { step: "un".to_owned() };
    Event { seq: now.seq + 1, at: at(5), actor: person(1), stamp: None, body }
}

/// A change that asks to see no event.
pub fn since() -> Since {
    Since { seq: u64::MAX, client: None }
}

fn asked(sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(sea_orm::DatabaseBackend::Postgres, sql)
}
