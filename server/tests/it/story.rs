//! A dossier from ASP's file to the agent's screen, without a script.

use domain::dossier::DossierId;

use crate::{
    answers::TYPED,
    client::{Person, Service, encoded, run},
    documents::PDF,
};

/// Opens the dossier of the demonstration's structure; answers its path.
pub async fn opened(person: &Person<'_>, kind: &str) -> String {
    let answer = person.post("/dossiers", &format!("type={kind}")).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

/// The identifier in a dossier's address.
pub fn id_of(dossier: &str) -> DossierId {
    dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address")
}

/// An ACI demand that was sent: its address.
pub async fn sent(person: &Person<'_>) -> String {
    let dossier = opened(person, "ACI").await;
    filled(person, &dossier).await;
    transmitted(person, &dossier).await;
    dossier
}

/// Sends a dossier that is filled.
pub async fn transmitted(person: &Person<'_>, dossier: &str) {
    let answer = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
    assert_eq!(answer.location, format!("{dossier}/recepisse"), "{}", answer.body);
}

/// Fills every step of a dossier.
pub async fn filled(person: &Person<'_>, dossier: &str) {
    for (step, pairs) in TYPED {
        let form = encoded(&[pairs, &[("action", "confirmer")]].concat());
        let answer = person.post(&format!("{dossier}/etapes/{step}"), &form).await;
        assert_eq!(answer.status, 303, "{step}: {}", answer.body);
        if answer.location.contains("verifier") {
            let page = person.get(&answer.location).await.body;
            let held = page.split("id=\"erreurs\"").nth(1).and_then(|rest| rest.split("<form").next());
            panic!("{step} is held back: {}", held.unwrap_or_default());
        }
    }
    let step = format!("{dossier}/etapes/pieces");
    let accounts = ("pieces.comptes", "comptes 2026.pdf", PDF);
    let answer = person.send_documents(&step, &[("action", "confirmer")], &[accounts]).await;
    assert_eq!(answer.location, format!("{dossier}/recapitulatif"), "{}", answer.body);
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
        let address = format!("{dossier}/etapes/coordonnees");
        let said = |page: &str| page.matches("ASP, livraison du 16/11/2026").count();
        let before = administrator.get(&address).await.body;
        let corrected = encoded(&[("structure.adresse.commune", "Douarnenez"), ("action", "continuer")]);
        administrator.post(&address, &corrected).await;
        let page = administrator.get(&address).await.body;
        assert_eq!(said(&page), said(&before) - 1, "a correction is the person's own");
        assert!(page.contains("value=\"source:structure.adresse.commune\""), "and can be undone");
        let restored = encoded(&[
            ("structure.adresse.commune", "Douarnenez"),
            ("garder", "source:structure.adresse.commune"),
        ]);
        administrator.post(&address, &restored).await;
        let page = administrator.get(&address).await.body;
        assert_eq!(said(&page), said(&before));
        assert!(!page.contains("Douarnenez"));
    });
}

#[test]
fn an_answer_that_is_no_longer_asked_is_kept_told_and_not_sent() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        let step = format!("{dossier}/etapes/perimetre");
        let say = async |pairs: &[(&str, &str)]| {
            person.post(&step, &encoded(&[pairs, &[("action", "continuer")]].concat())).await;
        };
        say(&[("demande.hors_iae", "true"), ("demande.hors_iae_texte", "Une recyclerie ouverte au public")])
            .await;
        let page = person.get(&step).await.body;
        assert!(page.contains("Une recyclerie") && !page.contains("n’est plus demandé"));
        say(&[("demande.hors_iae", "false"), ("demande.hors_iae_texte", "Une recyclerie ouverte au public")])
            .await;
        let page = person.get(&step).await.body;
        assert!(page.contains("n’est plus demandé"), "told where it happened");
        let summary = person.get(&format!("{dossier}/recapitulatif")).await.body;
        let apart = summary.split("Réponses qui ne sont plus demandées").nth(1).expect("told before sending");
        assert!(apart.contains("Une recyclerie ouverte au public"));
        let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert!(sent.location.ends_with("/recepisse"), "{}", sent.location);
        let agent = service.log_in("compte=ddets").await;
        let review = agent.get(&dossier.replace("/dossiers", "/instruction/dossiers")).await;
        assert_eq!(review.status, 200);
        assert!(!review.body.contains("recyclerie"), "what is not asked is not sent");
    });
}

#[test]
fn a_row_is_added_filled_and_taken_away_without_a_script() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        let step = format!("{dossier}/etapes/activites");
        let add = encoded(&[("ligne", "ajouter:activites.chantiers")]);
        let added = person.post(&step, &add).await.location;
        person.post(&step, &add).await;
        let page = person.get(&step).await.body;
        let rows: Vec<&str> = page.split("supprimer:activites.chantiers[").skip(1).collect();
        assert_eq!(rows.len(), 2, "each has its button");
        let row = rows[0].split(']').next().expect("an identifier");
        assert!(added.ends_with(&format!("#activites-chantiers-{row}")), "{added}");
        let cell = format!("activites.chantiers[{row}].nom");
        person.post(&step, &encoded(&[(&cell, "Jardins"), ("action", "continuer")])).await;
        assert!(person.get(&step).await.body.contains("value=\"Jardins\""));
        let remove = format!("supprimer:activites.chantiers[{row}]");
        person.post(&step, &encoded(&[("ligne", &remove)])).await;
        let page = person.get(&step).await.body;
        assert_eq!(page.matches("supprimer:activites.chantiers[").count(), 1);
        assert!(!page.contains("value=\"Jardins\""), "what was taken away is not shown");
    });
}

#[test]
fn who_logs_in_comes_back_to_the_page_that_was_asked_and_to_no_other_site() {
    run(async {
        let service = Service::start().await;
        let nobody = service.anybody();
        let refused = nobody.get("/dossiers?x=1").await;
        assert_eq!(refused.status, 401);
        assert!(refused.body.contains("href=\"/connexion?retour=%2Fdossiers%3Fx%3D1\""), "{}", refused.body);
        let page = nobody.get("/connexion?retour=%2Fdossiers%3Fx%3D1").await.body;
        assert_eq!(page.matches("name=\"retour\" value=\"/dossiers?x=1\"").count(), 4, "in each form");
        let came = async |back: &str| {
            let form = encoded(&[("compte", "administratrice"), ("retour", back)]);
            nobody.post("/connexion", &form).await.location
        };
        assert_eq!(came("/dossiers?x=1").await, "/dossiers?x=1");
        for elsewhere in
            ["//exemple.fr", "/\\exemple.fr", "https://exemple.fr", "/a\r\nb", "/\t/exemple.fr", ""]
        {
            assert_eq!(came(elsewhere).await, "/dossiers", "{elsewhere:?}");
        }
        let missed = encoded(&[("compte", "structure"), ("structure", "zzz"), ("retour", "/bilans")]);
        let missed = nobody.post("/connexion", &missed).await.location;
        assert_eq!(missed, "/connexion?structure=zzz&retour=%2Fbilans#structure", "a search keeps it");
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
        assert_eq!(wrong.location, "/connexion?departement=99#departement");
        assert!(nobody.get(&wrong.location).await.body.contains("n’est pas le code d’un département"));
    });
}

#[test]
fn an_agent_finds_a_dossier_in_the_queue_by_words_and_keys() {
    run(async {
        let service = Service::start().await;
        let structure = service.log_in("compte=administratrice").await;
        let dossier = opened(&structure, "ACI").await;
        filled(&structure, &dossier).await;
        structure.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let page = agent.get("/instruction").await.body;
        for said in [
            "1\u{a0}dossier attend votre service",
            "Nouveau, à lire",
            "Encore 60\u{a0}jours",
            "À traiter <span class=\"parts__count\">1</span>",
        ] {
            assert!(page.replace("<!>", "").contains(said), "{said}: {page}");
        }
        let href = dossier.replace("/dossiers", "/instruction/dossiers");
        for (query, found) in [
            ("q=jardins+type:ACI", true),
            ("q=jardins+-type:ACI", false),
            ("q=odet&vue=decides", false),
            ("vue=tous&tri=ecart", true),
            ("q=etp%3E0+departement:29", true),
            ("q=%3Cscript%3E", false),
        ] {
            let page = agent.get(&format!("/instruction?{query}")).await;
            assert_eq!((page.status, page.body.contains(&href)), (200, found), "{query}");
        }
        let wrong = agent.get("/instruction?q=typo:ACI+jardins").await.body;
        assert!(wrong.contains("n’est pas un critère") && wrong.contains(&href), "{wrong}");
        let none = agent.get("/instruction?q=zzz").await.body;
        assert!(
            none.contains("Aucun dossier ne correspond") && none.contains("Effacer la recherche"),
            "{none}"
        );
        assert_eq!(structure.get("/instruction").await.status, 403);
    });
}
