//! A page of one version asks the service of another: it keeps working, or is told that another version is online; no
//! answer is a page of error, none is in words that its program would not know.

use app::{AppError, Sealed};
use axum::http::header;
use domain::dossier::{BatchAnswer, Verdict};

use crate::{
    client::{Answer, Person, Service, run},
    story::opened,
};

const KEY: &str = "gouvernance.referent.qualite";
const CLIENT: &str = "page-d-avant";

/// An edit as a page sends it, with what follows it in the batch and around.
fn saved(dossier: &str, number: u64, (in_edit, in_batch, around): (&str, &str, &str)) -> String {
    let id = dossier.rsplit('/').next().expect("an identifier");
    let edit = format!(r#"{{"number":{number},"path":"{KEY}","text":"texte {number}","base":0{in_edit}}}"#);
    let batch = format!(r#"{{"client":"{CLIENT}","known":0,"edits":[{edit}]{in_batch}}}"#);
    format!(r#"{{"id":"{id}","batch":{batch}{around}}}"#)
}

/// What is told to a page's program: never a page.
fn told(answer: &Answer) -> (u16, &str) {
    let kind = answer.headers[header::CONTENT_TYPE].to_str().expect("text");
    assert!(kind.starts_with("application/json"), "{kind}: {}", answer.body);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    (answer.status, &answer.body)
}

async fn shown(person: &Person<'_>, dossier: &str) -> String {
    person.get(&format!("{dossier}/etapes/gouvernance")).await.body
}

#[test]
fn every_answer_to_a_pages_program_names_the_version_that_wrote_it() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let batch = saved(&dossier, 1, ("", "", ""));
        let lists = r#"{"list":"communes","text":"Quimper"}"#;
        for (endpoint, body) in [("dossiers/enregistrer", batch.as_str()), ("listes/chercher", lists)] {
            let answer = person.call(endpoint, body).await;
            let (status, text) = told(&answer);
            assert_eq!((status, text.starts_with("\"essai.")), (200, true), "{endpoint}: {text}");
        }
        let document = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n0\n%%EOF\n";
        let carried = person.carry(&dossier, "pieces.autres", "un.pdf", document).await;
        assert_eq!((carried.status, carried.body.starts_with("essai.")), (200, true), "{}", carried.body);
        let mut line = person.listen(&format!("{dossier}/direct?etape=gouvernance&depuis=0")).await;
        for _ in 0..2 {
            let (name, said) = line.next().await;
            assert!(said.starts_with("essai."), "{name}: {said}");
        }
    });
}

#[test]
fn what_a_page_asks_that_this_version_does_not_have_says_that_another_is_online() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let outdated = String::from_utf8(AppError::Outdated.in_json()).expect("text");
        for who in [&person, &service.anybody()] {
            for endpoint in ["dossiers/enregistrer-2", "dossiers", "listes/chercher/tout"] {
                let answer = who.call(endpoint, &saved(&dossier, 1, ("", "", ""))).await;
                assert_eq!(told(&answer), (409, outdated.as_str()), "{endpoint}");
            }
        }
    });
}

#[test]
fn what_another_version_says_less_of_or_more_of_is_taken() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = dossier.rsplit('/').next().expect("an identifier");
        let more = r#","dit_demain":{"a":[1]}"#;
        for (number, said) in
            [(1, ("", "", "")), (2, ("", "", more)), (3, ("", more, "")), (4, (more, "", ""))]
        {
            let answer = person.call("dossiers/enregistrer", &saved(&dossier, number, said)).await;
            let (status, text) = told(&answer);
            let answer: BatchAnswer =
                Sealed::of_text(serde_json::from_str(text).expect("a text")).open().expect("an answer");
            assert_eq!((status, answer.outcomes.len()), (200, 1), "{said:?}");
            assert!(matches!(answer.outcomes[0].verdict, Verdict::Kept(_)), "{:?}", answer.outcomes);
            assert!(
                shown(&person, &dossier).await.contains(&format!("value=\"texte {number}\"")),
                "{said:?}"
            );
        }
        // A page of before says neither whom it is of, nor what it had seen.
        for around in ["", more] {
            let confirming = format!(r#"{{"id":"{id}","step":"gouvernance"{around}}}"#);
            assert_eq!(told(&person.call("dossiers/confirmer", &confirming).await), (200, "null"));
        }
        let search = format!(r#"{{"list":"communes","text":"Quimper"{more}}}"#);
        assert_eq!(told(&person.call("listes/chercher", &search).await).0, 200);
        let line = format!("{dossier}/direct?etape=une-etape-d-avant&depuis=0&de=demain");
        person.listen(&line).await;
    });
}

#[test]
fn what_cannot_be_read_of_another_version_asks_to_load_the_page_again_and_changes_nothing() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = dossier.rsplit('/').next().expect("an identifier");
        let before = shown(&person, &dossier).await;
        let elsewhere = saved(&dossier, 1, ("", "", "")).replace("\"edits\"", "\"modifications\"");
        for (endpoint, body) in [
            ("dossiers/enregistrer", elsewhere.as_str()),
            ("dossiers/enregistrer", &format!(r#"{{"id":"{id}"}}"#)),
            ("dossiers/confirmer", &format!(r#"{{"id":"{id}"}}"#)),
            ("dossiers/confirmer", &format!(r#"{{"id":"{id}","step":"gouvernance","how":{{"seen":3}}}}"#)),
            ("listes/chercher", r#"{"list":"une-liste-de-demain","text":"Quimper"}"#),
        ] {
            let answer = person.call(endpoint, body).await;
            let told = told(&answer);
            let refused = AppError::Invalid("Cette demande est illisible. Rechargez la page.".to_owned());
            assert_eq!((told.0, told.1.as_bytes()), (422, refused.in_json().as_slice()), "{endpoint} {body}");
        }
        let seen = |page: &str| page.split("name=\"_vu\" value=\"").nth(1).map(|rest| rest[..9].to_owned());
        assert_eq!(seen(&before), seen(&shown(&person, &dossier).await), "nothing was written");
        // The line that stays open is asked again by its page; what is answered is no page.
        for line in ["direct", "direct?etape=gouvernance", "direct?depuis=demain&etape=gouvernance"] {
            let headers = [("accept", "text/event-stream")];
            let answer = person.ask_with(&format!("{dossier}/{line}"), &headers).await;
            let kind = answer.headers[header::CONTENT_TYPE].to_str().expect("text");
            assert_eq!((answer.status, kind), (400, "text/plain; charset=utf-8"), "{line}: {}", answer.body);
        }
    });
}

#[test]
fn a_file_of_another_version_dresses_its_page_and_no_program_reads_what_it_would_not_know() {
    run(async {
        let service = Service::start().await;
        let file = async |path: &str| service.get(path).await;
        for name in ["conventionnement.css", "fonts/Marianne-Bold.woff2", "favicon/favicon.svg"] {
            let answer = file(&format!("/pkg/d-avant/{name}")).await;
            assert_eq!((answer.status, answer.location), (307, format!("/pkg/essai/{name}")));
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "the version after has its own");
        }
        for name in ["app.js", "app_bg.wasm", "depot.js", "sans-nom"] {
            let answer = file(&format!("/pkg/d-avant/{name}")).await;
            assert_eq!((answer.status, answer.body.as_str()), (404, ""), "{name}");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{name}");
        }
        // What begins the program loads the page again, of this version, unless something was typed in it.
        let start = file("/pkg/d-avant/start.js").await;
        assert_eq!(start.status, 200);
        assert_eq!(start.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(start.headers[header::CACHE_CONTROL], "no-store");
        assert!(start.body.starts_with("const VERSION = \"essai\";\n"), "{}", start.body);
        assert!(start.body.contains("!typed") && start.body.contains("location.reload()"), "{}", start.body);
        // What is not there in this version is nowhere.
        for path in ["/pkg/essai/start.js", "/pkg/essai/absent.css", "/pkg/d-avant", "/pkg/"] {
            assert_eq!(file(path).await.status, 404, "{path}");
        }
        assert_eq!(file("/pkg/essai/app.js").await.status, 200);
    });
}
