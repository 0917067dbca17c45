//! Supporting documents: given, refused, taken back, read by who may and by nobody else.

use crate::{
    client::{Answer, Service, run},
    story::{filled, opened},
};

/// The least that is a PDF.
pub const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

/// The addresses of the documents that a page links.
fn links(page: &Answer) -> Vec<String> {
    let parts = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    parts.filter(|href| href.contains("/pieces/")).map(str::to_owned).collect()
}

#[test]
fn a_document_is_given_read_and_taken_back_without_a_script() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/pieces");
        let page = person.get(&step).await;
        assert!(page.body.contains("enctype=\"multipart/form-data\""), "documents travel with the form");
        let carry_on = [("action", "continuer")];
        let files: [(&str, &str, &[u8]); 3] =
            [("pieces.autres", "plan.pdf", PDF), ("pieces.autres", "plan.pdf", PDF), ("pieces.rib", "", b"")];
        let answer = person.send_documents(&step, &carry_on, &files).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let copy = [("pieces.autres", "copie.pdf", PDF)];
        let answer = person.send_documents(&step, &carry_on, &copy).await;
        let said = "«\u{a0}copie.pdf\u{a0}» a le même contenu que «\u{a0}plan.pdf\u{a0}», déjà déposé ici.";
        assert!(answer.status == 422 && answer.body.contains(said), "{}", answer.body);
        let page = person.get(&step).await;
        let linked = links(&page);
        assert_eq!(linked.len(), 1, "the same bytes are one document: {linked:?}");
        assert!(page.body.contains("plan.pdf") && page.body.contains("15\u{a0}o"));
        let read = person.get(&linked[0]).await;
        assert_eq!((read.status, read.body.as_bytes()), (200, PDF));
        assert_eq!(read.headers["content-type"], "application/pdf");
        assert_eq!(read.headers["content-disposition"], "inline; filename*=UTF-8''plan.pdf");
        assert_eq!(read.headers["x-content-type-options"], "nosniff");
        let digest = linked[0].split('/').nth(4).expect("a digest");
        let taken = person.send_documents(&step, &[("piece", &format!("pieces.autres:{digest}"))], &[]).await;
        assert!(taken.location.ends_with("#pieces-autres"), "{}", taken.location);
        assert!(links(&person.get(&step).await).is_empty());
        assert_eq!(person.get(&linked[0]).await.status, 404, "what was taken back is read no more");
        let back = format!("{dossier}/pieces/pieces.autres/{digest}");
        assert_eq!(person.ask("PUT", &back, Vec::new()).await.status, 200);
        assert_eq!(links(&person.get(&step).await), linked, "and comes back");
    });
}

#[test]
fn what_is_no_document_is_refused_in_words_and_keeps_the_rest() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let mut heavy = PDF.to_vec();
        heavy.resize((10 << 20) + 1, b' ');
        for (bytes, said) in [
            (&b"MZ not a document"[..], "n’est pas d’un format accepté"),
            (b"", "est vide"),
            (&heavy, "pèse plus de 10\u{a0}Mo"),
        ] {
            let answer = person.carry(&dossier, "pieces.rib", "rib.exe", bytes).await;
            assert_eq!(answer.status, 422, "{}", answer.body);
            assert!(
                answer.body.contains("«\u{a0}rib.exe\u{a0}»") && answer.body.contains(said),
                "{}",
                answer.body
            );
        }
        for field in ["structure.siret", "pieces.absent", "etp.montant"] {
            let answer = person.carry(&dossier, field, "a.pdf", PDF).await;
            assert_eq!(answer.status, 404, "{field}: {}", answer.body);
        }
        let step = format!("{dossier}/etapes/pieces");
        let both: [(&str, &str, &[u8]); 2] =
            [("pieces.rib", "a.pdf", PDF), ("pieces.autres", "b.pdf", b"no")];
        let answer = person.send_documents(&step, &[("action", "confirmer")], &both).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("n’ont pas été acceptés"), "{}", answer.body);
        assert!(answer.body.contains("«\u{a0}b.pdf\u{a0}» n’est pas d’un format accepté"), "{}", answer.body);
        assert_eq!(links(&answer).len(), 1, "the step itself is shown again, with what it holds");
        assert_eq!(links(&person.get(&step).await).len(), 1, "the right one is kept");
        // A text cannot pass for a document, nor clear those that were given.
        person.send_documents(&step, &[("pieces.rib", ""), ("action", "continuer")], &[]).await;
        assert_eq!(links(&person.get(&step).await).len(), 1);
        for place in 0..12_u8 {
            let bytes = [PDF, &[place]].concat();
            let answer = person.carry(&dossier, "pieces.autres", "n.pdf", &bytes).await;
            assert_eq!(answer.status, if place < 10 { 200 } else { 422 }, "{}", answer.body);
        }
    });
}

#[test]
fn a_document_is_read_by_its_structure_and_once_sent_by_its_service() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        let accounts = links(&person.get(&format!("{dossier}/etapes/pieces")).await).remove(0);
        assert!(accounts.ends_with("/comptes%202026.pdf"), "{accounts}");
        let agent = service.log_in("compte=ddets").await;
        let elsewhere = service.log_in("compte=departement&departement=14").await;
        let other = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(service.anybody().get(&accounts).await.location, "/connexion");
        for reader in [&agent, &elsewhere, &other] {
            assert_eq!(reader.get(&accounts).await.status, 404, "a draft's documents are nobody's business");
        }
        let anybody = service.anybody().carry(&dossier, "pieces.rib", "a.pdf", PDF).await;
        assert_eq!(anybody.status, 401);
        let stranger = other.carry(&dossier, "pieces.rib", "a.pdf", PDF).await;
        assert_eq!(stranger.status, 404);
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let review = agent.get(&dossier.replace("/dossiers", "/instruction/dossiers")).await;
        assert_eq!(links(&review), std::slice::from_ref(&accounts), "the agent's page leads to it");
        assert_eq!(agent.get(&accounts).await.status, 200);
        for reader in [&elsewhere, &other] {
            assert_eq!(reader.get(&accounts).await.status, 404);
        }
        let late = person.carry(&dossier, "pieces.rib", "a.pdf", PDF).await;
        assert_eq!(late.status, 409, "{}", late.body);
    });
}
