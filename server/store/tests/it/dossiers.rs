//! Stories of the log.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    Departement, Error, Refusal, StructureId,
    access::ReviewScope,
    dossier::{About, Body, Event, Reference, Snapshot, Verdict},
    ports::{Dossiers, Since},
    queue::{Asked, Tab},
};
use form::{Answers, Parameters, Value};

use crate::{
    database::Database,
    sample::{at, batch, edit, id, opened, path, person, reader, send},
};

pub async fn a_dossier_is_read_back_as_it_was_written(database: &Database) {
    let store = database.store();
    let events = vec![opened(1, &["29"])];
    assert!(store.create(id(1), events.clone()).await.expect("it opens"));
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "été « 12 »", 0)])).await;
    let history = store.history(id(1)).await.expect("a log");
    assert_eq!(history[0], events[0]);
    let snapshot = store.snapshot(id(1)).await.expect("it reads").expect("it is there");
    assert_eq!(snapshot, Snapshot::fold(&history).expect("a whole log"));
    let answer = snapshot.answers.get(&path("champ.n0")).expect("an answer");
    assert_eq!(answer.value, Some(Value::Text("été « 12 »".to_owned())));
    assert_eq!(store.snapshot(id(2)).await.expect("it reads"), None);
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(2)))));
}

pub async fn a_demand_is_opened_once(database: &Database) {
    let store = database.store();
    assert!(store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens"));
    assert!(!store.create(id(2), vec![opened(1, &["29"])]).await.expect("it answers"));
    assert!(store.create(id(3), vec![opened(2, &["29"])]).await.expect("it opens"));
    assert_eq!(store.history(id(2)).await.expect("a log"), []);
}

pub async fn a_bilan_stands_once_beside_the_demand_of_the_same_year(database: &Database) {
    let store = database.store();
    let bilan = || {
        let mut event = opened(1, &["29"]);
        let Body::Opened(opening) = &mut event.body else { unreachable!("it opens") };
        opening.about = About::Bilan;
        event
    };
    assert!(store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens"));
    assert!(store.create(id(2), vec![bilan()]).await.expect("it opens beside"));
    assert!(!store.create(id(3), vec![bilan()]).await.expect("it answers"));
    let lines = store.of_structure(StructureId::of_asp(1)).await.expect("it reads");
    let about = |number: u128| {
        let line = lines.iter().find(|line| line.id == id(number)).expect("it is there");
        line.snapshot.opening.about
    };
    assert_eq!((about(1), about(2), lines.len()), (About::Demand, About::Bilan, 2));
    assert!(matches!(store.verify(id(2)).await, Ok(Some(Ok(1)))));
}

pub async fn the_dossiers_of_a_year_are_those_of_the_structures_asked(database: &Database) {
    let store = database.store();
    for (number, structure, departement) in [(1, 1, "29"), (2, 2, "22"), (3, 3, "14")] {
        assert!(store.create(id(number), vec![opened(structure, &[departement])]).await.expect("it opens"));
    }
    let asked =
        |structures: &[i64]| structures.iter().map(|asp| StructureId::of_asp(*asp)).collect::<Vec<_>>();
    for (structures, year, expected) in
        [(&[1, 2, 9][..], 2027, &[2, 1][..]), (&[1, 2], 2026, &[]), (&[], 2027, &[]), (&[3], 2027, &[3])]
    {
        let lines = store.of_year(&asked(structures), year).await.expect("it reads");
        let found: Vec<_> = lines.iter().map(|line| line.id).collect();
        assert_eq!(
            found,
            expected.iter().map(|number| id(*number)).collect::<Vec<_>>(),
            "{structures:?} {year}"
        );
    }
}

pub async fn sending_twice_changes_nothing(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let sent = batch("a", 1, vec![edit(1, 0, "un", 0), edit(2, 1, "deux", 0)]);
    let first = send(&store, id(1), 1, sent.clone()).await;
    let again = send(&store, id(1), 1, sent.clone()).await;
    assert_eq!(first.outcomes, again.outcomes);
    assert_eq!(first.head, again.head);
    // The same edits from a page that has seen its own events since: still the same.
    let later = send(&store, id(1), 1, domain::dossier::Batch { known: first.head, ..sent }).await;
    assert_eq!(first.outcomes, later.outcomes);
    assert_eq!(store.history(id(1)).await.expect("a log").len(), 3);
}

pub async fn the_late_writer_of_a_field_sees_both_values(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "un", 0)])).await;
    let late = batch("b", 1, vec![edit(1, 0, "deux", 0)]);
    let answer = send(&store, id(1), 2, late.clone()).await;
    let Verdict::Conflict { theirs, yours } = &answer.outcomes[0].verdict else { panic!("{answer:?}") };
    let theirs = theirs.as_ref().expect("a value in place");
    assert_eq!(theirs.value, Some(Value::Text("un".to_owned())));
    assert_eq!(theirs.by, person(1));
    assert_eq!(*yours, Some(Value::Text("deux".to_owned())));
    assert_eq!(answer.others.len(), 1, "what the other wrote comes back");
    // Asked again, the answer is the same; both values are in the log, and nothing was overwritten.
    assert_eq!(send(&store, id(1), 2, late).await.outcomes, answer.outcomes);
    let snapshot = store.snapshot(id(1)).await.expect("it reads").expect("it is there");
    assert_eq!(
        snapshot.answers.get(&path("champ.n0")).expect("an answer").value,
        Some(Value::Text("un".to_owned()))
    );
    // Having seen the other value, the second writer may decide.
    let version = theirs.version;
    let decided = send(&store, id(1), 2, batch("b", answer.head, vec![edit(2, 0, "deux", version)])).await;
    assert!(matches!(decided.outcomes[0].verdict, Verdict::Kept(_)));
}

pub async fn different_fields_merge_silently(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "un", 0)])).await;
    let answer = send(&store, id(1), 2, batch("b", 1, vec![edit(1, 1, "deux", 0)])).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Kept(_)));
    let snapshot = store.snapshot(id(1)).await.expect("it reads").expect("it is there");
    assert_eq!(snapshot.values().len(), 2);
}

pub async fn a_page_never_conflicts_with_itself(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    // The second edit was typed before the answer to the first came: its base is stale.
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "u", 0)])).await;
    let answer = send(&store, id(1), 1, batch("a", 1, vec![edit(2, 0, "un", 0)])).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Kept(_)));
}

pub async fn fifty_writers_at_once_lose_nothing(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let writers: Vec<_> = (0..50)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let sent =
                    batch(&format!("page-{writer}"), 1, vec![edit(1, writer, "v", 0), edit(2, 59, "v", 0)]);
                send(&store, id(1), 1, sent).await
            })
        })
        .collect();
    for writer in writers {
        let answer = writer.await.expect("no writer panics");
        // Fifty say the same thing of the last field: nobody is bothered.
        assert!(answer.outcomes.iter().all(|outcome| matches!(outcome.verdict, Verdict::Kept(_))));
    }
    let snapshot = store.snapshot(id(1)).await.expect("it reads").expect("it is there");
    assert_eq!(snapshot.values().len(), 51);
    assert_eq!(snapshot.seq, 101);
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(101)))));
}

pub async fn a_refused_change_leaves_nothing(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let since = Since { seq: 0, client: None };
    let refused =
        store.change(id(1), since.clone(), Box::new(|_, _| Err(Error::Refused(Refusal::NotCertified)))).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotCertified))));
    let absent = store.change(id(9), since.clone(), Box::new(|_, _| Ok(Vec::new()))).await;
    assert!(matches!(absent, Ok(None)));
    let out_of_order = Event { seq: 7, ..opened(1, &["29"]) };
    assert!(store.change(id(1), since, Box::new(|_, _| Ok(vec![out_of_order]))).await.is_err());
    assert_eq!(store.history(id(1)).await.expect("a log").len(), 1);
    // And the writer is free again.
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "un", 0)])).await;
}

pub async fn a_service_sees_its_submitted_dossiers_only(database: &Database) {
    let store = database.store();
    for (number, departements) in [(1, &["29", "56"][..]), (2, &["29"][..]), (3, &["14"][..])] {
        store
            .create(id(number), vec![opened(i64::try_from(number).expect("small"), departements)])
            .await
            .expect("opens");
    }
    for number in [1, 3] {
        let change = store.change(
            id(number),
            Since { seq: u64::MAX, client: None },
            Box::new(move |snapshot, recent| {
                assert!(recent.is_empty());
                let opening = &snapshot.opening;
                let reference = Reference::of(id(number), opening.year, &opening.departement, opening.kind);
                let body = Body::Submitted {
                    version: 1,
                    reference,
                    counted: Answers::default(),
                    parameters: Parameters::default(),
                    findings: 0,
                };
                Ok(vec![Event { seq: 2, at: at(5), actor: person(1), stamp: None, body }])
            }),
        );
        assert!(matches!(change.await, Ok(Some(()))));
    }
    let seen = async |codes: &[&str]| {
        let departements = codes.iter().map(|code| Departement::parse(code).expect("a code")).collect();
        let asked = Asked { tab: Tab::All, ..Asked::default() };
        let scope = ReviewScope::Departements(departements);
        let found = store.queue(&reader(scope), &asked, 50).await.expect("a queue");
        found.lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(seen(&["29"]).await, [id(1)]);
    assert_eq!(seen(&["56"]).await, [id(1)]);
    assert_eq!(seen(&["29", "56", "22", "35"]).await, [id(1)], "once, though it concerns two");
    assert_eq!(seen(&["35"]).await, []);
    let everywhere =
        store.queue(&reader(ReviewScope::Everywhere), &Asked::default(), 50).await.expect("a queue");
    assert_eq!(everywhere.lines.len(), 2);
    let logs = store.last_sent(10).await.expect("logs");
    assert_eq!(logs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2], "whole, and of the dossiers sent only");
    assert_eq!(store.last_sent(1).await.expect("logs").len(), 1);
}

pub async fn a_batch_takes_four_statements_and_the_news_of_it(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let count = Arc::new(AtomicUsize::new(0));
    let counted = store.counted(&count);
    let edits = (0..50).map(|field| edit(field as u64 + 1, field, "valeur", 0)).collect();
    send(&counted, id(1), 1, batch("a", 1, edits)).await;
    // A database that several instances share tells them in the same transaction.
    assert_eq!(count.load(Ordering::SeqCst), 4 + usize::from(database.is_shared()));
}

pub async fn what_fails_alone_takes_nothing_from_the_others(database: &Database) {
    let store = database.store();
    for number in 1..=6_u8 {
        store.create(id(number.into()), vec![opened(number.into(), &["29"])]).await.expect("it opens");
    }
    let since = || Since { seq: u64::MAX, client: None };
    let confirmed = |step: &str| {
        let body = Body::StepConfirmed { step: step.to_owned() };
        Ok(vec![Event { seq: 2, at: at(5), actor: person(1), stamp: None, body }])
    };
    // Asked for at once: on SQLite they share a commit.
    let (fine, refused, panicked, absent, broken, nothing) = tokio::join!(
        store.change(id(1), since(), Box::new(move |_, _| confirmed("un"))),
        store.change(id(2), since(), Box::new(|_, _| Err(Error::Refused(Refusal::AlreadySubmitted)))),
        store.change(id(3), since(), Box::new(|_, _| panic!("a mistake of ours"))),
        store.change(id(99), since(), Box::new(move |_, _| confirmed("un"))),
        store.change(
            id(4),
            since(),
            Box::new(|_, _| {
                let body = Body::StepConfirmed { step: "un".to_owned() };
                Ok(vec![Event { seq: 7, at: at(5), actor: person(1), stamp: None, body }])
            })
        ),
        store.change(id(5), since(), Box::new(|_, _| Ok(Vec::new()))),
    );
    assert!(matches!(fine, Ok(Some(()))));
    assert!(matches!(refused, Err(Error::Refused(Refusal::AlreadySubmitted))));
    assert!(matches!(panicked, Err(Error::Unavailable(_))));
    assert!(matches!(absent, Ok(None)));
    assert!(matches!(broken, Err(Error::Unavailable(_))), "a number that does not follow");
    assert!(matches!(nothing, Ok(Some(()))));
    let change = store.change(id(6), since(), Box::new(move |_, _| confirmed("deux")));
    assert!(matches!(change.await, Ok(Some(()))), "the next finds its writer");
    for (number, head) in [(1, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2)] {
        let snapshot = store.snapshot(id(number)).await.expect("it reads").expect("it is there");
        assert_eq!(snapshot.seq, head, "{number}");
        assert!(matches!(store.verify(id(number)).await, Ok(Some(Ok(_)))));
    }
}

pub async fn what_another_program_wrote_meanwhile_is_seen(database: &Database) {
    let (store, other) = (database.store(), database.reopened().await);
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let mut known = 1;
    // Each keeps the dossier as it wrote it, and finds what the other has added since.
    for turn in 1..=6 {
        let (one, page) = if turn % 2 == 0 { (&store, "a") } else { (&other, "b") };
        let base = if turn == 1 { 0 } else { known };
        let sent = batch(page, known, vec![edit(turn, 0, &format!("tour {turn}"), base)]);
        let answer = send(one, id(1), 1, sent).await;
        assert!(matches!(answer.outcomes[0].verdict, Verdict::Kept(_)), "turn {turn}: {answer:?}");
        known = answer.head;
    }
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(7)))));
}

pub async fn snapshots_of_an_older_shape_are_folded_again(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    send(&store, id(1), 1, batch("a", 1, vec![edit(1, 0, "7,95", 0)])).await;
    let before = store.snapshot(id(1)).await.expect("it reads");
    database.tamper("UPDATE dossier SET snapshot = REPLACE(snapshot, '\"sources\":{},', '')").await;
    assert!(store.snapshot(id(1)).await.is_err(), "the older shape is not that of today");
    database.tamper("DELETE FROM seaql_migrations WHERE version = 'm0002_sources'").await;
    let store = database.reopened().await;
    assert_eq!(store.snapshot(id(1)).await.expect("it reads"), before);
    assert!(matches!(store.verify(id(1)).await, Ok(Some(Ok(2)))));
}

pub async fn what_is_added_is_told_to_every_instance(database: &Database) {
    let store = database.store();
    store.create(id(1), vec![opened(1, &["29"])]).await.expect("it opens");
    let mut here = store.announcements();
    // Another instance of the service, where the database is one that several share.
    let other = database.reopened().await;
    let mut there = if database.is_shared() { other.announcements() } else { store.announcements() };
    let sent = batch("a", 1, vec![edit(1, 0, "un", 0), edit(2, 1, "deux", 0)]);
    let head = send(&store, id(1), 1, sent).await.head;
    assert_eq!(here.recv().await.expect("told"), id(1));
    assert_eq!(there.recv().await.expect("told"), id(1));
    let added = other.after(id(1), 1).await.expect("a log");
    assert_eq!(added.iter().map(|event| event.seq).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(other.after(id(1), head).await.expect("a log"), []);
    assert_eq!(other.after(id(2), 0).await.expect("a log"), []);
    // What is refused, or changes nothing, is not told.
    let none = send(&store, id(1), 1, batch("a", 1, vec![])).await;
    assert_eq!(none.head, head);
    assert!(here.try_recv().is_err(), "nothing was added");
}
