//! The antivirus: a document is kept apart until it was looked at, whatever fails meanwhile.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use domain::{
    Error, Result, Timestamp,
    ports::{Antivirus, Clock},
    usecase::{Analysed, analyse_pieces},
};
use server::antivirus::Clamd;

use crate::{
    client::{Person, Service, run},
    documents::PDF,
    story::{filled, opened},
};

/// The text that every antivirus knows, harmless (EICAR), in two parts: this file is no virus.
pub fn infected() -> Vec<u8> {
    [PDF, b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat()
}

/// Finds that text; may be down.
#[derive(Default)]
pub struct Looking {
    down: AtomicBool,
}

#[async_trait]
impl Antivirus for Looking {
    async fn found_in(&self, bytes: &[u8]) -> Result<Option<String>> {
        if self.down.load(Ordering::SeqCst) {
            return Err(Error::unavailable("clamd ne répond pas"));
        }
        let sign: &[u8] = b"EICAR-STANDARD";
        Ok(bytes.windows(sign.len()).any(|part| part == sign).then(|| "Eicar-Test".to_owned()))
    }
}

/// A clock that is put where a test wants it.
pub struct Hand(std::sync::Mutex<Timestamp>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics while holding the hour")
    }
}

pub async fn looked_at() -> (Service, Arc<Looking>, Arc<Hand>) {
    let looking = Arc::new(Looking::default());
    let hand = Arc::new(Hand(std::sync::Mutex::new(server::adapters::SystemClock.now())));
    let (antivirus, clock) = (looking.clone(), hand.clone());
    let service = Service::start_with(|app| {
        app.services.antivirus = Some(antivirus);
        app.services.clock = clock;
    });
    (service.await, looking, hand)
}

async fn step(person: &Person<'_>, dossier: &str) -> String {
    person.get(&format!("{dossier}/etapes/pieces")).await.body
}

/// The address of a document's bytes.
fn bytes_of(dossier: &str, bytes: &[u8]) -> String {
    format!("{dossier}/pieces/{}/a.pdf", crate::client::digest(bytes))
}

#[test]
fn a_document_is_kept_apart_until_it_was_looked_at() {
    run(async {
        let (service, _, _) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let page = step(&person, &dossier).await;
        assert!(page.contains("en cours d’analyse") && page.contains("En cours d’analyse"), "{page}");
        let read = person.get(&bytes_of(&dossier, PDF)).await;
        assert_eq!(read.status, 409, "{}", read.body);
        assert!(read.body.contains("en cours d’analyse par l’antivirus"), "{}", read.body);
        let done = analyse_pieces(&service.services).await.expect("looked at");
        assert_eq!(done, Analysed { clean: 1, ..Analysed::default() });
        assert_eq!(person.get(&bytes_of(&dossier, PDF)).await.status, 200);
        assert!(!step(&person, &dossier).await.contains("en cours d’analyse"));
        assert_eq!(analyse_pieces(&service.services).await.expect("nothing left"), Analysed::default());
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("L’antivirus n’a rien trouvé dans «\u{a0}rib.pdf\u{a0}»."), "{history}");
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn an_infected_document_is_refused_wherever_it_was_passed_on() {
    run(async {
        let (service, _, _) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        let bytes = infected();
        assert_eq!(person.carry(&first, "pieces.rib", "rib.pdf", &bytes).await.status, 200);
        let done = analyse_pieces(&service.services).await.expect("looked at");
        assert_eq!((done.refused, done.put_off), (2, 0), "asked for in both");
        for dossier in [&first, &second] {
            let page = step(&person, dossier).await;
            assert!(page.contains("refusé par l’antivirus") && page.contains("Refusée"), "{page}");
            let read = person.get(&bytes_of(dossier, &bytes)).await;
            assert_eq!(read.status, 409);
            assert!(read.body.contains("l’antivirus y a trouvé «\u{a0}Eicar-Test\u{a0}»"), "{}", read.body);
        }
        let verified = person.get(&format!("{first}/etapes/pieces?verifier=1")).await.body;
        assert!(
            verified.contains("Retirez-le, puis déposez un fichier sain"),
            "what to do is said: {verified}"
        );
        // A dossier opened since takes none of it.
        let third = opened(&person, "AI").await;
        assert!(!step(&person, &third).await.contains("rib.pdf"));
        let document = person.get(&format!("{first}/documents/{}", crate::client::digest(&bytes))).await;
        assert!(document.body.contains("l’antivirus l’a refusé") && !document.body.contains("<iframe"));
    });
}

#[test]
fn a_document_refused_once_the_dossier_was_sent_is_told_to_both_sides() {
    run(async {
        let (service, _, _) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        assert_eq!(person.carry(&dossier, "pieces.autres", "plan <1>.pdf", &infected()).await.status, 200);
        let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let receipt = format!("{dossier}/recepisse");
        assert_eq!(sent.location, receipt);
        let refused = "refusé par l’antivirus";
        let address = bytes_of(&dossier, &infected());
        assert!(!person.get(&receipt).await.body.contains(refused), "not before it was looked at");
        analyse_pieces(&service.services).await.expect("looked at");
        for page in [&receipt, &dossier] {
            let page = person.get(page).await.body;
            assert!(page.contains("Un document transmis est refusé par l’antivirus"), "{page}");
            assert!(
                page.contains("«\u{a0}plan &lt;1&gt;.pdf\u{a0}»\u{a0}: le service ne peut pas l’ouvrir"),
                "{page}"
            );
            assert!(page.contains("Préparez une autre copie saine"), "what to do is said");
            assert!(!page.contains(&address), "nothing leads to it");
        }
        let agent = service.log_in("compte=ddets").await;
        let review = agent.get(&dossier.replace("/dossiers", "/instruction/dossiers")).await.body;
        let points = review.split("id=\"constats\"").nth(1).and_then(|rest| rest.split("</ul>").next());
        let points = points.unwrap_or_default();
        assert!(points.contains("plan &lt;1&gt;.pdf") && points.contains("Eicar-Test"), "{points}");
        assert!(
            points.contains("demandez un fichier sain à la structure"),
            "in the service's words: {points}"
        );
        assert!(review.contains(refused) && !review.contains(&address), "{review}");
        assert_eq!(agent.get(&address).await.status, 409, "nobody opens it");
    });
}

#[test]
fn an_antivirus_that_is_down_is_tried_again_and_blocks_nothing_else() {
    run(async {
        let (service, looking, hand) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        looking.down.store(true, Ordering::SeqCst);
        assert_eq!(
            person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status,
            200,
            "given all the same"
        );
        let why = Some("clamd ne répond pas".to_owned());
        let put_off = Analysed { put_off: 1, why, ..Analysed::default() };
        assert_eq!(analyse_pieces(&service.services).await.expect("tried"), put_off);
        assert_eq!(
            analyse_pieces(&service.services).await.expect("its turn comes later"),
            Analysed::default()
        );
        let later = |seconds: i64| {
            let mut hour = hand.0.lock().expect("the hour");
            *hour += jiff::SignedDuration::from_secs(seconds);
        };
        later(6);
        assert_eq!(analyse_pieces(&service.services).await.expect("tried again"), put_off);
        looking.down.store(false, Ordering::SeqCst);
        later(6);
        assert_eq!(
            analyse_pieces(&service.services).await.expect("not yet: twice as long"),
            Analysed::default()
        );
        later(5);
        assert_eq!(analyse_pieces(&service.services).await.expect("looked at").clean, 1);
        assert_eq!(person.get(&bytes_of(&dossier, PDF)).await.status, 200);
    });
}

#[test]
fn taken_back_and_put_back_a_document_is_looked_at_again() {
    run(async {
        let (service, _, _) = looked_at().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        person.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await;
        let address = format!("{dossier}/pieces/pieces.rib/{}", crate::client::digest(PDF));
        assert_eq!(person.ask("DELETE", &address, Vec::new()).await.status, 200);
        // Nobody holds it: it is tried a few times, for who is about to give it, and no dossier is told.
        assert_eq!(analyse_pieces(&service.services).await.expect("tried"), Analysed::default());
        assert_eq!(person.ask("PUT", &address, Vec::new()).await.status, 200);
        assert!(step(&person, &dossier).await.contains("en cours d’analyse"));
    });
}

/// GOV.UK Forms, ADR 038: what waits in memory is lost when the service stops. It waits in the database.
#[test]
fn a_document_that_waits_is_looked_at_by_the_service_that_comes_after() {
    run(async {
        let (service, looking, hand) = looked_at().await;
        looking.down.store(true, Ordering::SeqCst);
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(person.carry(&dossier, "pieces.rib", "a.pdf", PDF).await.status, 200);
        let home = service.home.clone();
        drop(service);
        let mut service = Service::start_in(home, None).await;
        service.services.antivirus = Some(Arc::new(Looking::default()));
        service.services.clock = hand;
        let analysed = analyse_pieces(&service.services).await.expect("looked at");
        assert_eq!(analysed.clean, 1, "{analysed:?}");
        let person = service.log_in("compte=administratrice").await;
        assert_eq!(person.get(&bytes_of(&dossier, PDF)).await.status, 200);
    });
}

/// The real one, where `CLAMD` says that it listens.
#[test]
fn clamd_tells_a_clean_document_from_an_infected_one() {
    run(async {
        let nobody = Clamd::at("127.0.0.1:1").expect("an address");
        assert!(nobody.found_in(PDF).await.is_err(), "no answer is no clean document");
        assert!(Clamd::at("").is_none());
        let Ok(address) = std::env::var("CLAMD") else { return };
        let clamd = Clamd::at(&address).expect("an address");
        assert_eq!(clamd.found_in(PDF).await.expect("an answer"), None);
        let found = clamd.found_in(&infected()).await.expect("an answer").expect("found");
        assert!(found.contains("Essai"), "{found}");
        let mut heavy = PDF.to_vec();
        heavy.resize(10 << 20, b' ');
        assert_eq!(clamd.found_in(&heavy).await.expect("the largest is taken"), None);
    });
}
