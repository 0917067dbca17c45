//! How many SQL statements a page takes: at most twelve, and four for an autosave.

use crate::{
    client::{Person, Service, run},
    deciding::completed,
    papers,
    story::{filled, opened, sent},
};

async fn takes(service: &Service, person: &Person<'_>, path: &str) -> usize {
    service.statements();
    let answer = person.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    service.statements()
}

#[test]
fn a_page_takes_at_most_twelve_statements() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let agent = service.log_in("compte=ddets").await;
        let dossier = opened(&administrator, "ACI").await;
        filled(&administrator, &dossier).await;
        let mut counted = Vec::new();
        for path in [
            "/dossiers".to_owned(),
            dossier.clone(),
            format!("{dossier}/etapes/postes"),
            format!("{dossier}/recapitulatif"),
        ] {
            counted.push((takes(&service, &administrator, &path).await, path));
        }
        administrator.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let receipt = format!("{dossier}/recepisse");
        counted.push((takes(&service, &administrator, &receipt).await, receipt));
        for path in ["/instruction".to_owned(), dossier.replace("/dossiers", "/instruction/dossiers")] {
            counted.push((takes(&service, &agent, &path).await, path));
        }
        assert!(counted.contains(&(10, "/instruction".to_owned())), "{counted:?}");
        for words in ["jardin", "%22second%20jardin%22%20-absent%20type%3AACI"] {
            let path = format!("/instruction?vue=tous&q={words}");
            assert_eq!(takes(&service, &agent, &path).await, 11, "{path}: one more finds the words");
        }
        counted
            .push((takes(&service, &agent, "/instruction/charge").await, "/instruction/charge".to_owned()));
        // One asks at least who is there and what is shown: a count of none would prove nothing.
        assert!(counted.iter().all(|(count, _)| (2..=12).contains(count)), "{counted:?}");
    });
}

#[test]
fn a_page_of_the_procedure_takes_at_most_twelve_statements() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let agent = service.log_in("compte=ddets").await;
        let dossier = sent(&administrator).await;
        let review = dossier.replace("/dossiers", "/instruction/dossiers");
        let mut counted = Vec::new();
        for page in ["", "/apercu"] {
            let path = format!("{review}{page}");
            counted.push((takes(&service, &agent, &path).await, path));
        }
        let asked =
            [("acte", "demander"), ("champ", "etp.demandes"), ("motif", "autre"), ("texte", "Pourquoi ?")];
        let asked = agent.acts(&review, &asked).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        for page in ["", "/corrections", "/suivi", "/echanges", "/historique", "/donnees", "/territoires"] {
            let path = format!("{dossier}{page}");
            counted.push((takes(&service, &administrator, &path).await, path));
        }
        for person in [&administrator, &agent] {
            counted.push((takes(&service, person, "/notifications").await, "/notifications".to_owned()));
        }
        let path = "/instruction/reponses".to_owned();
        counted.push((takes(&service, &agent, &path).await, path));
        assert!(counted.iter().all(|(count, _)| (2..=12).contains(count)), "{counted:?}");
    });
}

#[test]
fn the_pages_of_a_decision_take_at_most_twelve_statements() {
    run(async {
        let service = Service::start_with(papers::with_fonts).await;
        let administrator = service.log_in("compte=administratrice").await;
        let agent = service.log_in("compte=ddets").await;
        let review = sent(&administrator).await.replace("/dossiers", "/instruction/dossiers");
        completed(&agent, &review).await;
        for page in ["/decision", "/courriers/accuse-de-reception"] {
            let count = takes(&service, &agent, &format!("{review}{page}")).await;
            assert!((2..=12).contains(&count), "{page}: {count}");
        }
    });
}

#[test]
fn an_autosave_takes_four_statements_and_one_for_the_session() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let id = dossier.rsplit('/').next().expect("an identifier");
        let edits: Vec<String> = (1..=20)
            .map(|number| {
                format!(
                    r#"{{"number":{number},"path":"structure.enseigne","text":"Odet {number}","base":0}}"#
                )
            })
            .collect();
        let batch =
            format!(r#"{{"id":"{id}","batch":{{"client":"page","known":1,"edits":[{}]}}}}"#, edits.join(","));
        service.statements();
        let answer = person.call("dossiers/enregistrer", &batch).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(service.statements(), 5);
    });
}

#[test]
fn opening_a_prefilled_dossier_takes_at_most_twelve_statements() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        service.statements();
        for list in ["/dossiers", "/bilans"] {
            let answer = administrator.post(list, "type=ACI").await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            let count = service.statements();
            assert!((5..=12).contains(&count), "{list}: {count}");
        }
        let count = takes(&service, &administrator, "/bilans").await;
        assert!((2..=12).contains(&count), "{count}");
    });
}
