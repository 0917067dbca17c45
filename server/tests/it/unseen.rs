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
    crate::client::value_of(page, name).to_owned()
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

#[test]
fn documents_brought_back_take_the_place_of_none_that_a_colleague_gave() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        let other = [PDF, b"2"].concat();
        assert_eq!(one.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let address = format!("{dossier}/pieces/pieces.rib/{}", digest(PDF));
        assert_eq!(one.ask("DELETE", &address, Vec::new()).await.status, 200);
        let address = format!("{dossier}/historique?champ=pieces.rib");
        let restore = |page: &str| {
            let (event, seen) = (value_of(page, "evenement"), value_of(page, "_vu"));
            encoded(&[("champ", "pieces.rib"), ("evenement", &event), ("_vu", &seen)])
        };
        let stale = restore(&one.get(&address).await.body);
        assert_eq!(two.carry(&dossier, "pieces.rib", "autre.pdf", &other).await.status, 200);
        // Dated since, it still is the colleague's.
        let dated = encoded(&[("champ", "pieces.rib"), ("valable", "31/12/2099")]);
        one.post(&format!("{dossier}/documents/{}", digest(&other)), &dated).await;
        let restored = one.post(&format!("{dossier}/historique"), &stale).await;
        assert_eq!(restored.location, format!("{address}&retablie=non"), "{}", restored.body);
        let page = one.get(&restored.location).await.body;
        assert!(page.contains("Quelqu’un a changé ces documents"), "{page}");
        let step = one.get(&format!("{dossier}/etapes/pieces")).await.body;
        assert!(step.contains("autre.pdf") && !step.contains("rib.pdf"), "{step}");
    });
}

#[test]
fn a_row_that_is_kept_takes_the_place_of_nothing_that_was_written_in_it_since() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/activites");
        one.post(&step, "ligne=ajouter%3Aactivites.chantiers").await;
        let page = one.get(&step).await.body;
        let row = page.split("value=\"supprimer:").nth(1).and_then(|rest| rest.split('"').next());
        let row = row.expect("a row").to_owned();
        let added = log(&service, &dossier).await.last().expect("the row").seq.to_string();
        let (cell, seen) = (format!("{row}.nom"), value_of(&page, "_vu"));
        two.post(&step, &encoded(&[("_vu", &seen), ("ligne", &format!("supprimer:{row}"))])).await;
        let written = [(cell.as_str(), "Rivières"), ("_vu", &seen), ("action", "enregistrer")];
        one.post(&step, &encoded(&written)).await;
        let page = one.get(&step).await.body;
        assert!(page.contains(&format!("value=\"garder:{row}\"")), "it is asked: {page}");
        let keep = |seen: &str| encoded(&[("_vu", seen), ("ligne", &format!("garder:{row}"))]);
        let stale = keep(&value_of(&page, "_vu"));
        // The colleague puts the row back, and writes in it.
        let seen = value_of(&two.get(&format!("{dossier}/historique?champ={row}")).await.body, "_vu");
        let back = encoded(&[("champ", &row), ("evenement", &added), ("_vu", &seen)]);
        let back = two.post(&format!("{dossier}/historique"), &back).await;
        assert!(back.location.ends_with("retablie=oui"), "{}", back.location);
        answer(&two, &step, (&cell, "Haies")).await;
        one.post(&step, &stale).await;
        assert_eq!(text(&service, &dossier, &cell).await.as_deref(), Some("Haies"));
        let page = one.get(&step).await.body;
        assert!(page.contains("Rivières") && page.contains("Conflit"), "and both wait for a choice: {page}");
        // Without a colleague's words in its place, it is kept with the row.
        two.post(
            &step,
            &encoded(&[("_vu", &value_of(&page, "_vu")), ("ligne", &format!("supprimer:{row}"))]),
        )
        .await;
        one.post(&step, &keep(&value_of(&one.get(&step).await.body, "_vu"))).await;
        assert_eq!(text(&service, &dossier, &cell).await.as_deref(), Some("Rivières"));
    });
}

#[test]
fn a_correction_that_a_colleague_answered_is_read_before_it_is_answered_again() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        filled(&one, &dossier).await;
        one.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let seen = value_of(&agent.get(&format!("{review}?champ=gouvernance.benevoles")).await.body, "_vu");
        let asked = [("champ", "gouvernance.benevoles"), ("motif", "incoherent"), ("texte", "Douze ?")];
        let asking = encoded(&[&asked[..], &[("_vu", &seen), ("acte", "demander")]].concat());
        assert_eq!(agent.post(&review, &asking).await.status, 303);
        let address = format!("{dossier}/corrections");
        let page = one.get(&address).await.body;
        let number = value_of(&page, "correction");
        let form = |text: &str, page: &str| {
            encoded(&[("correction", &number), ("texte", text), ("_vu", &value_of(page, "_vu"))])
        };
        assert_eq!(two.post(&address, &form("Douze, comptés.", &page)).await.status, 303);
        let refused = one.post(&address, &form("Vingt, vérifiés.", &page)).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        for said in ["Vingt, vérifiés.</textarea>", "Réponse de Dominique Petit", "Douze, comptés."] {
            assert!(refused.body.contains(said), "{said}: {}", refused.body);
        }
        let answers = async || {
            let log = log(&service, &dossier).await;
            log.iter().filter(|event| matches!(event.body, Body::CorrectionAnswered { .. })).count()
        };
        assert_eq!(answers().await, 1);
        assert_eq!(one.post(&address, &form("Vingt, vérifiés.", &refused.body)).await.status, 303);
        assert_eq!(answers().await, 2, "answered again, with the other's in sight");
    });
}

#[test]
fn a_day_that_a_colleague_noted_on_a_document_is_read_before_it_is_replaced() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        assert_eq!(one.carry(&dossier, "pieces.rib", "rib.pdf", PDF).await.status, 200);
        let address = format!("{dossier}/documents/{}", digest(PDF));
        let page = one.get(&address).await.body;
        let form = |day: &str, page: &str| {
            encoded(&[("champ", "pieces.rib"), ("valable", day), ("_vu", &value_of(page, "_vu"))])
        };
        // Another document beside is no other day.
        assert_eq!(two.carry(&dossier, "pieces.rib", "autre.pdf", &[PDF, b"2"].concat()).await.status, 200);
        assert_eq!(two.post(&address, &form("31/12/2099", &page)).await.status, 303);
        let refused = one.post(&address, &form("01/01/2098", &page)).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        for said in ["Une autre date a été enregistrée", "31/12/2099", "value=\"01/01/2098\""] {
            assert!(refused.body.contains(said), "{said}: {}", refused.body);
        }
        assert_eq!(
            one.post(&address, &form("31/12/2099", &page)).await.status,
            303,
            "the same says nothing new"
        );
        assert_eq!(one.post(&address, &form("01/01/2098", &refused.body)).await.status, 303);
        let shown = one.get(&address).await.body;
        assert!(shown.contains("01/01/2098") && !shown.contains("31/12/2099"), "{shown}");
    });
}

#[test]
fn a_step_that_a_colleague_gave_meanwhile_is_not_given_over_unseen() {
    run(async {
        let service = Service::start().await;
        let (one, two) = both(&service).await;
        let dossier = opened(&one, "ACI").await;
        let address = format!("{dossier}/echanges");
        let (me, them) = (one.viewer().await.person, two.viewer().await.person);
        let page = one.get(&address).await.body;
        let give = |steps: &[&str], to: domain::PersonId, page: &str, vu: &str| {
            let (to, seen) = (to.0.to_string(), value_of(page, "_vu"));
            let controls = |step: &&str| (format!("confie-{step}"), format!("vu-{step}"));
            let names: Vec<_> = steps.iter().map(controls).collect();
            let mut pairs =
                vec![("acte", "ecrire"), ("etape", "projet"), ("message", "À relire"), ("_vu", &seen)];
            pairs.extend(
                names.iter().flat_map(|(to_name, vu_name)| [(to_name.as_str(), to.as_str()), (vu_name, vu)]),
            );
            encoded(&pairs)
        };
        assert_eq!(two.post(&address, &give(&["projet"], them, &page, "")).await.status, 303);
        let refused = one.post(&address, &give(&["projet", "gouvernance"], me, &page, "")).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("Un collègue a confié une étape"), "{}", refused.body);
        assert!(refused.body.contains("À relire</textarea>"), "what was being written is kept");
        let given = async || snapshot(&service, &dossier).await.assigned.clone();
        let now = given().await;
        assert_eq!((now.get("projet"), now.get("gouvernance")), (Some(&them), Some(&me)), "the rest is done");
        assert_eq!(snapshot(&service, &dossier).await.comments.len(), 1, "that of the colleague alone");
        let again = give(&["projet"], me, &refused.body, &them.0.to_string());
        assert_eq!(one.post(&address, &again).await.status, 303);
        assert_eq!(given().await.get("projet"), Some(&me));
    });
}
