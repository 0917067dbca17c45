//! A dossier from ASP's file to the agent's screen, without a script.

use crate::client::{Person, Service, encoded, run};

/// Opens the dossier of the demonstration's structure; answers its path.
pub async fn opened(person: &Person<'_>, kind: &str) -> String {
    let answer = person.post("/dossiers", &format!("type={kind}")).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

/// What ASP does not know, step by step.
pub const TYPED: [(&str, &[(&str, &str)]); 6] = [
    (
        "structure",
        &[
            ("structure.type_porteur", "association"),
            ("structure.date_creation", "3/2/06"),
            ("structure.courriel", "contact@jardins.example"),
        ],
    ),
    (
        "gouvernance",
        &[
            ("gouvernance.representant_nom", "Camille Le Gall"),
            ("gouvernance.representant_qualite", "présidente"),
            ("gouvernance.representant_courriel", "presidence@jardins.example"),
        ],
    ),
    (
        "demande",
        &[
            ("demande.nature", "avenant_annuel"),
            ("demande.penitentiaire", "false"),
            ("demande.hors_iae", "false"),
        ],
    ),
    ("moyens", &[]),
    (
        "postes",
        &[
            ("annexe.debut", "01/01/2027"),
            ("annexe.fin", "31/12/2027"),
            ("etp.demandes", "11,40"),
            ("etp.justification", "Ouverture d’un second jardin à Quimper."),
        ],
    ),
    (
        "engagements",
        &[
            ("objectifs.durable", "30"),
            ("objectifs.transition", "20"),
            ("objectifs.positives", "10"),
            ("objectifs.action_accueil", "Livret d’accueil remis à chaque salarié."),
            ("objectifs.action_accompagnement", "Un entretien par mois avec chaque salarié."),
            ("objectifs.action_formation", "Vingt heures de formation par salarié."),
            ("objectifs.action_territoire", "Deux marchés de producteurs dans l’année."),
        ],
    ),
];

/// Fills every step of a dossier.
pub async fn filled(person: &Person<'_>, dossier: &str) {
    for (step, pairs) in TYPED {
        let form = encoded(&[pairs, &[("action", "confirmer")]].concat());
        let answer = person.post(&format!("{dossier}/etapes/{step}"), &form).await;
        assert_eq!(answer.status, 303, "{step}: {}", answer.body);
        assert!(!answer.location.contains("verifier"), "{step} is held back: {}", answer.location);
    }
}

#[test]
fn a_dossier_goes_from_asp_to_the_agent_without_a_script() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let dossier = opened(&administrator, "ACI").await;
        let page = administrator.get(&format!("{dossier}/etapes/structure")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("ASP, livraison du 16/11/2026"), "provenance is shown");
        assert!(page.body.contains("Brouillon, non transmis"));
        // Missing answers are listed, and the certification asked for.
        let refused = administrator.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert!(refused.location.ends_with("recapitulatif?refus=incomplet#refus"), "{}", refused.location);
        let page = administrator.get(&refused.location).await.body;
        assert!(page.contains("id=\"refus\"") && page.contains("href=\"#manques\""), "what to do is linked");
        assert!(page.contains("name=\"certification\" value=\"oui\" checked"), "what was certified stays so");
        filled(&administrator, &dossier).await;
        let amount = administrator.get(&format!("{dossier}/etapes/postes")).await;
        assert!(amount.body.contains("272\u{202f}699,40\u{a0}€"), "11,40 ETP × 23 921 €");
        let uncertified = administrator.post(&format!("{dossier}/transmettre"), "").await;
        assert!(uncertified.location.ends_with("refus=attestation#refus"), "{}", uncertified.location);
        let page = administrator.get(&uncertified.location).await.body;
        assert!(page.contains("href=\"#envoi-certification\"") && !page.contains("Tout est rempli"));
        let colleague = service.log_in("compte=collegue").await;
        let denied = colleague.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert!(denied.location.ends_with("refus=droits#refus"), "{}", denied.location);
        let agent = service.log_in("compte=ddets").await;
        assert!(!agent.get("/instruction").await.body.contains("IAE-2027"), "a draft is nobody's business");
        let sent = administrator.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(sent.location, format!("{dossier}/recepisse"));
        let tasks = administrator.get(&dossier).await.body;
        assert!(!tasks.contains("À confirmer"), "sending confirms every step");
        // Twice is once.
        let again = administrator.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(again.location, format!("{dossier}/recepisse"));
        assert!(administrator.get(&sent.location).await.body.contains("IAE-2027-29-ACI-"));
        let queue = agent.get("/instruction").await;
        assert!(queue.body.contains("IAE-2027-29-ACI-"), "the service sees it at once");
        let review = agent.get(&dossier.replace("/dossiers", "/instruction/dossiers")).await;
        assert_eq!(review.status, 200);
        assert!(review.body.contains("Ouverture d’un second jardin"));
        assert!(review.body.contains("structure_siret_actualise"), "the column that a value was read in");
        assert!(review.body.contains("30,92\u{a0}ETP"), "last year's value beside it");
        let other = service.log_in("compte=departement&departement=14").await;
        assert_eq!(other.get(&dossier.replace("/dossiers", "/instruction/dossiers")).await.status, 404);
    });
}

#[test]
fn what_a_source_said_comes_back_with_its_source() {
    run(async {
        let service = Service::start().await;
        let administrator = service.log_in("compte=administratrice").await;
        let dossier = opened(&administrator, "ACI").await;
        let address = format!("{dossier}/etapes/structure");
        let said = |page: &str| page.matches("ASP, livraison du 16/11/2026").count();
        let before = administrator.get(&address).await.body;
        let corrected = encoded(&[("structure.adresse_commune", "Douarnenez"), ("action", "continuer")]);
        administrator.post(&address, &corrected).await;
        let page = administrator.get(&address).await.body;
        assert_eq!(said(&page), said(&before) - 1, "a correction is the person's own");
        assert!(page.contains("value=\"source:structure.adresse_commune\""), "and can be undone");
        let restored = encoded(&[
            ("structure.adresse_commune", "Douarnenez"),
            ("garder", "source:structure.adresse_commune"),
        ]);
        administrator.post(&address, &restored).await;
        let page = administrator.get(&address).await.body;
        assert_eq!(said(&page), said(&before));
        assert!(!page.contains("Douarnenez"));
    });
}

#[test]
fn a_search_finds_one_structure_offers_several_and_says_when_there_is_none() {
    run(async {
        let service = Service::start().await;
        let nobody = service.anybody();
        let form = |text: &str| encoded(&[("compte", "structure"), ("structure", text)]);
        let none = nobody.post("/connexion", &form("zzz")).await;
        assert_eq!(none.location, "/connexion?structure=zzz#structure");
        assert!(nobody.get(&none.location).await.body.contains("Aucune structure ne correspond"));
        let several = nobody.post("/connexion", &form("les")).await;
        let page = nobody.get(&several.location).await.body;
        assert!(page.contains("structures correspondent"));
        let id = page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let chosen = encoded(&[("compte", "structure"), ("id", id.expect("a structure offered"))]);
        assert_eq!(nobody.post("/connexion", &chosen).await.location, "/dossiers");
        let wrong = nobody.post("/connexion", "compte=departement&departement=99").await;
        assert!(nobody.get(&wrong.location).await.body.contains("n’est pas le code d’un département"));
    });
}
