//! Documents that messages carry between a structure and its service: looked at before anybody reads them.

use domain::{
    dossier::messages::{MOST_FILES, Threads},
    usecase::analyse_pieces,
};

use crate::{
    analysis::{infected, looked_at},
    client::{Answer, Person, Service, digest, encoded, run, value_of},
    documents::PDF,
    story::{filled, id_of, opened, transmitted},
};

const WAITING: &str = "en cours d’analyse";

/// A PDF that no answer holds.
fn plan() -> Vec<u8> {
    [PDF, b"% plan\n"].concat()
}

async fn sent(service: &Service, person: &Person<'_>) -> String {
    let dossier = opened(person, "ACI").await;
    filled(person, &dossier).await;
    analyse_pieces(&service.services).await.expect("looked at");
    transmitted(person, &dossier).await;
    dossier
}

/// Sends a message of a page with documents.
async fn writes(
    person: &Person<'_>,
    page: &str,
    pairs: &[(&str, &str)],
    documents: &[(&str, &[u8])],
) -> Answer {
    let seen = value_of(&person.get(page).await.body, "_vu").to_owned();
    let pairs = [pairs, &[("_vu", seen.as_str())]].concat();
    let documents: Vec<_> = documents.iter().map(|(name, bytes)| ("document", *name, *bytes)).collect();
    person.send_documents(page, &pairs, &documents).await
}

fn bytes_of(dossier: &str, bytes: &[u8]) -> String {
    format!("{dossier}/pieces/{}/plan.pdf", digest(bytes))
}

#[test]
fn a_message_carries_documents_that_are_read_once_they_were_looked_at() {
    run(async {
        let (service, ..) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&service, &person).await;
        let (messages, review) = (format!("{dossier}/messages"), format!("/instruction{dossier}"));
        let agent = service.log_in("compte=ddets").await;
        let plan = plan();
        let first = [("acte", "ecrire"), ("objet", "Plan"), ("texte", "Voici le plan.")];
        // One that an answer holds, and was looked at there, is looked at again.
        let both: [(&str, &[u8]); 2] = [("plan.pdf", &plan), ("comptes.pdf", PDF)];
        let done = writes(&agent, &review, &first, &both).await;
        assert_eq!(done.location, format!("{review}?fait=ecrire#messages"), "{}", done.body);
        let address = bytes_of(&dossier, &plan);
        for (who, page) in [(&person, &messages), (&agent, &review)] {
            let page = who.get(page).await.body;
            assert!(page.contains("plan.pdf") && page.contains(WAITING), "{page}");
            assert!(!page.contains(&address), "nobody opens what was not looked at: {page}");
            assert_eq!(who.get(&address).await.status, 409);
        }
        assert_eq!(analyse_pieces(&service.services).await.expect("looked at").clean, 2);
        for (who, page) in [(&person, &messages), (&agent, &review)] {
            let page = who.get(page).await.body;
            assert!(page.contains(&address) && !page.contains(WAITING), "{page}");
            assert_eq!(who.get(&address).await.body.as_bytes(), plan);
        }
        // The other side answers with another; what is infected is read by nobody.
        let id = id_of(&dossier);
        let log = service.services.dossiers.history(id).await.expect("a log");
        let thread = Threads::of(&log).0[0].seq.to_string();
        let answer = [("acte", "repondre"), ("fil", thread.as_str()), ("texte", "Voici le nôtre.")];
        let bad = infected();
        let done = writes(&person, &messages, &answer, &[("corrige.pdf", &bad)]).await;
        assert_eq!(done.location, format!("{messages}?fait=repondre"), "{}", done.body);
        assert_eq!(analyse_pieces(&service.services).await.expect("looked at").refused, 1);
        let page = agent.get(&review).await.body;
        assert!(page.contains("corrige.pdf") && page.contains("refusé par l’antivirus"), "{page}");
        let refused = agent.get(&bytes_of(&dossier, &bad)).await;
        assert!(refused.status >= 400 && refused.body.contains("Eicar-Test"), "{}", refused.body);
        // Strangers find nothing; who reads the messages reads what they carry.
        for (account, status) in [
            ("compte=structure&structure=bocage", 404),
            ("compte=departement&departement=14", 404),
            ("compte=assistance", 404),
            ("compte=dreets", 200),
        ] {
            let stranger = service.log_in(account).await;
            assert_eq!(stranger.get(&address).await.status, status, "{account}");
        }
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn what_is_not_a_document_that_may_be_kept_stops_its_message() {
    run(async {
        let (service, ..) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&service, &person).await;
        let messages = format!("{dossier}/messages");
        let first = [("acte", "ecrire"), ("objet", "Plan"), ("texte", "Voici le plan.")];
        let plan = plan();
        let many: Vec<(&str, &[u8])> = vec![("plan.pdf", &plan); MOST_FILES + 1];
        for (documents, said) in [
            (&[("essai.exe", b"MZ\x90".as_slice())][..], "essai.exe"),
            (&[("vide.pdf", b"".as_slice())], "vide.pdf"),
            (&many, "Joignez 3\u{a0}documents au plus"),
        ] {
            let told = writes(&person, &messages, &first, documents).await;
            assert!(told.status == 422 && told.body.contains(said), "{said}: {}", told.body);
            assert!(told.body.contains("Voici le plan."), "what was typed is there");
        }
        let log = service.services.dossiers.history(id_of(&dossier)).await.expect("a log");
        assert!(Threads::of(&log).0.is_empty(), "nothing was sent");
        // Without a document, and as a plain form, it goes.
        let page = person.get(&messages).await.body;
        let seen = value_of(&page, "_vu").to_owned();
        let alone = encoded(&[&first[..], &[("_vu", seen.as_str())]].concat());
        assert_eq!(person.post(&messages, &alone).await.location, format!("{messages}?fait=ecrire"));
        assert!(page.contains("enctype=\"multipart/form-data\"") && page.contains("name=\"document\""));
        // On a draft, nothing is kept.
        let draft = opened(&person, "EI").await;
        let told = person
            .send_documents(&format!("{draft}/messages"), &first, &[("document", "plan.pdf", &plan)])
            .await;
        assert_eq!(told.status, 422, "{}", told.body);
        assert!(service.services.pieces.bytes(&digest(&plan)).await.expect("read").is_none());
    });
}
