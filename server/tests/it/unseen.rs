//! Nothing that a colleague wrote goes unseen, whatever else than a question's own control it is written with.

use domain::dossier::{Body, Event, Snapshot};
use form::{Path, Value};

use crate::{
    client::{Person, Service, digest, encoded, run},
    documents::PDF,
    renewal::renewed,
    story::{filled, id_of, opened},
};

const PHONE: &str = "structure.telephone";

/// Two colleagues.
async fn both(service: &Service) -> (Person<'_>, Person<'_>) {
    (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await)
}

/// What stands in the first control of a name.
fn value_of(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = rest.and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("no {name} in {page}")).to_owned()
}

async fn log(service: &Service, dossier: &str) -> Vec<Event> {
    service.services.dossiers.history(id_of(dossier)).await.expect("a log")
}

async fn snapshot(service: &Service, dossier: &str) -> Snapshot {
    service.services.dossiers.snapshot(id_of(dossier)).await.expect("read").expect("a dossier")
}

async fn text(service: &Service, dossier: &str, key: &str) -> Option<String> {
    let path = Path::parse(key).expect("a key");
    snapshot(service, dossier).await.value(&path).and_then(Value::text).map(str::to_owned)
}

/// Answers in a step as who reads its page does.
async fn answer(person: &Person<'_>, step: &str, (key, text): (&str, &str)) {
    let seen = value_of(&person.get(step).await.body, "_vu");
    let form = encoded(&[(key, text), ("_vu", &seen), ("action", "enregistrer")]);
    assert_eq!(person.post(step, &form).await.status, 303);
}

#[test]
fn what_a_source_says_takes_the_place_of_no_colleague_unseen() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/coordonnees");
        answer(&one, &step, (PHONE, "0612345678")).await;
        let address = format!("{dossier}/donnees");
        let take = |seen: &str| {
            encoded(&[("acte", "reprendre"), ("champ", PHONE), ("source", "asp"), ("_vu", seen)])
        };
        let seen = value_of(&one.get(&format!("{address}?champ={PHONE}")).await.body, "_vu");
        answer(&two, &step, (PHONE, "0698765432")).await;
        let refused = one.post(&address, &take(&seen)).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        for said in ["Rien n’a été repris", "06\u{a0}98\u{a0}76\u{a0}54\u{a0}32", "<title>Erreur"] {
            assert!(refused.body.contains(said), "{said}: {}", refused.body);
        }
        assert_eq!(text(&service, &dossier, PHONE).await.as_deref(), Some("0698765432"));
        // Read as it then stands, it is taken over.
        let seen = value_of(&refused.body, "_vu");
        assert_eq!(one.post(&address, &take(&seen)).await.status, 303);
        assert_eq!(text(&service, &dossier, PHONE).await.as_deref(), Some("0286864706"));
    });
}

#[test]
fn what_a_source_says_is_not_written_in_a_row_that_was_taken_away() {
    run(async {
        let service = Service::start().await;
        let (person, dossier, _) = renewed(&service).await;
        let (row, cell) = ("accompagnement.partenaires[p1]", "accompagnement.partenaires[p1].nom");
        let step = format!("{dossier}/etapes/accompagnement");
        answer(&person, &step, (cell, "CCAS de Flers")).await;
        let address = format!("{dossier}/donnees");
        let page = person.get(&format!("{address}?champ={cell}")).await.body;
        let (seen, source) = (value_of(&page, "_vu"), value_of(&page, "source"));
        let taken = encoded(&[
            ("_vu", &value_of(&person.get(&step).await.body, "_vu")),
            ("ligne", &format!("supprimer:{row}")),
        ]);
        person.post(&step, &taken).await;
        let before = log(&service, &dossier).await.len();
        let form = encoded(&[("acte", "reprendre"), ("champ", cell), ("source", &source), ("_vu", &seen)]);
        let refused = person.post(&address, &form).await;
        assert_eq!((refused.status, log(&service, &dossier).await.len()), (409, before), "{}", refused.body);
    });
}
