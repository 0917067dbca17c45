//! What people are told, on their page: theirs alone, read once opened, counted in the header.

use crate::{
    client::{Service, encoded, run, value_of},
    story::{filled, opened},
};

#[test]
fn each_reads_what_they_are_told_opens_it_and_marks_it_read() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let agent = service.log_in("compte=ddets").await;
        let stranger = service.log_in("compte=structure&structure=bocage").await;
        let empty = person.get("/notifications").await.body;
        assert!(
            empty.contains("Aucune notification.") && empty.contains("n’envoie pas de courriel"),
            "{empty}"
        );
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let review = format!("/instruction{dossier}");
        for key in ["gouvernance.benevoles", "projet.evolutions"] {
            let seen = value_of(&agent.get(&review).await.body, "_vu").to_owned();
            let form = format!("_vu={seen}&acte=demander&champ={key}&motif=autre&texte=Pourquoi");
            assert_eq!(agent.post(&review, &form).await.status, 303);
        }
        // The header says so on any page, the page of a step included.
        for page in ["/dossiers".to_owned(), format!("{dossier}/etapes/structure")] {
            assert!(person.get(&page).await.body.contains("Notifications (3)"), "{page}");
        }
        let list = person.get("/notifications").await.body;
        for said in [
            "Dossier ACI 2027 transmis",
            "Correction demandée sur le dossier ACI 2027",
            "3\u{a0}notifications non lues",
            "(2 fois)",
        ] {
            assert!(list.contains(said), "{said}: {list}");
        }
        assert!(!list.contains(&agent.viewer().await.name), "who asks is the service’s own");
        assert!(!list.contains("Pourquoi"), "what is asked is read in the dossier");
        let address = list.split("<h2").nth(1).and_then(|rest| rest.split("href=\"").nth(1));
        let address = address.and_then(|rest| rest.split('"').next()).expect("a link").to_owned();
        assert!(address.starts_with("/notifications/"), "{address}");
        // Whoever is not told finds nothing there; who is not logged in is led to do so, and back.
        for other in [&stranger, &agent] {
            assert_eq!(other.get(&address).await.status, 404);
        }
        let nobody = service.anybody().get(&address).await;
        assert!(
            nobody.status == 401 && nobody.body.contains("/connexion?retour=%2Fnotifications"),
            "{}",
            nobody.body
        );
        assert_eq!(service.anybody().post("/notifications", "jusqua=x").await.location, "/connexion");
        assert!(stranger.get("/notifications").await.body.contains("Aucune notification."));
        assert!(agent.get("/notifications").await.body.contains("dossier ACI 2027 transmis"));
        let opened = person.get(&address).await;
        assert_eq!((opened.status, opened.location), (303, format!("{dossier}/corrections")));
        assert!(person.get("/dossiers").await.body.contains("Notifications (1)"), "both say the same");
        assert!(colleague.get("/dossiers").await.body.contains("Notifications (3)"), "each has their own");
        let until = value_of(&person.get("/notifications").await.body, "jusqua").to_owned();
        let marked = person.post("/notifications", &encoded(&[("jusqua", until.as_str())])).await;
        assert_eq!((marked.status, marked.location.as_str()), (303, "/notifications"));
        let list = person.get("/notifications").await.body;
        assert!(!list.contains("Notifications (") && !list.contains("Non lue"), "{list}");
        assert!(list.contains("Dossier ACI 2027 transmis"), "they stay");
        let support = service.log_in("compte=assistance").await;
        assert!(support.get("/notifications").await.body.contains("Aucune notification."));
    });
}
