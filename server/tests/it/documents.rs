//! Supporting documents: given, refused, taken back, read by who may and by nobody else.

use crate::{
    client::{Answer, Service, digest, run},
    story::{filled, opened},
};

/// A PDF without a page.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%EOF\n";

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
        assert!(page.body.contains("plan.pdf") && page.body.contains(&format!("{}\u{a0}o", PDF.len())));
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

/// A picture of one point.
const POINT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDATx\x9cc\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

#[test]
fn a_picture_and_a_pdf_are_seen_before_they_are_opened() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        for (field, name, bytes, seen) in [
            ("pieces.rib", "rib.png", POINT, "piece__image"),
            ("pieces.statuts", "statuts.pdf", PDF, "piece__pdf"),
        ] {
            let given = person.carry(&dossier, field, name, bytes).await;
            assert_eq!(given.status, 200, "{name}: {}", given.body);
            let page = person.get(&format!("{dossier}/documents/{}", digest(bytes))).await.body;
            assert!(page.contains(seen) && page.contains(name), "{name}: {page}");
        }
    });
}

#[test]
fn a_document_is_read_part_by_part_and_never_when_it_was_altered() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let bytes = [PDF, &vec![b' '; 100_000]].concat();
        let given = person.carry(&dossier, "pieces.rib", "Relevé d’été.pdf", &bytes).await;
        assert_eq!(given.status, 200, "{}", given.body);
        let address = links(&person.get(&format!("{dossier}/etapes/pieces")).await).remove(0);
        let whole = person.get(&address).await;
        let size = bytes.len();
        assert_eq!((whole.status, whole.body.as_bytes()), (200, &*bytes));
        assert_eq!(whole.headers["content-length"], size.to_string().as_str());
        assert_eq!(whole.headers["accept-ranges"], "bytes");
        let name = "inline; filename*=UTF-8''Relev%C3%A9%20d%E2%80%99%C3%A9t%C3%A9.pdf";
        assert_eq!(whole.headers["content-disposition"], name);
        let tag = whole.headers["etag"].to_str().expect("plain").to_owned();
        for (asked, status, of, body) in [
            ("bytes=0-7", 206, format!("bytes 0-7/{size}"), &bytes[..8]),
            ("bytes=-5", 206, format!("bytes {}-{}/{size}", size - 5, size - 1), &bytes[size - 5..]),
            ("bytes=9999999-", 416, format!("bytes */{size}"), b""),
        ] {
            let part = person.ask_with(&address, &[("range", asked)]).await;
            assert_eq!((part.status, part.body.as_bytes()), (status, body), "{asked}");
            assert_eq!(part.headers["content-range"], of.as_str());
            assert_eq!(part.headers["x-content-type-options"], "nosniff");
            assert_eq!(part.headers["content-security-policy"], whole.headers["content-security-policy"]);
        }
        let known = person.ask_with(&address, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));
        let nobody = service.anybody().ask_with(&address, &[("if-none-match", &tag)]).await;
        assert!(nobody.location.starts_with("/connexion?retour=%2Fdossiers%2F"), "{}", nobody.location);
        // Another text of the same length in its place: it never arrives whole.
        let digest = digest(&bytes);
        let place = service.home.path().join("pieces").join(&digest[..2]).join(&digest[2..]);
        let mut altered = bytes.clone();
        altered[size / 2] = b'x';
        std::fs::write(place, altered).expect("altered");
        assert!(person.cut_short(&address).await, "what was altered ends with an error");
    });
}

#[test]
fn what_cannot_be_opened_is_refused_with_what_to_do_and_what_is_doubtful_is_told() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let locked = include_bytes!("../../../app/domain/src/piece/essais/aes-256-ferme.pdf");
        for (bytes, said) in [
            (&PDF[..90], "est incomplet ou abîmé"),
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "est une image incomplète ou abîmée"),
            (locked, "est protégé par un mot de passe"),
        ] {
            let answer = person.carry(&dossier, "pieces.autres", "a.pdf", bytes).await;
            assert!(answer.status == 422 && answer.body.contains(said), "{said}: {}", answer.body);
            assert!(answer.body.contains("puis déposez-l"), "what to do is said: {}", answer.body);
        }
        let moved = String::from_utf8_lossy(PDF).replace("startxref\n96", "startxref\n97");
        assert_eq!(person.carry(&dossier, "pieces.autres", "a.pdf", moved.as_bytes()).await.status, 200);
        let digest = digest(moved.as_bytes());
        let page = person.get(&format!("{dossier}/documents/{digest}")).await.body;
        assert!(page.contains("semble abîmé"), "{page}");
        assert!(matches!(service.store.verify(crate::story::id_of(&dossier)).await, Ok(Some(Ok(_)))));
    });
}

#[test]
fn what_is_refused_without_a_script_is_told_beside_its_question_and_linked() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/pieces");
        let documents: [(&str, &str, &[u8]); 3] = [
            ("pieces.rib", "a<b.pdf", b"no"),
            ("pieces.rib", "vide.pdf", b""),
            ("pieces.autres", "b.pdf", PDF),
        ];
        let answer = person.send_documents(&step, &[("action", "confirmer")], &documents).await;
        assert_eq!(answer.status, 422);
        let summary = answer.body.split("id=\"refus\"").nth(1).and_then(|rest| rest.split("</ul>").next());
        assert_eq!(summary.unwrap_or_default().matches("href=\"#pieces-rib\"").count(), 2, "{summary:?}");
        let question = answer.body.split("data-champ=\"pieces.rib\"").nth(1).expect("the question");
        let question = question.split("data-champ=").next().expect("and no other");
        let control =
            question.split("<input").nth(1).and_then(|rest| rest.split('>').next()).expect("its control");
        assert!(control.contains("aria-describedby=\"pieces-rib-envois pieces-rib-"), "{control}");
        assert_eq!(control.matches("aria-invalid=\"true\"").count(), 1, "{control}");
        for said in ["a&lt;b.pdf\u{a0}» n’est pas d’un format accepté", "vide.pdf\u{a0}» est vide"] {
            assert!(question.contains(said), "{said}: {question}");
        }
        assert_eq!(answer.body.matches(" data-refus>").count(), 2, "beside no other question");
    });
}

#[test]
fn a_dossier_has_room_for_so_many_documents_and_so_many_bytes() {
    run(async {
        let quota = domain::piece::Quota { files: 3, bytes: 2 << 20 };
        let service = Service::start_with(|app| app.services.quota = quota).await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        let of = |place: u8, size: usize| {
            let mut bytes = [PDF, &[place]].concat();
            bytes.resize(size.max(bytes.len()), b' ');
            bytes
        };
        for place in 0..3 {
            assert_eq!(person.carry(&first, "pieces.autres", "a.pdf", &of(place, 0)).await.status, 200);
        }
        let full = "ce dossier compte déjà 3\u{a0}documents";
        let asked = format!("{first}/envois/{}/300?nom=b.pdf", digest(b"b"));
        let early = person.get(&asked).await;
        assert!(early.status == 422 && early.body.contains(full), "told before it is sent: {}", early.body);
        let step = format!("{first}/etapes/pieces");
        let more = of(9, 0);
        let documents = [("pieces.autres", "b.pdf", more.as_slice())];
        let sent = person.send_documents(&step, &[("action", "continuer")], &documents).await;
        assert!(sent.body.contains(full));
        let again = person.carry(&first, "pieces.autres", "a.pdf", &of(0, 0)).await;
        assert_eq!(again.status, 200, "what is there takes no more room: {}", again.body);
        // Taken back, one leaves its place; another took it meanwhile: it does not come back.
        let back = format!("{first}/pieces/pieces.autres/{}", digest(&of(0, 0)));
        assert_eq!(person.ask("DELETE", &back, Vec::new()).await.status, 200);
        assert_eq!(person.carry(&first, "pieces.autres", "b.pdf", &of(9, 0)).await.status, 200);
        let no = person.ask("PUT", &back, Vec::new()).await;
        assert!(no.status == 422 && no.body.contains(full), "{}", no.body);
        let mega = 1 << 20;
        for (place, size, status) in [(0, mega, 200), (1, mega + 1, 422), (2, mega, 200), (3, 0, 422)] {
            let given = person.carry(&second, "pieces.autres", "c.pdf", &of(place, size)).await;
            assert_eq!(given.status, status, "{size}: {}", given.body);
            assert_eq!(given.body.contains("pèseraient plus de 2\u{a0}Mo"), status == 422);
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
        assert!(service.anybody().get(&accounts).await.location.starts_with("/connexion?"));
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
