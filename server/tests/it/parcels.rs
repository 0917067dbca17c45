//! A document on its way: chunk by chunk, sent twice, cut, resumed, given up.

use domain::piece::{CHUNK, LARGEST};

use crate::{
    client::{Service, digest, run},
    documents::PDF,
    story::opened,
};

/// A PDF of so many bytes.
fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = PDF.to_vec();
    bytes.extend((bytes.len()..size).map(|at| u8::try_from(at % 251).expect("under 251")));
    bytes
}

/// The address of a document on its way.
fn parcel(dossier: &str, bytes: &[u8]) -> String {
    format!("{dossier}/envois/{}/{}", digest(bytes), bytes.len())
}

fn chunk(bytes: &[u8], chunk: usize) -> Vec<u8> {
    bytes[chunk * CHUNK..((chunk + 1) * CHUNK).min(bytes.len())].to_vec()
}

#[test]
fn a_document_goes_on_from_where_the_line_was_cut() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let bytes = pdf(3 * CHUNK + 7);
        let parcel = parcel(&dossier, &bytes);
        let lacking = || async { person.get(&format!("{parcel}?nom=plan.pdf")).await.body };
        assert_eq!(lacking().await, "[0,1,2,3]");
        for sent in [0, 2, 2] {
            let held = person.ask("PUT", &format!("{parcel}/{sent}?nom=plan.pdf"), chunk(&bytes, sent)).await;
            assert_eq!(held.status, 204, "{}", held.body);
        }
        assert_eq!(lacking().await, "[1,3]", "sent twice, it is held once");
        let form = format!("empreinte={}&taille={}&nom=plan.pdf", digest(&bytes), bytes.len());
        let early = person.post(&format!("{dossier}/pieces/pieces.autres"), &form).await;
        assert_eq!(early.status, 422, "{}", early.body);
        assert!(early.body.contains("n’est pas arrivé entier"), "{}", early.body);
        assert_eq!(lacking().await, "[1,3]", "what is there stays");
        let done = person.carry(&dossier, "pieces.autres", "plan.pdf", &bytes).await;
        assert_eq!(done.status, 200, "{}", done.body);
        let page = person.get(&format!("{dossier}/etapes/pieces")).await.body;
        let link = page.split("href=\"").find(|rest| rest.contains("/pieces/") && rest.contains("plan.pdf"));
        let link = link.and_then(|rest| rest.split('"').next()).expect("a link");
        let read = person.ask("GET", link, Vec::new()).await;
        assert_eq!(digest(&bytes), link.split('/').nth(4).expect("a digest"));
        assert_eq!((read.status, read.headers["content-type"].as_bytes()), (200, &b"application/pdf"[..]));
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        assert_eq!(
            service.services.pieces.parcels(id).await.expect("a count"),
            0,
            "nothing is left of its way"
        );
        // The last answer was lost: nothing is sent again, and the same is answered.
        assert_eq!(lacking().await, "[]");
        let again = person.post(&format!("{dossier}/pieces/pieces.autres"), &form).await;
        assert_eq!((again.status, &again.body), (200, &done.body));
        let again = person.carry(&dossier, "pieces.autres", "plan.pdf", &bytes).await;
        assert_eq!((again.status, again.body), (200, done.body), "given twice, it is there once");
    });
}

#[test]
fn what_is_not_the_document_announced_is_refused_and_sent_again() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let (bytes, other) = (pdf(CHUNK + 9), pdf(CHUNK + 9).iter().rev().copied().collect::<Vec<u8>>());
        let address = parcel(&dossier, &bytes);
        let put = |chunk: usize, bytes: Vec<u8>| {
            let address = format!("{address}/{chunk}?nom=a.pdf");
            let person = &person;
            async move { person.ask("PUT", &address, bytes).await }
        };
        // The rest before the first, a chunk cut short, one too many, one of no accepted kind.
        assert_eq!(put(1, chunk(&bytes, 1)).await.status, 422);
        assert_eq!(put(0, chunk(&bytes, 0)[1..].to_vec()).await.status, 422);
        assert_eq!(put(2, vec![0; 3]).await.status, 422);
        let refused = put(0, chunk(&other, 0)).await;
        assert!(refused.body.contains("n’est pas d’un format accepté"), "{}", refused.body);
        assert_eq!(put(0, vec![b'%'; CHUNK + 1]).await.status, 413, "no chunk is that big");
        // A line that changes bytes: the whole is not what was announced.
        assert_eq!(put(0, chunk(&bytes, 0)).await.status, 204);
        assert_eq!(put(1, vec![b'x'; 9]).await.status, 204);
        let form = format!("empreinte={}&taille={}&nom=a.pdf", digest(&bytes), bytes.len());
        let answer = person.post(&format!("{dossier}/pieces/pieces.rib"), &form).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert_eq!(
            person.get(&format!("{address}?nom=a.pdf")).await.body,
            "[0,1]",
            "all of it is asked again"
        );
        let huge = format!("empreinte={}&taille={}&nom=a.pdf", digest(&bytes), usize::MAX);
        let answer = person.post(&format!("{dossier}/pieces/pieces.rib"), &huge).await;
        assert!(answer.status == 422 && answer.body.contains("pèse plus de"), "{}", answer.body);
        for (size, said) in [(0, "est vide"), (LARGEST + 1, "pèse plus de 10\u{a0}Mo")] {
            let address = format!("{dossier}/envois/{}/{size}?nom=a.pdf", digest(&bytes));
            let answer = person.get(&address).await;
            assert_eq!(answer.status, 422);
            assert!(answer.body.contains(said), "{}", answer.body);
        }
    });
}

#[test]
fn the_largest_document_is_for_the_operator_to_say() {
    run(async {
        let service = Service::start_with(|app| app.services.heaviest = 1 << 20).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let page = person.get(&format!("{dossier}/etapes/pieces")).await.body;
        assert!(page.contains("de 1\u{a0}Mo chacun"), "{page}");
        for (size, status) in [(1 << 20, 200), ((1 << 20) + 1, 422)] {
            let address = format!("{dossier}/envois/{}/{size}?nom=a.pdf", digest(&pdf(size)));
            assert_eq!(person.get(&address).await.status, status);
            let step = format!("{dossier}/etapes/pieces");
            let documents = [("pieces.autres", "a.pdf", &*pdf(size))];
            let sent = person.send_documents(&step, &[("action", "continuer")], &documents).await;
            assert_eq!(sent.status == 303, status == 200, "{}", sent.body);
            assert_eq!(sent.body.contains("pèse plus de 1\u{a0}Mo"), status == 422);
        }
    });
}

#[test]
fn nobody_sends_to_another_structure_nor_fills_the_store() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let address = |bytes: &[u8]| format!("{}?nom=a.pdf", parcel(&dossier, bytes));
        let other = service.log_in("compte=structure&structure=maquis").await;
        let agent = service.log_in("compte=ddets").await;
        for (who, status) in [(&other, 404), (&agent, 404), (&service.anybody(), 401)] {
            assert_eq!(who.get(&address(PDF)).await.status, status);
            let put = who.ask("PUT", &format!("{}/0?nom=a.pdf", parcel(&dossier, PDF)), PDF.to_vec()).await;
            assert_eq!(put.status, status);
            assert_eq!(who.ask("DELETE", &parcel(&dossier, PDF), Vec::new()).await.status, status);
        }
        assert_eq!(person.get(&format!("{dossier}/envois/..%2F..%2Fx/15?nom=a")).await.status, 404);
        for place in 0..30_u8 {
            let bytes = [PDF, &[place]].concat();
            let address = format!("{}/0?nom=a.pdf", parcel(&dossier, &bytes));
            assert_eq!(person.ask("PUT", &address, bytes).await.status, 204);
        }
        let many = person.get(&address(PDF)).await;
        assert_eq!(many.status, 422, "{}", many.body);
        assert!(many.body.contains("Trop de documents sont en cours d’envoi"), "{}", many.body);
        let bytes = [PDF, &[0]].concat();
        assert_eq!(person.get(&address(&bytes)).await.body, "[]", "one that is on its way goes on");
        assert_eq!(person.ask("DELETE", &parcel(&dossier, &bytes), Vec::new()).await.status, 204);
        assert_eq!(person.get(&address(PDF)).await.status, 200, "one given up leaves its place");
    });
}

#[test]
fn what_never_arrived_is_forgotten_a_day_later() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let address = format!("{}/0?nom=a.pdf", parcel(&dossier, PDF));
        assert_eq!(person.ask("PUT", &address, PDF.to_vec()).await.status, 204);
        let pieces = &service.services.pieces;
        let now = service.services.clock.now();
        let hour = jiff::SignedDuration::from_hours(1);
        assert_eq!(pieces.forget_before(now - hour).await.expect("an answer"), 0);
        assert_eq!(pieces.forget_before(now + hour).await.expect("an answer"), 1);
        assert_eq!(person.get(&format!("{}?nom=a.pdf", parcel(&dossier, PDF))).await.body, "[0]");
    });
}
