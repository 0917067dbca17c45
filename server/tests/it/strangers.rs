//! Who is not of the structure: at every address of a dossier there is nothing, and nothing is done.

use std::collections::BTreeSet;

use domain::dossier::Event;

use crate::{
    client::{Answer, Person, Service, digest, run},
    documents::PDF,
    story::{filled, id_of, opened},
};

/// A request about a dossier: how, the route, what follows its identifier in the address, what is sent.
///
/// `@` is the digest of a document that the dossier holds, `+` that of another.
type Asked = (&'static str, &'static str, &'static str, &'static str);

/// Every way to ask something of a dossier; what its structure does last changes what those before it find.
const ASKED: [Asked; 48] = [
    ("GET", "/dossiers/{id}", "", ""),
    ("GET", "/dossiers/{id}/etapes/{cle}", "/etapes/structure", ""),
    ("GET", "/dossiers/{id}/etapes/{cle}/reconduire", "/etapes/structure/reconduire", ""),
    ("GET", "/dossiers/{id}/territoires", "/territoires", ""),
    ("GET", "/dossiers/{id}/recapitulatif", "/recapitulatif", ""),
    ("GET", "/dossiers/{id}/corrections", "/corrections", ""),
    ("POST", "/dossiers/{id}/corrections", "/corrections", "correction=2&texte=Voici"),
    ("GET", "/dossiers/{id}/suivi", "/suivi", ""),
    ("GET", "/dossiers/{id}/messages", "/messages", ""),
    ("POST", "/dossiers/{id}/messages", "/messages", "acte=ecrire&objet=Bonjour&texte=Voici&_vu=1"),
    ("GET", "/dossiers/{id}/courriers/{papier}", "/courriers/convention", ""),
    ("GET", "/dossiers/{id}/courriers/{papier}", "/courriers/dossier.pdf", ""),
    ("POST", "/dossiers/{id}/suivi", "/suivi", "acte=retirer&_vu=1"),
    ("GET", "/dossiers/{id}/direct", "/direct?etape=structure&depuis=0", ""),
    ("GET", "/dossiers/{id}/envois/{empreinte}/{taille}", "/envois/+/5?nom=plan.pdf", ""),
    ("GET", "/dossiers/{id}/pieces/{un}/{deux}", "/pieces/@/rib.pdf", ""),
    ("GET", "/dossiers/{id}/documents/{empreinte}", "/documents/@", ""),
    ("GET", "/dossiers/{id}/echanges", "/echanges", ""),
    ("GET", "/dossiers/{id}/donnees", "/donnees", ""),
    ("GET", "/dossiers/{id}/donnees/extrait", "/donnees/extrait?champ=structure.siret", ""),
    ("GET", "/dossiers/{id}/donnees/origines", "/donnees/origines?etape=structure", ""),
    ("GET", "/dossiers/{id}/historique", "/historique", ""),
    ("GET", "/dossiers/{id}/historique", "/historique?champ=pieces.rib", ""),
    ("GET", "/dossiers/{id}/recepisse", "/recepisse", ""),
    ("POST", "/dossiers/{id}/etapes/{cle}", "/etapes/structure", "structure.enseigne=x&action=continuer"),
    ("POST", "/dossiers/{id}/etapes/{cle}/reconduire", "/etapes/structure/reconduire", "vu=1"),
    ("POST", "/dossiers/{id}/territoires", "/territoires", "acte=partout&champ=structure.enseigne&vu=1"),
    ("POST", "/dossiers/{id}/echanges", "/echanges", "acte=ecrire&etape=structure&message=Bonjour"),
    ("POST", "/dossiers/{id}/donnees", "/donnees", "acte=actualiser"),
    ("POST", "/dossiers/{id}/historique", "/historique", "defaire=4"),
    ("POST", "/dossiers/{id}/transmettre", "/transmettre", "certification=oui"),
    ("POST", "/dossiers/{id}/documents/{empreinte}", "/documents/@", "champ=pieces.rib&valable=31/12/2027"),
    ("PUT", "/dossiers/{id}/envois/{empreinte}/{taille}/{morceau}", "/envois/+/5/0?nom=plan.pdf", "%PDF-"),
    ("POST", "/dossiers/{id}/pieces/{champ}", "/pieces/pieces.rib", "empreinte=@&taille=9&nom=rib.pdf"),
    ("DELETE", "/dossiers/{id}/envois/{empreinte}/{taille}", "/envois/+/5", ""),
    ("DELETE", "/dossiers/{id}/pieces/{un}/{deux}", "/pieces/pieces.rib/@", ""),
    ("PUT", "/dossiers/{id}/pieces/{un}/{deux}", "/pieces/pieces.rib/@", ""),
    ("GET", "/instruction/dossiers/{id}", "", ""),
    (
        "POST",
        "/instruction/dossiers/{id}",
        "",
        "acte=demander&champ=structure.enseigne&motif=autre&texte=Quoi",
    ),
    ("GET", "/instruction/dossiers/{id}/courriers/{papier}", "/courriers/convention", ""),
    ("GET", "/instruction/dossiers/{id}/courriers/{papier}", "/courriers/dossier.pdf", ""),
    ("GET", "/instruction/dossiers/{id}/direct", "/direct?depuis=0", ""),
    ("GET", "/instruction/dossiers/{id}/apercu", "/apercu", ""),
    ("GET", "/instruction/dossiers/{id}/apercu", "/apercu?seul=oui", ""),
    ("GET", "/instruction/dossiers/{id}/decision", "/decision", ""),
    ("POST", "/instruction/dossiers/{id}/decision", "/decision", "acte=simuler"),
    ("GET", "/avis/dossiers/{id}", "", ""),
    ("POST", "/avis/dossiers/{id}", "", "sens=favorable&texte=Bien&_vu=99"),
];

/// Where its own structure finds nothing either: no receipt before it is sent, no other dossier of the year, no
/// correction to answer.
const NOTHING_YET: [(&str, &str); 5] = [
    ("GET", "/recepisse"),
    ("GET", "/courriers/convention"),
    ("GET", "/courriers/dossier.pdf"),
    ("POST", "/territoires"),
    ("POST", "/corrections"),
];

/// Sends a request about a dossier.
async fn ask(person: &Person<'_>, dossier: &str, (method, route, tail, body): Asked) -> Answer {
    let fill = |text: &str| text.replace('@', &digest(PDF)).replace('+', &digest(b"%PDF-"));
    let before = route.split("/dossiers").next().unwrap_or_default();
    let address = format!("{before}{dossier}{}", fill(tail));
    match method {
        "GET" => person.get(&address).await,
        "POST" => person.post(&address, &fill(body)).await,
        _ => person.ask(method, &address, body.as_bytes().to_vec()).await,
    }
}

/// What the browser's program asks of a dossier.
async fn call(person: &Person<'_>, dossier: &str) -> [Answer; 2] {
    let id = id_of(dossier);
    let edit = r#"{"number":1,"path":"gouvernance.benevoles","text":"12","base":0}"#;
    let batch = format!(r#"{{"client":"a-page-01","known":1,"edits":[{edit}]}}"#);
    [
        person.call("dossiers/enregistrer", &format!(r#"{{"id":"{id}","batch":{batch}}}"#)).await,
        person.call("dossiers/confirmer", &format!(r#"{{"id":"{id}","step":"structure"}}"#)).await,
    ]
}

/// That somebody finds of a dossier what there is of one that was never opened: nothing.
async fn finds_nothing(who: &str, person: &Person<'_>, dossier: &str) {
    let invented = "/dossiers/00000000-0000-7000-8000-000000000000";
    for asked in ASKED {
        let (answer, none) = (ask(person, dossier, asked).await, ask(person, invented, asked).await);
        assert_eq!(answer.status, 404, "{who} {asked:?}: {}", answer.body);
        assert_eq!(none.status, 404, "{who} {asked:?}");
        assert_eq!(answer.body.len(), none.body.len(), "{who} {asked:?}: {}", answer.body);
        assert!(!answer.body.contains("Odet"), "{who} {asked:?}: nothing leaks");
    }
    for answer in call(person, dossier).await {
        assert_eq!((answer.status, answer.body.as_str()), (404, "\"NotFound\""), "{who}");
    }
}

/// That who is not logged in is asked to be, or finds nothing.
async fn is_asked_to_log_in(service: &Service, dossier: &str) {
    let nobody = service.anybody();
    for asked in ASKED {
        let answer = ask(&nobody, dossier, asked).await;
        let led = answer.status == 303 && answer.location.starts_with("/connexion");
        assert!(
            led || [401, 404].contains(&answer.status),
            "{asked:?}: {} {}",
            answer.status,
            answer.location
        );
        assert!(!answer.body.contains("Odet"), "{asked:?}: nothing leaks");
    }
    for answer in call(&nobody, dossier).await {
        assert_eq!((answer.status, answer.body.as_str()), (401, "\"LoggedOut\""));
    }
}

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
}

#[test]
fn a_dossier_does_not_exist_for_who_is_not_of_its_structure() {
    run(async {
        let service = Service::start().await;
        let owner = service.log_in("compte=administratrice").await;
        let dossier = opened(&owner, "ACI").await;
        assert_eq!(owner.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let before = log(&service, &dossier).await;
        is_asked_to_log_in(&service, &dossier).await;
        // A draft is its structure's alone: no service of the State knows of it.
        for who in [
            "compte=structure&structure=bocage",
            "compte=ddets",
            "compte=dreets",
            "compte=departement&departement=75",
            "compte=dgefp",
            "compte=assistance",
            "compte=avis&adresse=expert@demonstration.example",
        ] {
            finds_nothing(who, &service.log_in(who).await, &dossier).await;
        }
        assert_eq!(log(&service, &dossier).await, before, "nothing was done");
        // The addresses are right: the structure finds something at each of them.
        for asked in ASKED.into_iter().filter(|(_, route, ..)| route.starts_with("/dossiers")) {
            let answer = ask(&owner, &dossier, asked).await;
            let is_there = ![401, 403, 404, 405].contains(&answer.status);
            assert!(is_there || NOTHING_YET.contains(&(asked.0, asked.2)), "{asked:?}: {}", answer.status);
        }
        for answer in call(&owner, &dossier).await {
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    });
}

#[test]
fn a_dossier_that_was_sent_does_not_exist_for_other_structures_and_other_departements() {
    run(async {
        let service = Service::start().await;
        let owner = service.log_in("compte=administratrice").await;
        let dossier = opened(&owner, "ACI").await;
        assert_eq!(owner.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        filled(&owner, &dossier).await;
        let sent = owner.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(sent.location, format!("{dossier}/recepisse"), "{}", sent.body);
        let before = log(&service, &dossier).await;
        is_asked_to_log_in(&service, &dossier).await;
        for who in [
            "compte=structure&structure=bocage",
            "compte=departement&departement=75",
            "compte=assistance",
            "compte=avis&adresse=expert@demonstration.example",
        ] {
            finds_nothing(who, &service.log_in(who).await, &dossier).await;
        }
        assert_eq!(log(&service, &dossier).await, before, "nothing was done");
        let own = service.log_in("compte=ddets").await;
        assert_eq!(own.get(&format!("/instruction{dossier}")).await.status, 200, "its own service reads it");
    });
}

#[test]
fn a_bilan_does_not_exist_for_who_is_not_of_its_structure() {
    run(async {
        let service = Service::start().await;
        let owner = service.log_in("compte=administratrice").await;
        let bilan = owner.post("/bilans", "type=ACI").await.location;
        let before = log(&service, &bilan).await;
        let alias = bilan.replace("/dossiers", "/bilans");
        for who in ["compte=structure&structure=bocage", "compte=ddets", "compte=dgefp"] {
            let person = service.log_in(who).await;
            finds_nothing(who, &person, &bilan).await;
            // The other address leads to the same nothing, whoever asks.
            let led = person.get(&format!("{alias}/historique")).await;
            assert_eq!((led.status, led.location), (308, format!("{bilan}/historique")), "{who}");
            assert!(!person.get("/bilans").await.body.contains("Odet · "), "{who}");
        }
        is_asked_to_log_in(&service, &bilan).await;
        assert_eq!(service.get("/bilans").await.status, service.get("/dossiers").await.status);
        assert_eq!(service.anybody().post("/bilans", "type=ACI").await.location, "/connexion");
        assert_eq!(log(&service, &bilan).await, before, "nothing was done");
    });
}

#[test]
fn every_address_of_a_dossier_is_asked_by_strangers() {
    let router = include_str!("../../src/web/router.rs");
    let mut open = BTreeSet::new();
    for route in router.split(".route(").skip(1) {
        let address = route.split('"').nth(1).expect("an address");
        let handlers = route.split(".layer(").next().unwrap_or_default();
        for method in ["get", "post", "put", "delete", "patch"] {
            if address.contains("/dossiers/{id}") && handlers.contains(&format!("{method}(")) {
                open.insert((method.to_uppercase(), address.to_owned()));
            }
        }
    }
    let asked: BTreeSet<_> =
        ASKED.iter().map(|(method, route, ..)| ((*method).to_owned(), (*route).to_owned())).collect();
    assert_eq!(open, asked);
}
