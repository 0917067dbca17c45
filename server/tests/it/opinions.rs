//! Opinions given in the service by who is asked for them, at the address of their account.

use domain::{notice::Reminders, usecase::remind};

use crate::{
    client::{Answer, Person, Service, encoded, run},
    completing::on,
    story::sent,
};

const EXPERT: &str = "expert@demonstration.example";

async fn adviser<'a>(service: &'a Service, address: &str) -> Person<'a> {
    service.log_in(&encoded(&[("compte", "avis"), ("adresse", address)])).await
}

async fn asks(agent: &Person<'_>, review: &str, address: &str) -> Answer {
    let until = ("attendu", "20/12/2099");
    let (whose, what) = (("avis", "expert"), ("texte", "Le budget tient-il ?"));
    let secret = ("confidentiel", "oui");
    agent.acts(review, &[("acte", "consulter"), whose, until, what, ("adresse", address), secret]).await
}

/// A dossier sent, on which the service noted something, wrote down an opinion, and asks the expert for theirs.
async fn asked(service: &Service) -> (Person<'_>, Person<'_>, String) {
    let person = service.log_in("compte=administratrice").await;
    let agent = service.log_in("compte=ddets").await;
    let dossier = sent(&person).await;
    let review = format!("/instruction{dossier}");
    let note = [("acte", "noter"), ("sorte", "libre"), ("texte", "Note du service")];
    assert_eq!(agent.acts(&review, &note).await.status, 303);
    let other =
        [("acte", "aviser"), ("avis", "france_travail"), ("sens", "favorable"), ("texte", "Avis caché")];
    assert_eq!(agent.acts(&review, &other).await.status, 303);
    assert_eq!(asks(&agent, &review, "Expert@Demonstration.example").await.status, 303);
    (person, agent, dossier)
}

#[test]
fn who_is_asked_reads_the_version_sent_and_nothing_else() {
    run(async {
        let service = Service::start().await;
        // They never logged in before they are asked.
        let (person, agent, dossier) = asked(&service).await;
        let (review, page) = (format!("/instruction{dossier}"), format!("/avis{dossier}"));
        let shown = agent.get(&review).await.body;
        assert!(
            shown.contains(&format!("à {EXPERT} par Sacha Richard, attendu pour le 20/12/2099")),
            "{shown}"
        );
        let wrong = asks(&agent, &review, "expert").await;
        assert!(wrong.body.contains("Cette adresse n’est pas complète."), "{}", wrong.body);
        let twice = asks(&agent, &review, EXPERT).await;
        assert!(twice.body.contains("est déjà demandé"), "{}", twice.body);
        let expert = adviser(&service, EXPERT).await;
        let told = expert.get("/notifications").await.body;
        assert!(told.contains("Avis demandé sur le dossier ACI 2027 de"), "{told}");
        assert!(told.contains("Notifications (1)") && !told.contains("budget tient-il"), "{told}");
        let read = expert.get(&page).await;
        assert_eq!(read.status, 200);
        for said in [
            "Le budget tient-il",
            "DDETS du Finistère vous demande votre avis",
            "la structure ne le lit pas",
            "Odet",
        ] {
            assert!(read.body.contains(said), "{said}: {}", read.body);
        }
        for hidden in ["Note du service", "Avis caché", "Sacha Richard"] {
            assert!(!read.body.contains(hidden), "{hidden}: {}", read.body);
        }
        for closed in [
            dossier.clone(),
            review.clone(),
            format!("{dossier}/historique"),
            format!("{review}/courriers/dossier.pdf"),
        ] {
            assert_eq!(expert.get(&closed).await.status, 404, "{closed}");
        }
        let another = adviser(&service, "autre@demonstration.example").await;
        for stranger in [&another, &person, &agent] {
            assert_eq!(stranger.get(&page).await.status, 404);
            assert_eq!(stranger.post(&page, "sens=favorable&_vu=999").await.status, 404);
        }
        let led = service.anybody().post("/connexion", "compte=avis&adresse=rien").await;
        assert_eq!(led.location, "/connexion?adresse=rien#adresse");
        assert!(service.get("/connexion?adresse=rien").await.body.contains("Écrivez une adresse complète."));
    });
}

#[test]
fn who_is_asked_is_reminded_once_and_gives_their_opinion_themselves() {
    run(async {
        let service = Service::start().await;
        let (person, agent, dossier) = asked(&service).await;
        let (review, page) = (format!("/instruction{dossier}"), format!("/avis{dossier}"));
        let expert = adviser(&service, EXPERT).await;
        assert_eq!(agent.acts(&review, &[("acte", "accuser")]).await.status, 303);
        let days = Reminders { opinion: vec![3], ..Reminders::default() };
        for _ in 0..2 {
            remind(&on(&service.services, "2099-12-18"), &days).await.expect("reminded");
        }
        let told = expert.get("/notifications").await.body;
        assert_eq!(told.matches("Avis attendu sur le dossier ACI 2027").count(), 1, "{told}");
        let shown = agent.get(&review).await.body;
        assert!(shown.contains(", relancé le 18/12/2099"), "{shown}");
        let lacking = expert.acts(&page, &[("sens", "defavorable"), ("texte", "")]).await;
        assert!(lacking.status == 422 && lacking.body.contains("Dites les réserves"), "{}", lacking.body);
        let unsaid = expert.acts(&page, &[("texte", "Parce que")]).await;
        assert!(
            unsaid.body.contains("Choisissez le sens") && unsaid.body.contains("Parce que"),
            "{}",
            unsaid.body
        );
        let given = expert.acts(&page, &[("sens", "reserve"), ("texte", "Le budget est juste.")]).await;
        assert_eq!(given.location, format!("{page}?fait=donner"), "{}", given.body);
        assert!(expert.get(&page).await.body.contains("Le budget est juste."));
        assert_eq!(expert.post(&page, "sens=favorable&_vu=999").await.status, 422, "once");
        let told = agent.get("/notifications").await.body;
        assert!(told.contains("avis enregistré sur le dossier ACI 2027"), "{told}");
        let shown = agent.get(&review).await.body;
        assert!(shown.contains("Le budget est juste.") && shown.contains(EXPERT), "{shown}");
        // It is confidential: the structure reads neither what it says nor who gave it.
        for read in [format!("{dossier}/suivi"), format!("{dossier}/historique"), "/notifications".to_owned()]
        {
            let body = person.get(&read).await.body;
            assert!(!body.contains("Le budget est juste.") && !body.contains(EXPERT), "{read}: {body}");
        }
        // Once it is given up, the dossier is no more theirs to read.
        let gone = person.acts(&format!("{dossier}/suivi"), &[("acte", "retirer")]).await;
        assert_eq!(gone.status, 303, "{}", gone.body);
        assert_eq!(expert.get(&page).await.status, 404);
        assert!(expert.get("/notifications").await.body.contains("Aucune notification."));
    });
}

#[test]
fn an_opinion_that_is_awaited_is_recalled_by_hand_and_may_be_asked_no_more() {
    run(async {
        let service = Service::start().await;
        let (person, agent, dossier) = asked(&service).await;
        let (review, page) = (format!("/instruction{dossier}"), format!("/avis{dossier}"));
        let expert = adviser(&service, EXPERT).await;
        let id = crate::story::id_of(&dossier);
        let asked = async || {
            let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
            snapshot.instruction.awaited().map(|opinion| opinion.seq.to_string()).collect::<Vec<_>>()
        };
        let first = asked().await.remove(0);
        let recall = [("acte", "relancer-avis"), ("demande", first.as_str())];
        for _ in 0..2 {
            let told = agent.acts(&review, &recall).await;
            assert_eq!(told.location, format!("{review}?fait=relancer-avis#instruction"), "{}", told.body);
        }
        let told = expert.get("/notifications").await.body;
        assert_eq!(told.matches("Avis attendu sur le dossier ACI 2027").count(), 1, "once a day: {told}");
        assert!(agent.get(&review).await.body.contains(", relancé le "), "the agent reads when");
        // One that nobody is asked by address reaches nobody.
        let alone = [("acte", "consulter"), ("avis", "commission"), ("texte", "")];
        assert_eq!(agent.acts(&review, &alone).await.status, 303);
        let second = asked().await.remove(1);
        let nobody = agent.acts(&review, &[("acte", "relancer-avis"), ("demande", &second)]).await;
        assert!(nobody.body.contains("Personne n’est consulté par courriel"), "{}", nobody.body);
        for seq in [&first, &second] {
            let gone = agent.acts(&review, &[("acte", "renoncer-avis"), ("demande", seq)]).await;
            assert_eq!(gone.location, format!("{review}?fait=renoncer-avis#instruction"), "{}", gone.body);
        }
        let twice = agent.acts(&review, &[("acte", "renoncer-avis"), ("demande", &first)]).await;
        assert!(twice.body.contains("a changé depuis que vous"), "{}", twice.body);
        assert_eq!(asked().await, Vec::<String>::new());
        assert_eq!(expert.get(&page).await.status, 404, "it is no more theirs to read");
        assert_eq!(asks(&agent, &review, EXPERT).await.status, 303, "it may be asked again");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("ne demande plus l’avis d’un expert"), "{history}");
        for stranger in [&person, &expert] {
            let form = "acte=renoncer-avis&demande=1&_vu=999";
            assert_eq!(stranger.post(&review, form).await.status, 404);
        }
    });
}
