//! A delivery of ASP that comes while a dossier is being filled.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Error, Result, Structure, StructureId,
    dossier::Snapshot,
    ports::Register,
    usecase::{hear_deliveries, refresh_sources},
};
use form::{Decimal, Path, Value};

use crate::{
    client::{Service, run},
    story::{id_of, opened},
};

/// ASP as it is later: every annexe has one post more.
struct Later(Arc<dyn Register>);

#[async_trait]
impl Register for Later {
    async fn structure(&self, id: StructureId) -> Result<Option<Structure>> {
        let mut found = self.0.structure(id).await?;
        for annexe in found.iter_mut().flat_map(|structure| &mut structure.annexes) {
            annexe.posts.etp = annexe.posts.etp.map(|etp| etp + Decimal::ONE);
        }
        Ok(found)
    }

    async fn same_person(&self, id: StructureId) -> Result<Vec<StructureId>> {
        self.0.same_person(id).await
    }
}

/// ASP's files that cannot be read.
struct Gone;

#[async_trait]
impl Register for Gone {
    async fn structure(&self, _: StructureId) -> Result<Option<Structure>> {
        Err(Error::unavailable("the disk is away"))
    }

    async fn same_person(&self, _: StructureId) -> Result<Vec<StructureId>> {
        Ok(Vec::new())
    }
}

fn posts(snapshot: &Snapshot) -> Option<Decimal> {
    let path: Path = "etp.demandes".parse().expect("a key");
    snapshot.value(&path).and_then(Value::number)
}

#[test]
fn what_asp_delivers_later_fills_what_nobody_looked_at_and_is_offered_beside_the_rest() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = id_of(&dossier);
        let services = &service.services;
        let now = async || services.dossiers.snapshot(id).await.expect("read").expect("there");
        let first = now().await;
        let delivered = posts(&first).expect("ASP says how many");
        assert_eq!(hear_deliveries(services).await.expect("read"), 1);
        assert_eq!(now().await.seq, first.seq, "nothing new is said");

        let mut none = services.clone();
        none.register = Arc::new(Gone);
        assert!(hear_deliveries(&none).await.is_err(), "it is told, and tried again");

        let later = |inner: &Arc<dyn Register>| -> Arc<dyn Register> { Arc::new(Later(inner.clone())) };
        let mut one = services.clone();
        one.register = later(&services.register);
        hear_deliveries(&one).await.expect("read");
        let told = now().await;
        let more = posts(&told).expect("it is filled");
        assert!(more > delivered, "nobody had looked at it: {more}");
        hear_deliveries(&one).await.expect("read");
        assert_eq!(now().await.seq, told.seq, "said twice, it changes nothing");

        person.post(&format!("{dossier}/etapes/postes"), "_vu=9999&action=enregistrer&etp.demandes=5").await;
        assert_eq!(posts(&now().await), Some(Decimal::from(5)));
        let page = person.get(&format!("{dossier}/donnees")).await.body;
        assert!(!page.contains("Nouvelle valeur disponible"), "what was known is no news: {page}");
        let mut two = services.clone();
        two.register = later(&one.register);
        // What a person asks is what the service does by itself.
        refresh_sources(&two, &person.viewer().await, id).await.expect("asked again");
        assert_eq!(posts(&now().await), Some(Decimal::from(5)), "what a person typed stays");
        let page = person.get(&format!("{dossier}/donnees")).await.body;
        assert!(page.contains("Nouvelle valeur disponible"), "{page}");
        let list = person.get(&dossier).await.body;
        assert!(list.contains("nouvelle valeur disponible") || list.contains("nouvelles valeurs"), "{list}");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn the_agent_reads_what_sources_say_otherwise() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        crate::story::filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get(&format!("/instruction{dossier}")).await.body;
        assert!(page.contains("Selon ASP, au"), "{page}");
    });
}
