//! A disk that is full: nothing is acknowledged that is not there, and what to do is said.

use std::sync::Arc;

use domain::dossier::{DossierId, Event};
use server::{config::Config, pieces::StoredPieces};

use crate::{
    client::{Answer, Person, Service, encoded, run},
    documents::PDF,
    story::opened,
};

const KEY: &str = "gouvernance.representant.qualite";

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    let id: DossierId = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
    service.services.dossiers.history(id).await.expect("a log")
}

async fn save(person: &Person<'_>, dossier: &str, number: u64) -> Answer {
    let id = dossier.rsplit('/').next().expect("its address");
    let text = "présidente ".repeat(40);
    let body = format!(
        r#"{{"id":"{id}","batch":{{"client":"a-page-01","known":999,"edits":[{{"number":{number},"path":"{KEY}","text":"{text}{number}","base":0}}]}}}}"#
    );
    person.call("dossiers/enregistrer", &body).await
}

#[test]
fn on_a_full_disk_no_answer_is_acknowledged_and_all_goes_on_once_there_is_room() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = log(&service, &dossier).await.len();
        // As large as it is, and no more.
        service.store.bounded(1).await.expect("SQLite");
        let mut kept = 0;
        let refused = loop {
            let answer = save(&person, &dossier, kept + 1).await;
            if answer.status != 200 {
                break answer;
            }
            kept += 1;
            assert!(kept < 500, "the disk never fills up");
        };
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert_eq!(refused.body, "\"Unavailable\"", "what makes the page keep it and come back");
        let held = usize::try_from(kept).expect("small");
        assert_eq!(log(&service, &dossier).await.len(), before + held, "what was acknowledged, nothing else");
        // Without a script, a sentence says how what was typed is sent again.
        let form =
            encoded(&[("gouvernance.representant.nom", &"Camille ".repeat(600)), ("action", "continuer")]);
        let page = person.post(&format!("{dossier}/etapes/gouvernance"), &form).await;
        assert_eq!(page.status, 503);
        assert!(page.body.contains("le navigateur renverra ce que vous avez écrit"), "{}", page.body);
        assert_eq!(person.get(&dossier).await.status, 200, "who reads is served");
        service.store.bounded(u32::MAX).await.expect("SQLite");
        for _ in 0..2 {
            let again = save(&person, &dossier, kept + 1).await;
            assert_eq!(again.status, 200, "the same batch, kept by its page: {}", again.body);
        }
        assert_eq!(log(&service, &dossier).await.len(), before + held + 1, "once");
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn a_document_for_which_no_room_is_left_is_refused_in_words_and_the_answers_are_kept() {
    run(async {
        let service = Service::start_with(|app| {
            let mut pieces = app.config.pieces.clone();
            pieces.reserve_mo = u64::MAX;
            app.services.pieces = Arc::new(StoredPieces::open(&pieces).expect("a folder"));
        })
        .await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let before = log(&service, &dossier).await.len();
        let refused = person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await;
        assert_eq!(refused.status, 507, "{}", refused.body);
        assert!(refused.body.contains("L’espace réservé aux documents est plein"), "{}", refused.body);
        assert!(refused.body.contains("déposez-le de nouveau"), "what to do: {}", refused.body);
        assert_eq!(log(&service, &dossier).await.len(), before);
        // Without a script: the answer beside it is kept, and the page says the same of the document.
        let step = format!("{dossier}/etapes/pieces");
        let page =
            person.send_documents(&step, &[("action", "continuer")], &[("pieces.rib", "rib.pdf", PDF)]).await;
        assert!(page.body.contains("rib.pdf\u{a0}»\u{a0}: L’espace réservé"), "{}", page.body);
        assert_eq!(save(&person, &dossier, 1).await.status, 200, "answers go on");
        let default = Config::load().expect("the defaults").pieces;
        assert!(default.reserve_mo > 0, "a reserve is kept unless the operator wants none");
    });
}
