//! Pages as browsers get them: headers, caching, what needs a program and what does not.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::{
    client::{Service, run},
    story::opened,
};

#[test]
fn every_page_has_its_headers() {
    run(async {
        let service = Service::start().await;
        for path in [
            "/",
            "/connexion",
            "/accessibilite",
            "/donnees-personnelles",
            "/mentions-legales",
            "/hors-connexion",
        ] {
            let answer = service.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.body.contains("start.js"), "{path} needs no program");
            assert!(answer.body.contains("lang=\"fr\""), "{path}");
            let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
            assert!(policy.contains("'nonce-") && !policy.contains("unsafe-inline"), "{path}: {policy}");
            assert!(!answer.body.contains(" style=\""), "{path}: a style in line would be refused");
            assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    });
}

#[test]
fn the_page_of_who_is_cut_off_is_the_same_for_everybody_and_its_files_are_there() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (for_anybody, for_a_person) =
            (service.get("/hors-connexion").await, person.get("/hors-connexion").await);
        for page in [&for_anybody, &for_a_person] {
            assert!(page.body.contains("Ce que vous avez saisi dans un dossier"));
            assert!(!page.body.contains("data-personne"), "a browser keeps it for whoever comes");
        }
        let worker = person.get("/hors-connexion.js").await;
        assert_eq!(worker.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        let policy = worker.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.contains("connect-src 'self'"), "it asks the network: {policy}");
        for file in worker.body.split('"').filter(|text| text.starts_with("/pkg/")) {
            assert!(for_anybody.body.contains(file), "{file} dresses the page");
        }
    });
}

#[test]
fn what_the_service_stands_on_is_dated_and_for_those_who_run_it() {
    run(async {
        let service = Service::start().await;
        for account in ["assistance", "dgefp"] {
            let person = service.log_in(&format!("compte={account}")).await;
            let page = person.get("/administration").await.body;
            for piece in [
                "Communes",
                "09/04/2026",
                "@etalab/decoupage-administratif",
                "23\u{202f}921\u{a0}€",
                "01/11/2024",
            ] {
                assert!(page.contains(piece), "{account}: {piece}");
            }
            assert!(page.contains("/administration/formulaires/2"));
            let form = person.get("/administration/formulaires/2").await;
            assert!(form.body.contains("<h1>Dossier de conventionnement</h1>"), "{account}");
            assert!(
                !form.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").contains("script-src")
            );
            assert_eq!(person.get("/administration/formulaires/99").await.status, 404);
        }
        for account in ["administratrice", "ddets"] {
            let person = service.log_in(&format!("compte={account}")).await;
            assert_eq!(person.get("/administration").await.status, 403, "{account}");
            assert_eq!(person.get("/administration/formulaires/2").await.status, 403, "{account}");
        }
    });
}

#[test]
fn every_control_has_its_identifier_and_its_label() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let page = person.get(&format!("{dossier}/etapes/structure")).await.body;
        assert!(page.contains("start.js"));
        for piece in [
            "id=\"structure-siret\"",
            "for=\"structure-siret\"",
            "SIRET de l’établissement",
            "id=\"structure-siret-aide\"",
            "id=\"structure-siret-messages\"",
            "role=\"status\"",
            "Enregistré à ",
            "Confirmer l’étape",
            "Continuer",
        ] {
            assert!(page.contains(piece), "{piece}");
        }
        assert!(!page.contains(" style=\""), "a style in line would be refused");
    });
}

#[test]
fn files_are_sent_compressed_and_for_ever() {
    run(async {
        let service = Service::start().await;
        let request = Request::get("/pkg/essai/app.js").header(header::ACCEPT_ENCODING, "br");
        let answer = service.send(request.body(Body::empty()).expect("plain")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, "brotli");
        assert_eq!(answer.headers[header::CONTENT_ENCODING], "br");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(answer.headers[header::VARY], "accept-encoding", "one address, several answers");
        assert_eq!(service.get("/sante").await.status, 200);
    });
}
