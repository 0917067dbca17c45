//! Words looked for in the queue, through the real router: who finds what, and what a page shows of it.

use domain::{dossier::messages::Party, usecase::open_thread};

use crate::{
    client::{Person, Service, encoded, run},
    story::{filled, id_of, opened},
};

const SAID: &str = "Un chantier d’espaces verts <script>alert(1)</script> à l'Aulne, \"mené\" à 100 %.";

/// A dossier of the Finistère whose project says something; sent or not.
async fn told(service: &Service, sent: bool) -> String {
    let person = service.log_in("compte=administratrice").await;
    let dossier = opened(&person, "ACI").await;
    filled(&person, &dossier).await;
    let pairs = encoded(&[("projet.evolutions", SAID), ("action", "confirmer")]);
    person.post(&format!("{dossier}/etapes/projet"), &pairs).await;
    if sent {
        let answer = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(answer.location, format!("{dossier}/recepisse"), "{}", answer.body);
    }
    dossier
}

/// A page of the queue as it is read.
async fn page(person: &Person<'_>, words: &str) -> String {
    let answer = person.get(&format!("/instruction?vue=tous&{}", encoded(&[("q", words)]))).await;
    assert_eq!(answer.status, 200, "{words}");
    answer.body.replace("<!>", "").replace('\u{a0}', " ")
}

fn holds(page: &str, dossier: &str) -> bool {
    page.contains(&format!("data-dossier=\"{}\"", id_of(dossier)))
}

#[test]
fn words_are_found_in_what_was_sent_and_shown_where_they_stand() {
    run(async {
        let service = Service::start().await;
        let dossier = told(&service, true).await;
        let agent = service.log_in("compte=ddets").await;
        let found = page(&agent, "chantier").await;
        assert!(holds(&found, &dossier));
        let quote =
            "Ce qui a changé depuis l’an passé : « Un <mark>chantier</mark> d’espaces verts &lt;script&gt;";
        assert!(found.contains(quote), "{found}");
        assert!(!found.contains("<script>alert"), "what was typed is no markup");
        for (words, quoted) in [
            ("\"espaces verts\"", "<mark>espaces verts</mark>"),
            ("aulne", "<mark>Aulne</mark>"),
            ("mene", "<mark>mené</mark>"),
            ("l’odet verts", "<mark>verts</mark>"),
        ] {
            let found = page(&agent, words).await;
            assert!(holds(&found, &dossier) && found.contains(quoted), "{words}: {found}");
        }
        let named = page(&agent, "aci").await;
        assert!(holds(&named, &dossier) && !named.contains("<mark>"), "what the line shows is not quoted");
        let other = service.log_in("compte=departement&departement=14").await;
        for words in ["chantier", "aulne", "\"espaces verts\"", "-absent", ""] {
            let found = page(&other, words).await;
            assert!(!holds(&found, &dossier) && !found.contains("<mark>"), "{words}");
        }
    });
}

#[test]
fn nothing_is_found_of_a_draft_nor_of_messages() {
    run(async {
        let service = Service::start().await;
        let dossier = told(&service, false).await;
        let agent = service.log_in("compte=ddets").await;
        let found = page(&agent, "chantier").await;
        assert!(!holds(&found, &dossier) && !found.contains("<mark>"), "a draft is nobody's business");
        let person = service.log_in("compte=administratrice").await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert!(holds(&page(&agent, "chantier").await, &dossier));
        let viewer = agent.viewer().await;
        let told = open_thread(
            &service.services,
            (&viewer, Party::Service),
            (id_of(&dossier), u64::MAX),
            (None, "Une baleine"),
            ("Une baleine bleue", Vec::new()),
        );
        told.await.expect("it is written");
        assert!(!holds(&page(&agent, "baleine").await, &dossier), "messages are not looked in");
    });
}

#[test]
fn nothing_that_is_typed_is_answered_by_an_error() {
    run(async {
        let service = Service::start().await;
        told(&service, true).await;
        for account in ["compte=ddets", "compte=dreets", "compte=dgefp"] {
            let person = service.log_in(account).await;
            for words in [
                "AND",
                "OR",
                "NOT",
                "chantier AND",
                "NEAR(",
                "NEAR(chantier verts, 2)",
                "*",
                "chantier*",
                "^chantier",
                "\"",
                "\"chantier",
                "chantier\"\"",
                "%",
                "_",
                "'",
                "l’",
                ":",
                "words:chantier",
                "scope:29",
                "-",
                "--",
                "(",
                "{chantier}",
                "chantier:*",
                "a & b | !c",
                "<->",
                "\\",
                "\u{0}",
                "🙂",
                "é",
                "-\"",
                "$1",
                "?",
            ] {
                page(&person, words).await;
            }
        }
    });
}
