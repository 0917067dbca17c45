//! What colleagues of a service do is heard in the queue and beside a dossier, as it happens.

use domain::{
    dossier::DossierId,
    usecase::{Sharing, share_dossiers},
};

use crate::{
    client::{Person, Service, run},
    story::{self, id_of},
};

const COLLEAGUE: &str = "compte=departement&departement=29";

async fn sent(person: &Person<'_>) -> (String, DossierId) {
    let dossier = story::sent(person).await;
    let id = id_of(&dossier);
    (dossier, id)
}

#[test]
fn a_dossier_that_a_colleague_takes_or_opens_is_told_at_once() {
    run(async {
        let service = Service::start().await;
        let structure = service.log_in("compte=administratrice").await;
        let (dossier, id) = sent(&structure).await;
        let (sacha, camille) = (service.log_in("compte=ddets").await, service.log_in(COLLEAGUE).await);
        let now = service.services.clock.now().as_microsecond();
        let mut queue = sacha.listen(&format!("/instruction/direct?depuis={now}")).await;
        // Who opens it is seen; who fills it is not, and hears nothing of who reads it.
        let mut filling = structure.listen(&format!("{dossier}/direct?etape=@&depuis=999")).await;
        let reading = camille.listen(&format!("/instruction/dossiers/{id}/direct?depuis=999")).await;
        assert_eq!(queue.next().await, ("ouverts".to_owned(), format!("{{\"{id}\":[\"Camille Simon\"]}}")));
        assert_eq!(filling.next().await.0, "presents");
        let chosen = [(id, 0)];
        share_dossiers(&service.services, &camille.viewer().await, &chosen, Sharing::Take)
            .await
            .expect("taken");
        assert_eq!(queue.next().await, ("dossiers".to_owned(), format!("[\"{id}\"]")));
        drop(reading);
        assert_eq!(queue.next().await, ("ouverts".to_owned(), "{}".to_owned()));
        // One who comes back hears what was missed; the page of the dossier too.
        let mut late = sacha.listen(&format!("/instruction/direct?depuis={now}")).await;
        assert_eq!(late.next().await.0, "dossiers");
        let mut beside = sacha.listen(&format!("/instruction/dossiers/{id}/direct?depuis=1")).await;
        assert_eq!(beside.next().await, ("change".to_owned(), "oui".to_owned()));
    });
}

#[test]
fn nothing_is_told_of_another_departements_dossiers() {
    run(async {
        let service = Service::start().await;
        let structure = service.log_in("compte=administratrice").await;
        let (_, id) = sent(&structure).await;
        let (agent, other) =
            (service.log_in("compte=ddets").await, service.log_in("compte=departement&departement=14").await);
        let mut elsewhere = other.listen("/instruction/direct?depuis=0").await;
        let mut own = service.log_in(COLLEAGUE).await.listen("/instruction/direct?depuis=0").await;
        let _reading = agent.listen(&format!("/instruction/dossiers/{id}/direct?depuis=0")).await;
        assert_eq!(own.next().await.0, "dossiers");
        assert_eq!(own.next().await.0, "ouverts");
        share_dossiers(&service.services, &agent.viewer().await, &[(id, 0)], Sharing::Take)
            .await
            .expect("taken");
        assert_eq!(own.next().await.0, "dossiers", "who reviews it is told");
        let told = tokio::time::timeout(std::time::Duration::from_millis(50), elsewhere.next()).await;
        assert!(told.is_err(), "{told:?}");
        for (account, status) in [("compte=administratrice", 403), ("compte=assistance", 403)] {
            let person = service.log_in(account).await;
            assert_eq!(person.get("/instruction/direct?depuis=0").await.status, status, "{account}");
        }
        assert_eq!(service.get("/instruction/direct?depuis=0").await.status, 404);
    });
}
