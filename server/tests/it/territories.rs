//! The dossiers of one legal person for a year: what they share is filled once, and proposed from one to the other.

use domain::{StructureId, dossier::DossierId, ports::Clock, prefill::Common, source::Source};
use form::Value;
use server::{adapters::SystemClock, demo::sister};

use crate::{
    client::{Person, Service, encoded, run},
    renewal::{path, renewed, snapshot, unasked},
    sources::plain,
    story::opened,
};

const NAME: &str = "gouvernance.representant.nom";

/// A dossier in the Calvados, then that of the same legal person in the Côtes-d'Armor.
async fn both(service: &Service) -> (Person<'_>, String, DossierId, Person<'_>, String, DossierId) {
    let (first, here, id) = renewed(service).await;
    let store = std::sync::Arc::new(service.store.clone());
    sister::seed(store.as_ref(), store.clone(), SystemClock.now()).await.expect("a second establishment");
    confirmed(&first, &here, &[(NAME, "Lou Carpentier")]).await;
    let form = format!("compte=structure&id={}", StructureId::of_asp(sister::STRUCTURE).0);
    let second = service.log_in(&form).await;
    let there = opened(&second, "ACI").await;
    let other = there.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
    (first, here, id, second, there, other)
}

/// Answers in the step of governance, and confirms it.
async fn confirmed(person: &Person<'_>, dossier: &str, pairs: &[(&str, &str)]) {
    let form = encoded(&[pairs, &[("action", "confirmer")]].concat());
    let answer = person.post(&format!("{dossier}/etapes/gouvernance"), &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(!answer.location.contains("verifier"), "{}", answer.location);
}

async fn value(service: &Service, id: DossierId, key: &str) -> Option<String> {
    snapshot(service, id).await.value(&path(key)).and_then(Value::text).map(str::to_owned)
}

#[test]
fn what_is_common_is_filled_from_the_sister_and_what_is_of_a_place_is_not() {
    run(async {
        let service = Service::start().await;
        let (_, _, _, second, there, other) = both(&service).await;
        assert_eq!(value(&service, other, NAME).await.as_deref(), Some("Lou Carpentier"));
        let now = snapshot(&service, other).await;
        assert_eq!(
            now.answers.get(&path(NAME)).and_then(|answer| answer.origin.source()),
            Some(Source::Sister)
        );
        assert!(now.value(&path("gouvernance.membres[m1].nom")).is_some(), "tables too");
        assert_eq!(now.value(&path("gouvernance.benevoles")), None, "volunteers are of a place");
        assert_eq!(now.value(&path("accompagnement.partenaires[p1].nom")), None, "partners too");
        let page = second.get(&format!("{there}/etapes/gouvernance")).await.body;
        assert!(page.contains("votre dossier ACI 2027 du Calvados (14)"), "{page}");
        let list = second.get(&there).await.body;
        assert!(list.contains(&format!("href=\"{there}/territoires\"")), "{list}");
        assert!(matches!(service.store.verify(other).await, Ok(Some(Ok(_)))), "the log is whole");
    });
}

#[test]
fn a_change_is_proposed_to_the_sister_and_writes_over_nothing() {
    run(async {
        let service = Service::start().await;
        let (first, here, id, second, there, other) = both(&service).await;
        // Nobody looked there: it follows.
        confirmed(&first, &here, &[(NAME, "Alix Rousselet")]).await;
        assert_eq!(value(&service, other, NAME).await.as_deref(), Some("Alix Rousselet"));
        // Someone typed there: it is offered.
        let pairs = [(NAME, "Claude Faucher"), ("action", "enregistrer")];
        second.post(&format!("{there}/etapes/gouvernance"), &encoded(&pairs)).await;
        confirmed(&first, &here, &[(NAME, "Camille Bonnel")]).await;
        assert_eq!(value(&service, other, NAME).await.as_deref(), Some("Claude Faucher"));
        let list = second.get(&there).await.body;
        assert!(list.contains("1\u{a0}nouvelle valeur proposée"), "{list}");
        let page = second.get(&format!("{there}/territoires")).await.body;
        assert!(page.contains("Camille Bonnel") && page.contains("Claude Faucher"), "{page}");
        // What is the other establishment's own, or not yet confirmed there, is not told.
        first
            .post(
                &format!("{here}/etapes/gouvernance"),
                &encoded(&[("gouvernance.benevoles", "4321"), ("action", "enregistrer")]),
            )
            .await;
        let page = second.get(&format!("{there}/territoires")).await.body;
        for theirs in ["4\u{202f}321", "692\u{202f}570", "Propre à chaque dossier", "Numéro RNA"] {
            assert!(!page.contains(theirs), "{theirs}");
        }
        // Taken over with one click, and the same again changes nothing.
        let seen = snapshot(&service, other).await.seq.to_string();
        let seen_there = snapshot(&service, id).await.seq;
        let form = |seen_there: u64| {
            let (from, seen_there) = (id.to_string(), seen_there.to_string());
            let pairs = [("champ", NAME), ("de", &from), ("vu", &seen), ("vu_de", &seen_there)];
            encoded(&[&pairs[..], &[("acte", "reprendre")]].concat())
        };
        // What the sister wrote after the page was made is not taken for what the page showed.
        let stale = second.post(&format!("{there}/territoires"), &form(1)).await;
        assert_eq!(stale.status, 409);
        assert!(
            stale.body.contains("Cette réponse a changé depuis") && stale.body.contains("Camille Bonnel")
        );
        assert_eq!(value(&service, other, NAME).await.as_deref(), Some("Claude Faucher"));
        let form = form(seen_there);
        let taken = second.post(&format!("{there}/territoires"), &form).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert_eq!(value(&service, other, NAME).await.as_deref(), Some("Camille Bonnel"));
        let before = snapshot(&service, other).await;
        // The same page once more, made before that: nothing is written.
        assert_eq!(second.post(&format!("{there}/territoires"), &form).await.status, 409);
        assert_eq!(snapshot(&service, other).await, before);
        assert!(!second.get(&there).await.body.contains("valeur proposée"));
        // What came from a sister is not said back to her.
        confirmed(&second, &there, &[]).await;
        assert!(!first.get(&here).await.body.contains("valeur proposée"));
    });
}

#[test]
fn a_value_is_held_everywhere_and_only_by_the_same_legal_person() {
    run(async {
        let service = Service::start().await;
        let (_, here, id, second, there, other) = both(&service).await;
        let pairs = [(NAME, "Claude Faucher"), ("action", "enregistrer")];
        second.post(&format!("{there}/etapes/gouvernance"), &encoded(&pairs)).await;
        let stale = encoded(&[("acte", "partout"), ("champ", NAME), ("vu", "1")]);
        assert_eq!(second.post(&format!("{there}/territoires"), &stale).await.status, 409);
        let seen = snapshot(&service, other).await.seq.to_string();
        let form = encoded(&[("acte", "partout"), ("champ", NAME), ("vu", &seen)]);
        let held = second.post(&format!("{there}/territoires"), &form).await;
        assert_eq!(held.status, 303);
        let told = second.get(&held.location).await.body;
        assert!(told.contains("La réponse est reprise dans vos autres brouillons"), "{told}");
        assert_eq!(value(&service, id, NAME).await.as_deref(), Some("Lou Carpentier"), "theirs to take");
        let offered =
            domain::dossier::heard::Heard::of(&service.services.dossiers.history(id).await.expect("a log"));
        let told = offered.value(Source::Sister, &path(NAME)).and_then(|told| told.known.value.text());
        assert_eq!(told, Some("Claude Faucher"));
        // What is of one place is held in it.
        for key in ["gouvernance.benevoles", "etp.demandes", "inconnu.autre"] {
            let form = encoded(&[("acte", "partout"), ("champ", key)]);
            assert_eq!(second.post(&format!("{there}/territoires"), &form).await.status, 404, "{key}");
        }
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.get(&format!("{here}/territoires")).await.status, 404);
        assert_eq!(stranger.post(&format!("{here}/territoires"), &form).await.status, 404);
        assert_eq!(second.get(&here).await.status, 404, "another structure opens its own dossiers alone");
        let alien = opened(&stranger, "ACI").await;
        let from = here.rsplit('/').next().unwrap_or_default();
        let form = encoded(&[("acte", "reprendre"), ("champ", NAME), ("de", from)]);
        assert_eq!(stranger.post(&format!("{alien}/territoires"), &form).await.status, 404, "no sister");
        for address in [there.clone(), format!("{there}/territoires")] {
            service.statements();
            second.get(&address).await;
            let count = service.statements();
            assert!((2..=12).contains(&count), "{address}: {count}");
        }
    });
}

#[test]
fn the_annexes_of_each_departement_of_one_siret_stand_side_by_side() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let tasks = person.get(&dossier).await.body;
        assert!(
            tasks.contains(&format!("href=\"{dossier}/territoires\"")),
            "offered without a sister: {tasks}"
        );
        let step = format!("{dossier}/etapes/postes");
        let typed = [("demande.territoires[d29].etp", "8"), ("action", "enregistrer")];
        person.post(&step, &encoded(&typed)).await;
        let page = plain(&person.get(&format!("{dossier}/territoires")).await.body);
        let table = page.split("id=\"annexes\"").nth(1).expect("the annexes");
        for said in [
            "Finistère (29)",
            "Morbihan (56)",
            "Numéro de l’annexe",
            "Postes conventionnés",
            "Postes demandés dans ce dossier",
            "8,00 ETP",
            "Autre nombre que dans l’annexe",
            "Diffère d’un département à l’autre",
            "Sorties en emploi durable",
        ] {
            assert!(table.contains(said), "{said}: {table}");
        }
        assert!(page.contains("<h1>Vos départements côte à côte"), "{page}");
        let stranger = service.log_in("compte=structure&structure=maquis").await;
        assert_eq!(stranger.get(&format!("{dossier}/territoires")).await.status, 404);
        let alone = opened(&stranger, "ACI").await;
        assert!(!stranger.get(&alone).await.body.contains("/territoires"), "one département");
        let page = stranger.get(&format!("{alone}/territoires")).await.body;
        assert!(page.contains("n’a pas d’autre dossier") && !page.contains("id=\"annexes\""), "{page}");
    });
}

#[test]
fn what_is_shared_is_named_as_the_form_of_today_names_it() {
    assert_eq!(unasked(Common::named()), Vec::<&str>::new());
}
