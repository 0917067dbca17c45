//! A document given once serves the other dossiers of the structure, as long as it is valid.

use domain::dossier::{Actor, Answer, DossierId, Origin};
use form::{Path, Value};

use crate::{
    client::{Person, Service, run},
    documents::PDF,
    story::opened,
};

async fn give(person: &Person<'_>, dossier: &str, slot: &str, name: &str) {
    let step = format!("{dossier}/etapes/pieces");
    let answer = person.send_documents(&step, &[("action", "continuer")], &[(slot, name, PDF)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn answer(service: &Service, dossier: &str, slot: &str) -> Option<Answer> {
    let id: DossierId = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
    let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
    snapshot.answers.get(&Path::parse(slot).expect("a key")).cloned()
}

fn names(answer: Option<&Answer>) -> Vec<&str> {
    match answer.and_then(|answer| answer.value.as_ref()) {
        Some(Value::Files(files)) => files.iter().map(|file| file.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_document_given_once_serves_the_other_dossiers_of_the_structure() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        // What serves one demand only is asked again.
        give(&person, &first, "pieces.autres", "plan.pdf").await;
        let third = opened(&person, "AI").await;
        for dossier in [&second, &third] {
            let taken = answer(&service, dossier, "pieces.rib").await;
            assert_eq!(names(taken.as_ref()), ["rib.pdf"], "{dossier}");
            let taken = taken.expect("an answer");
            assert_eq!(taken.by, Actor::Application);
            let Origin::Given { dossier: from, .. } = &taken.origin else { panic!("{:?}", taken.origin) };
            assert_eq!(from, "ACI 2027");
            assert_eq!(answer(&service, dossier, "pieces.autres").await, None);
        }
        let page = person.get(&format!("{third}/recapitulatif")).await.body;
        assert!(page.contains("Repris de votre dossier ACI 2027 du"), "{page}");
        assert!(page.contains("sert jusqu’au"), "its validity is told");
        let link = page.split("/pieces/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        assert_eq!(person.get(&format!("{third}/pieces/{link}")).await.status, 200, "it is read there");
        let stranger = service.log_in("compte=structure&structure=plateau 17").await;
        let theirs = opened(&stranger, "ACI").await;
        assert_eq!(answer(&service, &theirs, "pieces.rib").await, None, "another structure has none of it");
    });
}

#[test]
fn a_document_given_by_mistake_goes_from_the_others_as_it_came() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "faux.pdf").await;
        let Some(Value::Files(files)) =
            answer(&service, &first, "pieces.rib").await.and_then(|answer| answer.value)
        else {
            panic!("it was given")
        };
        let form = crate::client::encoded(&[("piece", &format!("pieces.rib:{}", files[0].id))]);
        person.post(&format!("{first}/etapes/pieces"), &form).await;
        assert_eq!(names(answer(&service, &second, "pieces.rib").await.as_ref()), [] as [&str; 0]);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        let other = [PDF, b"2"].concat();
        let documents = [("pieces.rib", "suite.pdf", other.as_slice())];
        person
            .send_documents(&format!("{first}/etapes/pieces"), &[("action", "continuer")], &documents)
            .await;
        assert_eq!(names(answer(&service, &second, "pieces.rib").await.as_ref()), ["rib.pdf", "suite.pdf"]);
    });
}

#[test]
fn what_one_dossier_takes_back_stays_where_another_gave_it() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        let third = opened(&person, "AI").await;
        // Another one is added in the second, then both are taken back there.
        let other = [PDF, b"2"].concat();
        let documents = [("pieces.rib", "autre.pdf", other.as_slice())];
        let step = format!("{second}/etapes/pieces");
        person.send_documents(&step, &[("action", "continuer")], &documents).await;
        assert_eq!(names(answer(&service, &third, "pieces.rib").await.as_ref()), ["rib.pdf", "autre.pdf"]);
        for bytes in [PDF, other.as_slice()] {
            let form =
                crate::client::encoded(&[("piece", &format!("pieces.rib:{}", crate::client::digest(bytes)))]);
            person.post(&step, &form).await;
        }
        assert_eq!(names(answer(&service, &second, "pieces.rib").await.as_ref()), [] as [&str; 0]);
        assert_eq!(
            names(answer(&service, &third, "pieces.rib").await.as_ref()),
            ["rib.pdf"],
            "as the first gave it"
        );
        // The last given is out of date: the one before still serves.
        let form = crate::client::encoded(&[("champ", "pieces.rib"), ("valable", "01/01/2024")]);
        give(&person, &second, "pieces.rib", "vieux.pdf").await;
        person.post(&format!("{second}/documents/{}", crate::client::digest(PDF)), &form).await;
        let fourth = opened(&person, "ETTI").await;
        assert_eq!(names(answer(&service, &fourth, "pieces.rib").await.as_ref()), ["rib.pdf"]);
    });
}

#[test]
fn a_document_out_of_date_says_so_wherever_it_was_passed_on() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        let digest = crate::client::digest(PDF);
        let form = crate::client::encoded(&[("champ", "pieces.rib"), ("valable", "01/01/2024")]);
        let dated = person.post(&format!("{first}/documents/{digest}"), &form).await;
        assert_eq!(dated.status, 303, "{}", dated.body);
        assert!(
            person
                .get(dated.location.split('#').next().expect("a page"))
                .await
                .body
                .contains("La date est enregistrée.")
        );
        for dossier in [&first, &second] {
            let page = person.get(&format!("{dossier}/etapes/pieces")).await.body;
            assert!(
                page.contains("Expirée") && page.contains("n’est plus valable depuis le 01/01/2024"),
                "{page}"
            );
            let check = person.get(&format!("{dossier}/recapitulatif")).await.body;
            assert!(check.contains("un document n’est plus valable depuis le 01/01/2024"), "{check}");
        }
        let third = opened(&person, "AI").await;
        assert_eq!(answer(&service, &third, "pieces.rib").await, None, "a new dossier asks for it");
    });
}

#[test]
fn what_was_taken_back_in_a_dossier_does_not_come_back_by_itself() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        let taken = answer(&service, &second, "pieces.rib").await;
        let Some(Value::Files(files)) = taken.and_then(|answer| answer.value) else {
            panic!("it was shared")
        };
        let step = format!("{second}/etapes/pieces");
        let form = crate::client::encoded(&[("piece", &format!("pieces.rib:{}", files[0].id))]);
        person.post(&step, &form).await;
        let other = [PDF, b"2"].concat();
        let documents = [("pieces.rib", "rib corrigé.pdf", other.as_slice())];
        let corrected = [("action", "continuer")];
        person.send_documents(&format!("{first}/etapes/pieces"), &corrected, &documents).await;
        assert_eq!(names(answer(&service, &second, "pieces.rib").await.as_ref()), [] as [&str; 0]);
    });
}

#[test]
fn what_serves_no_more_gives_its_place_to_what_still_does() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let (first, second) = (opened(&person, "ACI").await, opened(&person, "EI").await);
        give(&person, &first, "pieces.rib", "rib.pdf").await;
        // The second has one of its own, that expires.
        let other = [PDF, b"2"].concat();
        let step = format!("{second}/etapes/pieces");
        let taken_back =
            crate::client::encoded(&[("piece", &format!("pieces.rib:{}", crate::client::digest(PDF)))]);
        person.post(&step, &taken_back).await;
        let documents = [("pieces.rib", "vieux.pdf", other.as_slice())];
        person.send_documents(&step, &[("action", "continuer")], &documents).await;
        assert_eq!(names(answer(&service, &second, "pieces.rib").await.as_ref()), ["vieux.pdf"]);
        let form = crate::client::encoded(&[("champ", "pieces.rib"), ("valable", "01/01/2024")]);
        person.post(&format!("{second}/documents/{}", crate::client::digest(&other)), &form).await;
        let present = answer(&service, &second, "pieces.rib").await.expect("an answer");
        assert_eq!(names(Some(&present)), ["rib.pdf"], "asked for nothing that is valid elsewhere");
        assert!(matches!(present.origin, Origin::Given { .. }), "and says where it comes from");
        let first = answer(&service, &first, "pieces.rib").await;
        assert_eq!(names(first.as_ref()), ["rib.pdf"]);
    });
}

#[test]
fn a_document_that_is_dated_was_given_when_it_was_and_by_whom() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let colleague = service.log_in("compte=collegue").await;
        let dossier = opened(&person, "ACI").await;
        let more = [PDF, b"2"].concat();
        for (name, bytes) in [("rib.pdf", PDF), ("autre.pdf", more.as_slice())] {
            assert_eq!(person.carry(&dossier, "pieces.rib", name, bytes).await.status, 200);
        }
        let given = answer(&service, &dossier, "pieces.rib").await.expect("given");
        let digest = crate::client::digest(PDF);
        let form = crate::client::encoded(&[("champ", "pieces.rib"), ("valable", "31/12/2099")]);
        assert_eq!(colleague.post(&format!("{dossier}/documents/{digest}"), &form).await.status, 303);
        let back = format!("{dossier}/pieces/pieces.rib/{}", crate::client::digest(&more));
        assert_eq!(colleague.ask("DELETE", &back, Vec::new()).await.status, 200);
        let dated = answer(&service, &dossier, "pieces.rib").await.expect("dated");
        assert_eq!((dated.at, dated.by), (given.at, given.by), "given when it was");
        assert_eq!(dated.version, given.version + 2, "and changed since, twice");
        let page = person.get(&format!("{dossier}/etapes/pieces")).await.body;
        assert!(page.contains("expire le 31/12/2099") && page.contains("Déposé par vous à"), "{page}");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("valable jusqu’au 31/12/2099"), "what was done to it is told: {history}");
        let again = colleague.carry(&dossier, "pieces.rib", "neuf.pdf", &[PDF, b"3"].concat()).await;
        assert_eq!(again.status, 200);
        let added = answer(&service, &dossier, "pieces.rib").await.expect("added");
        assert!(added.at > given.at && added.by != given.by, "another one is given when it is");
        assert!(matches!(service.store.verify(crate::story::id_of(&dossier)).await, Ok(Some(Ok(_)))));
    });
}
