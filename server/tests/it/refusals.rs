//! Bad input: a clear sentence, nothing lost, nothing leaked.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::{
    client::{Service, encoded, run},
    story::opened,
};

#[test]
fn what_is_typed_wrong_is_kept_and_explained() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let form = encoded(&[
            ("structure.siret", "262 904 113 00062"),
            ("structure.enseigne", "</textarea><script>alert(1)</script>"),
            ("action", "confirmer"),
        ]);
        let answer = person.post(&format!("{dossier}/etapes/structure"), &form).await;
        assert!(answer.location.contains("verifier=1"), "{}", answer.location);
        let page = person.get(&format!("{dossier}/etapes/structure?verifier=1")).await.body;
        assert!(page.contains("262 904 113 00062"), "what was typed is still there");
        assert!(page.contains("Ces 14 chiffres ne forment pas un SIRET"));
        assert!(!page.contains("<script>alert(1)"), "an answer opens no tag");
        let form = encoded(&[("etp.demandes", "abc"), ("action", "continuer")]);
        person.post(&format!("{dossier}/etapes/postes"), &form).await;
        let page = person.get(&format!("{dossier}/etapes/postes?verifier=1")).await.body;
        assert!(page.contains("value=\"abc\""), "letters stay where a number is asked");
        assert!(page.contains("Écrivez un nombre en chiffres"));
    });
}

#[test]
fn a_stale_form_brings_back_no_old_value() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        let page = one.get(&step).await.body;
        let seen = page
            .split("name=\"_vu\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("a number");
        let form = |name: &str, quality: &str| {
            encoded(&[
                ("_vu", seen),
                ("gouvernance.representant.nom", name),
                ("gouvernance.representant.qualite", quality),
                ("action", "continuer"),
            ])
        };
        two.post(&step, &form("Dominique", "")).await;
        // The other's form was shown before: it changes another field, and sends the first one back blank.
        let answer = one.post(&step, &form("", "présidente")).await;
        assert!(
            !answer.location.contains("verifier"),
            "an untouched field is no conflict: {}",
            answer.location
        );
        let page = one.get(&step).await.body;
        assert!(page.contains("value=\"Dominique\"") && page.contains("value=\"présidente\""));
        // The same field, changed by both: nothing is overwritten, both values are shown.
        let answer = one.post(&step, &form("Alix", "présidente")).await;
        assert!(answer.location.contains("verifier=1"), "{}", answer.location);
        let page = one.get(&step).await.body;
        assert!(
            page.contains("Conflit\u{a0}: Dominique Petit a écrit «\u{a0}Dominique\u{a0}»"),
            "both values and their authors"
        );
        assert!(page.contains("et vous «\u{a0}Alix\u{a0}»"));
        let seen = page.split("name=\"_vu\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let choice =
            encoded(&[("_vu", seen.expect("a number")), ("garder", "mienne:gouvernance.representant.nom")]);
        one.post(&step, &choice).await;
        let page = one.get(&step).await.body;
        assert!(page.contains("value=\"Alix\"") && !page.contains("Conflit\u{a0}: "));
    });
}

#[test]
fn wrong_addresses_big_bodies_and_other_sites_are_told_off() {
    run(async {
        let service = Service::start().await;
        for path in ["/nulle-part", "/dossiers/x/y/z", "/pkg/essai/absent.js"] {
            assert_eq!(service.get(path).await.status, 404, "{path}");
        }
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.get(&format!("{dossier}/etapes/inconnue")).await.status, 404);
        assert_eq!(person.get("/dossiers/pas-un-identifiant").await.status, 404);
        let ten_megabytes = format!("structure.enseigne={}", "a".repeat(10_000_000));
        let answer = person.post(&format!("{dossier}/etapes/structure"), &ten_megabytes).await;
        assert_eq!(answer.status, 413);
        assert!(answer.body.contains("selon votre navigateur"), "nothing is promised: {}", answer.body);
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://ailleurs.example")] {
            let request =
                Request::post("/connexion").header(header::HOST, "127.0.0.1:3000").header(name, value);
            let answer = service.send(request.body(Body::from("compte=ddets")).expect("plain")).await;
            assert_eq!(answer.status, 403, "{name}");
        }
    });
}

#[test]
fn what_cannot_be_read_is_refused_in_french() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/structure");
        // Twenty thousand characters at most, and the sender is told which field, whatever else was saved.
        let long = "a".repeat(20_001);
        let form = encoded(&[("structure.enseigne", &long), ("structure.label", "RSEi")]);
        let answer = person.post(&step, &form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("Nom d’usage") && answer.body.contains("selon votre navigateur"));
        assert!(person.get(&step).await.body.contains("value=\"RSEi\""), "the rest is saved");
        // A request that is no request is the sender's fault, not the server's.
        let answer = person.call("dossiers/enregistrer", "{ ceci n'est pas du JSON").await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains("illisible"), "{}", answer.body);
        let request = Request::get("/deconnexion").header(header::ACCEPT, "text/html");
        let answer = service.send(request.body(Body::empty()).expect("plain")).await;
        assert_eq!(answer.status, 405);
        assert!(answer.body.contains("Cette adresse ne s’ouvre pas directement"), "{}", answer.body);
    });
}
