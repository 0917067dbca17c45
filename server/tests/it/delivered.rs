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
    sources::plain,
    story::{id_of, opened},
};

/// ASP as it is later, with what has changed in the record of a structure.
struct Later(Arc<dyn Register>, fn(&mut Structure));

/// Every annexe has one post more.
fn one_post_more(structure: &mut Structure) {
    for annexe in &mut structure.annexes {
        annexe.posts.etp = annexe.posts.etp.map(|etp| etp + Decimal::ONE);
    }
}

/// The files of a week later say the same, but no more the phone of the structure.
fn no_phone(structure: &mut Structure) {
    week_later(structure);
    structure.asp.seat.phone = None;
    structure.asp.correspondence.phone = None;
}

/// The files of a week later say the same.
fn week_later(structure: &mut Structure) {
    let later = form::Date::constant(2026, 11, 23);
    structure.asp.delivered = later;
    for annexe in &mut structure.annexes {
        annexe.delivered = later;
    }
}

#[async_trait]
impl Register for Later {
    async fn structure(&self, id: StructureId) -> Result<Option<Structure>> {
        let mut found = self.0.structure(id).await?;
        found.iter_mut().for_each(self.1);
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

fn with(inner: &Arc<dyn Register>, change: fn(&mut Structure)) -> Arc<dyn Register> {
    Arc::new(Later(inner.clone(), change))
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

        let later = |inner: &Arc<dyn Register>| with(inner, one_post_more);
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
fn a_later_delivery_that_says_the_same_is_told_without_an_event() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = id_of(&dossier);
        let page = async || plain(&person.get(&format!("{dossier}/donnees")).await.body);
        assert!(page().await.contains(", livraison du 16/11/2026</li>"), "{}", page().await);
        let seq = async || service.services.dossiers.snapshot(id).await.expect("read").expect("there").seq;
        let before = seq().await;
        let mut services = service.services.clone();
        services.register = with(&services.register, week_later);
        for _ in 0..2 {
            hear_deliveries(&services).await.expect("read");
            assert_eq!(seq().await, before, "no event");
            let page = page().await;
            assert!(page.contains("livraison du 16/11/2026, même réponse le 23/11/2026</li>"), "{page}");
        }
        // Something else said since is of its own day.
        services.register = with(&services.register, one_post_more);
        hear_deliveries(&services).await.expect("read");
        assert!(seq().await > before);
        let page = page().await;
        let asp = page.split("<strong>ASP</strong>").nth(1).expect("its line");
        let asp = &asp[..asp.find("</li>").expect("its end")];
        assert!(asp.ends_with("livraison du 23/11/2026"), "{asp}");
    });
}

#[test]
fn what_asp_says_no_more_is_cleared_where_nobody_looked_and_the_history_says_why() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (phone, id_of_phone): (Path, _) =
            ("structure.telephone".parse().expect("a key"), "structure.telephone");
        let services = &service.services;
        let value = async |dossier: &str| {
            let snapshot = services.dossiers.snapshot(id_of(dossier)).await.expect("read").expect("there");
            snapshot.value(&phone).cloned()
        };
        let (untouched, typed) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        let delivered = value(&untouched).await.expect("ASP says it");
        person
            .post(
                &format!("{typed}/etapes/coordonnees"),
                "_vu=9999&action=enregistrer&structure.telephone=02+98+11+22+33",
            )
            .await;
        let given = value(&typed).await;
        assert!(given.is_some());
        let mut later = services.clone();
        later.register = with(&services.register, no_phone);
        assert_eq!(hear_deliveries(&later).await.expect("read"), 2);
        assert_eq!((value(&untouched).await, value(&typed).await), (None, given));
        let why = "la source « ASP » ne la donne plus";
        let history = plain(&person.get(&format!("{untouched}/historique")).await.body);
        assert!(history.contains("effacé 1 réponse") && history.contains(why), "{history}");
        let own = plain(&person.get(&format!("{untouched}/historique?champ={id_of_phone}")).await.body);
        assert!(own.contains(&format!("Effacée : {why}")), "{own}");
        let step = plain(&person.get(&format!("{untouched}/etapes/coordonnees")).await.body);
        assert!(step.contains("Déduit de ce que la source « ASP » ne dit plus"), "{step}");
        // It comes back as it went.
        hear_deliveries(services).await.expect("read");
        assert_eq!(value(&untouched).await, Some(delivered));
        assert!(matches!(service.store.verify(id_of(&untouched)).await, Ok(Some(Ok(_)))), "the log is whole");
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
        assert!(page.contains("Selon l’ASP, au"), "{page}");
    });
}
