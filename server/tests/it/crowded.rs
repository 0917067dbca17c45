//! More than the service can take at once: who comes too many is told so, keeps what they have, and comes back.

use app::AppError;
use axum::http::header;
use domain::{
    Error,
    dossier::{Body, Event},
    ports::{Decide, Since},
};
use tokio::{sync::oneshot, task::JoinSet};

use crate::{
    client::{Answer, Person, Service, encoded, run},
    story::{id_of, opened},
};

/// Changes that wait for their turn at most.
const ROOM: usize = 256;
/// Those who come at once.
const CROWD: usize = 1_000;

async fn save(person: &Person<'_>, dossier: &str) -> Answer {
    let id = id_of(dossier);
    let edit = r#"{"number":1,"path":"gouvernance.benevoles","text":"12","base":0}"#;
    let batch = format!(r#"{{"client":"a-page-01","known":1,"edits":[{edit}]}}"#);
    person.call("dossiers/enregistrer", &format!(r#"{{"id":"{id}","batch":{batch}}}"#)).await
}

/// That a page's program is told to keep all and to come back.
fn is_for_later(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.headers[header::RETRY_AFTER], "2");
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    let told: AppError = serde_json::from_str(&answer.body).expect("what the program reads");
    assert_eq!(told, AppError::Unavailable, "what is tried again, and is no refusal");
}

/// That a person without a script is told what to do.
fn says_so(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.headers[header::RETRY_AFTER], "2");
    // Going back may show a blank form: pages are kept by no browser.
    let resent =
        "Actualisez cette page dans quelques instants\u{a0}: le navigateur renverra ce que vous avez écrit.";
    assert!(answer.body.contains(resent) && !answer.body.contains("en arrière"), "{}", answer.body);
    assert!(
        answer.body.contains("href=\"/\" target=\"_blank\""),
        "what was sent stays behind: {}",
        answer.body
    );
}

#[test]
fn a_crowd_is_told_to_come_back_and_who_reads_is_served() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        let form = encoded(&[("gouvernance.benevoles", "12"), ("action", "continuer")]);
        let places = u32::try_from(service.room.available_permits()).expect("a small number");
        let all = service.room.try_acquire_many(places).expect("nobody else");
        for (address, form) in [
            (step.clone(), form.as_str()),
            (format!("{dossier}/transmettre"), "certification=oui"),
            (format!("{dossier}/echanges"), "texte=Bonjour"),
            ("/dossiers".to_owned(), "type=EI"),
            ("/connexion".to_owned(), "compte=ddets"),
        ] {
            says_so(&person.post(&address, form).await);
        }
        is_for_later(&save(&person, &dossier).await);
        let parcel = format!("{dossier}/envois/{}/12/0?nom=rib.pdf", "0".repeat(64));
        is_for_later(&person.ask("PUT", &parcel, b"%PDF-1.7 abc".to_vec()).await);
        assert_eq!(person.get(&step).await.status, 200);
        drop(all);
        assert_eq!(save(&person, &dossier).await.status, 200);
        assert_eq!(person.post(&step, &form).await.status, 303);
        assert_eq!(service.room.available_permits(), places as usize, "each place is given back");
    });
}

#[test]
fn changes_that_wait_for_the_writer_are_bounded_and_the_next_is_told_to_come_back() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = id_of(&dossier);
        let dossiers = &service.services.dossiers;
        let before = dossiers.history(id).await.expect("a log").len();
        let change = |decide: Decide| {
            let dossiers = dossiers.clone();
            async move { dossiers.change(id, Since { seq: u64::MAX, client: None }, decide).await }
        };
        let confirmed = |seq| {
            let actor = domain::dossier::Actor::Application;
            let body = Body::StepConfirmed { step: "structure".to_owned() };
            Ok(vec![Event { seq, at: domain::Timestamp::UNIX_EPOCH, actor, stamp: None, body }])
        };
        // The writer is busy with one change until it is let go.
        let (deciding, busy) = oneshot::channel();
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn(change(Box::new(move |now, _| {
            deciding.send(()).expect("the test waits");
            let _ = tokio::task::block_in_place(|| gone.recv());
            confirmed(now.seq + 1)
        })));
        busy.await.expect("it decides");
        let mut crowd = JoinSet::new();
        for _ in 0..CROWD {
            crowd.spawn(change(Box::new(move |now, _| confirmed(now.seq + 1))));
        }
        // Those who find no room are told at once, while nothing moves.
        for place in ROOM..CROWD {
            let told = crowd.join_next().await.expect("one of them").expect("it ends");
            assert!(matches!(&told, Err(Error::Unavailable(_))), "{place}: {told:?}");
        }
        is_for_later(&save(&person, &dossier).await);
        let step = format!("{dossier}/etapes/gouvernance");
        says_so(
            &person.post(&step, &encoded(&[("gouvernance.benevoles", "12"), ("action", "continuer")])).await,
        );
        assert_eq!(person.get(&step).await.status, 200, "who reads is served");
        drop(go);
        first.await.expect("it ends").expect("it is made");
        for made in crowd.join_all().await {
            assert!(matches!(made, Ok(Some(()))), "who waited is served: {made:?}");
        }
        assert_eq!(save(&person, &dossier).await.status, 200, "the same again");
        let log = dossiers.history(id).await.expect("a log");
        assert_eq!(log.len(), before + 1 + ROOM + 1, "what was told to come back was not written");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}
