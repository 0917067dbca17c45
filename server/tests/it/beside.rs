//! What the script of a form is told of the sources: of the question in hand, of the cells of a step.

use form::Path;

use crate::{
    client::{Service, encoded, run},
    sources::plain,
    story::opened,
};

#[test]
fn the_question_in_hand_shows_the_record_the_column_and_what_was_written_there() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let said = person.get(&format!("{dossier}/donnees/extrait?champ=structure.denomination")).await;
        let said = (said.status, plain(&said.body));
        assert_eq!(said.0, 200);
        for part in [
            "Ce que disent les sources",
            "selon l’ASP",
            "structure_denomination",
            "16/11/2026",
            "Valeur d’origine :",
        ] {
            assert!(said.1.contains(part), "{part}: {}", said.1);
        }
        assert!(!said.1.contains("<html"), "a part of a page");
        let silent = person.get(&format!("{dossier}/donnees/extrait?champ=projet.presentation")).await;
        assert!(!silent.body.contains("Ce que disent"), "{}", silent.body);
        assert!(silent.body.contains("Comparer les sources"), "{}", silent.body);
        assert_eq!(person.get(&format!("{dossier}/donnees/extrait?champ=")).await.status, 404);
    });
}

#[test]
fn cells_that_hold_what_a_source_gave_are_told_and_no_other() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let read = async |step: &str| -> Vec<serde_json::Value> {
            let answer = person.get(&format!("{dossier}/donnees/origines?etape={step}")).await;
            let told: serde_json::Value = serde_json::from_str(&answer.body).expect("a step");
            told["cells"].as_array().expect("a list").clone()
        };
        let cells = read("aides").await;
        let path: Path = "finance.aides_n1[region].montant".parse().expect("a key");
        let aid = cells
            .iter()
            .find(|cell| cell["id"] == path.control_id())
            .unwrap_or_else(|| panic!("ASP knows it: {cells:?}"));
        assert_eq!(aid["table"], "finance.aides_n1");
        assert_eq!(aid["origin"], "ASP, année 2025, livraison du 16/11/2026");
        let shown = aid["shown"].as_str().expect("a text");
        assert!(shown.ends_with('€') && !aid["typed"].as_str().expect("a text").contains('€'), "{aid}");
        // Answered otherwise, it is the structure's own.
        let corrected = encoded(&[(path.as_str(), "14 000"), ("action", "continuer")]);
        person.post(&format!("{dossier}/etapes/aides"), &corrected).await;
        let left = read("aides").await;
        assert_eq!(left.len(), cells.len() - 1);
        assert!(left.iter().all(|cell| cell["id"] != path.control_id()), "{left:?}");
        assert_eq!(read("nulle-part").await, Vec::<serde_json::Value>::new());
    });
}

#[test]
fn what_waits_for_a_decision_is_told_beside_its_step_and_a_row_that_is_not_there_has_no_page() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let told = async |step: &str| {
            let answer = person.get(&format!("{dossier}/donnees/origines?etape={step}")).await;
            let told: serde_json::Value = serde_json::from_str(&answer.body).expect("a step");
            told["waiting"].as_str().expect("a text").to_owned()
        };
        // ASP's correspondent may be another than who follows the dossier: proposed, and to be decided.
        let waiting = told("gouvernance").await;
        assert!(waiting.contains("à décider dans cette étape"), "{waiting}");
        let page = format!("{dossier}/donnees?champ=gouvernance.referent.nom");
        assert!(waiting.contains(&format!("href=\"{page}\"")), "{waiting}");
        assert_eq!(told("aides").await, "");
        let answer = person.get(&format!("{dossier}/donnees/origines?etape=gouvernance")).await;
        let answer: serde_json::Value = serde_json::from_str(&answer.body).expect("a step");
        let offers = answer["offers"].as_array().expect("a list");
        let path: Path = "gouvernance.referent.nom".parse().expect("a key");
        let offer = offers.iter().find(|offer| offer["id"] == path.control_id()).expect("told beside it");
        let said = offer["said"].as_str().expect("a text");
        assert!(said.starts_with("Selon l’ASP") && offer["href"] == page.as_str(), "{offer}");
        for (of, status) in [
            ("rh.equipe[e99].etp", 404),
            ("rh.equipe[e99]", 404),
            ("rh.equipe", 200),
            ("etp.historique[n1].realises", 200),
            ("gouvernance.referent.nom", 200),
        ] {
            let answer = person.get(&format!("{dossier}/donnees?champ={of}")).await;
            assert_eq!(answer.status, status, "{of}");
        }
    });
}
