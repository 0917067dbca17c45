//! What is sent from a page that is no more up to date, or that was made for someone else, through the router.

use crate::{
    client::{Person, Service, encoded, run, value_of},
    story::{id_of, opened},
};

const KEY: &str = "gouvernance.referent.qualite";

async fn answer(person: &Person<'_>, step: &str, text: &str) {
    let page = person.get(step).await.body;
    let pairs = [(KEY, text), ("_vu", value_of(&page, "_vu")), ("action", "continuer")];
    person.post(step, &encoded(&pairs)).await;
}

#[test]
fn a_value_brought_back_takes_the_place_of_nothing_unseen() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/gouvernance");
        answer(&one, &step, "première").await;
        answer(&one, &step, "seconde").await;
        let history = one.get(&format!("{dossier}/historique?champ={KEY}")).await.body;
        answer(&two, &step, "troisième").await;
        let (event, seen) = (value_of(&history, "evenement"), value_of(&history, "_vu"));
        let form = encoded(&[("champ", KEY), ("evenement", event), ("_vu", seen)]);
        let restored = one.post(&format!("{dossier}/historique"), &form).await;
        assert!(restored.location.ends_with("&retablie=non"), "{}", restored.location);
        let page = one.get(&step).await.body;
        assert!(page.contains("«\u{a0}troisième\u{a0}»") && page.contains("Garder la mienne"), "it is asked");
    });
}

#[test]
fn a_row_that_a_colleague_wrote_in_since_the_page_was_read_stays() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let step = format!("{dossier}/etapes/activites");
        one.post(&step, "ligne=ajouter%3Aactivites.chantiers").await;
        let page = one.get(&step).await.body;
        let seen = value_of(&page, "_vu").to_owned();
        let row = page.split("value=\"supprimer:").nth(1).and_then(|rest| rest.split('"').next());
        let row = row.expect("a row").to_owned();
        let cell = format!("{row}.nom");
        let written = [(cell.as_str(), "Rivières"), ("_vu", &seen), ("action", "enregistrer")];
        two.post(&step, &encoded(&written)).await;
        let remove = format!("supprimer:{row}");
        one.post(&step, &encoded(&[("_vu", &seen), ("ligne", &remove)])).await;
        let page = one.get(&step).await.body;
        assert!(page.contains("value=\"Rivières\""), "the row stays with what was written in it");
        assert!(page.contains("Dominique Petit a écrit dans cette ligne"), "and it is asked about");
        // Asked, and chosen with the other's words in sight: it goes.
        let seen = value_of(&page, "_vu").to_owned();
        one.post(&step, &encoded(&[("_vu", &seen), ("ligne", &remove)])).await;
        let page = one.get(&step).await.body;
        assert!(!page.contains("Rivières") && !page.contains("Conflit"), "{page}");
    });
}

#[test]
fn a_form_confirms_no_step_in_which_a_colleague_wrote_since_it_was_made() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "EI").await;
        let step = format!("{dossier}/etapes/aides");
        let (commune, region) = ("finance.aides_n1[commune].montant", "finance.aides_n1[region].montant");
        let confirm = |seen: &str| encoded(&[(commune, "12"), ("_vu", seen), ("action", "confirmer")]);
        let is_confirmed = || async {
            let snapshot = service.services.dossiers.snapshot(id_of(&dossier)).await.expect("read");
            snapshot.expect("there").confirmations.contains_key("aides")
        };
        let seen = value_of(&one.get(&step).await.body, "_vu").to_owned();
        two.post(&step, &encoded(&[(region, "7"), ("_vu", &seen), ("action", "enregistrer")])).await;
        let refused = one.post(&step, &confirm(&seen)).await;
        assert!(refused.body.contains("a changé depuis que vous"), "{}", refused.body);
        assert!(!is_confirmed().await, "it was not seen as it stands");
        let seen = value_of(&one.get(&step).await.body, "_vu").to_owned();
        one.post(&step, &confirm(&seen)).await;
        assert!(is_confirmed().await, "read again, what its own form writes does not count");
    });
}

#[test]
fn nobody_certifies_what_changed_since_they_read_it() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let summary = one.get(&format!("{dossier}/recapitulatif")).await.body;
        let seen = value_of(&summary, "_vu").to_owned();
        answer(&two, &format!("{dossier}/etapes/gouvernance"), "directeur").await;
        let form = encoded(&[("certification", "oui"), ("_vu", &seen)]);
        let sent = one.post(&format!("{dossier}/transmettre"), &form).await;
        assert!(sent.location.contains("refus=change"), "{}", sent.location);
        let page = one.get(&sent.location).await.body;
        assert!(page.contains("Le dossier a changé pendant que vous le relisiez"), "{page}");
    });
}

#[test]
fn a_form_made_for_one_person_is_signed_by_no_other() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        for page in ["", "/etapes/gouvernance", "/recapitulatif", "/echanges", "/historique", "/donnees"] {
            let page = one.get(&format!("{dossier}{page}")).await.body;
            for form in page.split("<form ").skip(1) {
                let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next());
                let action = action.expect("every form has an address").replace("&amp;", "&");
                assert!(action.contains("moi="), "{action}");
                let answer =
                    two.post(&action, "acte=ecrire&message=x&etape=gouvernance&certification=oui").await;
                assert_eq!(answer.status, 401, "{action}");
            }
        }
        let page = two.get(&format!("{dossier}/echanges")).await.body;
        assert!(page.contains("Aucun message en attente"), "nothing was written");
    });
}

#[test]
fn a_message_sent_twice_by_one_click_is_written_once() {
    run(async {
        let service = Service::start().await;
        let one = service.log_in("compte=administratrice").await;
        let dossier = opened(&one, "ACI").await;
        let exchanges = format!("{dossier}/echanges");
        let page = one.get(&exchanges).await.body;
        let form = |seen: &str| {
            encoded(&[
                ("_vu", seen),
                ("acte", "ecrire"),
                ("etape", "gouvernance"),
                ("message", "Qui signe ?"),
            ])
        };
        let seen = value_of(&page, "_vu").to_owned();
        for _ in 0..2 {
            one.post(&exchanges, &form(&seen)).await;
        }
        let page = one.get(&exchanges).await.body;
        assert_eq!(page.matches("Qui signe").count(), 1);
        // Said again on purpose, from the page that shows the first, it is another message.
        let seen = value_of(&page, "_vu").to_owned();
        one.post(&exchanges, &form(&seen)).await;
        assert_eq!(one.get(&exchanges).await.body.matches("Qui signe").count(), 2);
    });
}

#[test]
fn a_step_is_confirmed_once_on_what_its_page_had_seen() {
    run(async {
        let service = Service::start().await;
        let (one, two) =
            (service.log_in("compte=administratrice").await, service.log_in("compte=collegue").await);
        let dossier = opened(&one, "ACI").await;
        let id = id_of(&dossier);
        let seq = async || {
            let snapshot = service.services.dossiers.snapshot(id).await.expect("read");
            snapshot.expect("a dossier").seq
        };
        let confirm = async |number: u64, known: u64| {
            let how = format!(r#"{{"stamp":{{"client":"une-page-01","number":{number}}},"known":{known}}}"#);
            let asked = format!(r#"{{"id":"{id}","step":"gouvernance","how":{how}}}"#);
            one.call("dossiers/confirmer", &asked).await
        };
        let seen = seq().await;
        assert_eq!(confirm(1, seen).await.status, 200);
        assert_eq!(seq().await, seen + 1);
        // The answer was lost: the same again is in the log once.
        assert_eq!(confirm(1, seen).await.status, 200);
        assert_eq!(seq().await, seen + 1);
        // What the page wrote itself since it last heard anything, it saw.
        let edit = format!(r#"{{"number":2,"path":"{KEY}","text":"directrice","base":0}}"#);
        let batch = format!(r#"{{"client":"une-page-01","known":{seen},"edits":[{edit}]}}"#);
        let saved = one.call("dossiers/enregistrer", &format!(r#"{{"id":"{id}","batch":{batch}}}"#)).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
        assert_eq!(confirm(3, seen).await.status, 200);
        // What a colleague wrote, it did not.
        let read = seq().await;
        answer(&two, &format!("{dossier}/etapes/gouvernance"), "présidente").await;
        let moved = seq().await;
        let refused = confirm(4, read).await;
        assert!(refused.body.contains("Ce dossier a changé depuis"), "{} {}", refused.status, refused.body);
        assert_eq!(seq().await, moved);
        assert_eq!(confirm(5, moved).await.status, 200, "once it was read");
        // Written over since, with what the colleague wrote in sight: the one refused is no more to be taken, for a
        // copy of it may arrive late.
        let version = service.services.dossiers.snapshot(id).await.expect("read").expect("a dossier");
        let base = version.version(&KEY.parse().expect("a key"));
        let edit = format!(r#"{{"number":6,"path":"{KEY}","text":"directrice","base":{base}}}"#);
        let batch = format!(r#"{{"client":"une-page-01","known":{},"edits":[{edit}]}}"#, moved + 1);
        let saved = one.call("dossiers/enregistrer", &format!(r#"{{"id":"{id}","batch":{batch}}}"#)).await;
        assert_eq!((saved.status, seq().await), (200, moved + 2));
        assert_eq!(confirm(4, read).await.status, 409);
        assert_eq!(seq().await, moved + 2);
        // Another step is none of its business.
        let other = format!(r#"{{"id":"{id}","step":"inconnue"}}"#);
        assert!(one.call("dossiers/confirmer", &other).await.body.contains("Ce dossier a changé depuis"));
        assert!(matches!(service.store.verify(id).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}
