//! What people wrote around the answers comes back from the log alone.

use domain::{
    dossier::{
        DossierId, Snapshot,
        procedure::{
            Decision, Reason, asked_terms,
            opinion::{Adviser, Given, Stance},
        },
        talk::Subject,
    },
    usecase::{
        acknowledge_dossier, add_comment, answer_correction, ask_correction, assign_step, decide_dossier,
        record_opinion, reopen_decision, settle_comment, settle_correction, submit_dossier,
    },
};
use form::Path;

use crate::{
    client::{Service, run},
    story::{filled, opened},
};

const KEY: &str = "gouvernance.benevoles";

async fn now(service: &Service, id: DossierId) -> Snapshot {
    service.services.dossiers.snapshot(id).await.expect("read").expect("there")
}

/// Loses every snapshot of a service that is stopped: only the logs remain.
async fn lost(home: &std::path::Path) {
    let url = format!("sqlite://{}", home.join("test.sqlite").display());
    let database = sea_orm::Database::connect(&url).await.expect("it opens");
    for statement in
        ["UPDATE dossier SET snapshot = '{}'", "DELETE FROM seaql_migrations WHERE version = 'm0007_pieces'"]
    {
        sea_orm::ConnectionTrait::execute_unprepared(&database, statement).await.expect("done");
    }
}

/// Démarches simplifiées 4615: weeks of private annotations were lost, for the copy held the answers only.
#[test]
fn comments_corrections_and_decisions_come_back_from_the_log_alone() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id: DossierId = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let viewer = person.viewer().await;
        let colleague = service.log_in("compte=collegue").await.viewer().await;
        let agent = service.log_in("compte=ddets").await.viewer().await;
        let services = &service.services;
        let question = || Subject::Question(Path::parse(KEY).expect("a key"));
        add_comment(services, &viewer, id, (question(), 0), "Douze ou vingt ?").await.expect("written");
        add_comment(services, &colleague, id, (question(), 0), "Vingt, je crois.").await.expect("written");
        let comment = now(&service, id).await.comments[0].seq;
        settle_comment(services, &colleague, id, comment, true).await.expect("settled");
        assign_step(services, &viewer, (id, u64::MAX), "projet".to_owned(), Some(colleague.person))
            .await
            .expect("assigned");
        filled(&person, &dossier).await;
        submit_dossier(services, &viewer, id, true, None).await.expect("sent");
        let about = (question(), Reason::Unclear);
        let seen = now(&service, id).await.seq;
        ask_correction(services, &agent, (id, seen), about, "Comptez à la date du dépôt.")
            .await
            .expect("asked");
        let correction = now(&service, id).await.corrections[0].seq;
        answer_correction(services, &viewer, (id, u64::MAX), correction, "Vingt au 30 novembre.")
            .await
            .expect("answered");
        submit_dossier(services, &viewer, id, true, None).await.expect("sent again");
        settle_correction(services, &agent, (id, u64::MAX), correction, None).await.expect("closed");
        acknowledge_dossier(services, &agent, (id, u64::MAX)).await.expect("acknowledged");
        let on = services.clock.today();
        let given =
            Given { stance: Stance::Reserved, on, text: "Sous réserve.".to_owned(), confidential: true };
        let of = (Adviser::Commission, None);
        record_opinion(services, &agent, (id, u64::MAX), of, given).await.expect("written down");
        let terms = asked_terms(&now(&service, id).await).map(Box::new);
        let granted = Decision { version: 2, granted: true, motive: None, reason: String::new(), terms };
        decide_dossier(services, &agent, (id, u64::MAX), granted).await.expect("decided");
        reopen_decision(services, &agent, (id, u64::MAX), "Pièce manquante").await.expect("taken up again");
        let before = now(&service, id).await;
        let said = (before.comments.len(), before.corrections.len(), before.rulings.len());
        assert_eq!(said, (2, 1, 1), "there is something to lose");
        let home = service.home.clone();
        drop(service);
        lost(home.path()).await;
        let service = Service::start_in(home, None).await;
        assert_eq!(now(&service, id).await, before);
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "bit for bit");
    });
}
