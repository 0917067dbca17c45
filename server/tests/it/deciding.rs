//! From the acknowledgement to the decision, through their pages, as agents do.

use domain::dossier::{DossierId, Snapshot, State};

use crate::{
    client::{Answer, Person, Service, encoded, run, value_of},
    papers,
    story::{self, id_of},
};

async fn sent(service: &Service) -> (String, DossierId) {
    let person = service.log_in("compte=administratrice").await;
    let dossier = story::sent(&person).await;
    let id = id_of(&dossier);
    (dossier, id)
}

async fn now(service: &Service, id: DossierId) -> Snapshot {
    service.services.dossiers.snapshot(id).await.expect("read").expect("there")
}

/// Does something on the page of the dossier, as it stands.
async fn on_dossier(agent: &Person<'_>, review: &str, pairs: &[(&str, &str)]) -> Answer {
    agent.acts(review, pairs).await
}

/// The fields of a decision as its page shows them, with some changed.
pub fn fields(page: &str, changed: &[(&str, &str)]) -> String {
    let names = [
        "_vu",
        "version",
        "debut",
        "fin",
        "cofinancement",
        "postes.0",
        "prix.0",
        "modulation.0",
        "numero.0",
        "postes.1",
        "prix.1",
        "modulation.1",
        "numero.1",
        "convention_debut",
        "convention_fin",
        "convention",
    ];
    let there = names.iter().filter(|name| page.contains(&format!(r#"name="{name}""#)));
    let mut pairs: Vec<(&str, &str)> = there.map(|name| (*name, value_of(page, name))).collect();
    for (name, text) in changed {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, text));
    }
    encoded(&pairs)
}

pub async fn completed(agent: &Person<'_>, review: &str) {
    let done = on_dossier(agent, review, &[("acte", "accuser")]).await;
    assert_eq!(done.location, format!("{review}?fait=accuser#instruction"), "{}", done.body);
    let opinion = [
        ("acte", "aviser"),
        ("avis", "commission"),
        ("sens", "favorable"),
        ("texte", "Avis rendu en séance."),
    ];
    let done = on_dossier(agent, review, &opinion).await;
    assert_eq!(done.location, format!("{review}?fait=aviser#instruction"), "{}", done.body);
}

/// Whether something is said beside a field.
fn is_beside(page: &str, field: &str, said: &str) -> bool {
    let place =
        page.split(&format!(r#"id="{field}-erreur""#)).nth(1).and_then(|rest| rest.split("</div>").next());
    place.is_some_and(|place| place.contains(said))
}

#[test]
fn a_dossier_is_acknowledged_advised_counted_and_granted() {
    run(async {
        let service = Service::start_with(|app| {
            papers::with_fonts(app);
            app.services.rules.delay_days = 45;
        })
        .await;
        let (dossier, id) = sent(&service).await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let decision = format!("{review}/decision");
        let early = agent.get(&decision).await.body;
        assert!(early.contains("pas encore reconnu complet"), "{early}");
        assert!(!early.contains(r#"value="decider""#), "nothing to decide with yet");
        let later = [("acte", "consulter"), ("avis", "departement"), ("attendu", "1/1/2020")];
        let told = on_dossier(&agent, &review, &later).await;
        assert!(told.body.contains("La date attendue est passée"), "{}", told.body);
        assert_eq!(value_of(&told.body, "attendu"), "1/1/2020", "what was typed is there");
        let bare = [("acte", "aviser"), ("avis", "expert"), ("sens", "defavorable"), ("rendu", "1/10/2026")];
        let told = on_dossier(&agent, &review, &bare).await;
        assert!(told.body.contains("Dites les réserves ou les raisons"), "{}", told.body);
        assert_eq!(value_of(&told.body, "rendu"), "1/10/2026", "in the form that sent it");
        assert!(told.body.contains(r#"value="defavorable" selected"#), "{}", told.body);
        completed(&agent, &review).await;
        let acknowledged = agent.get(&format!("{review}/courriers/accuse-de-reception")).await.body;
        for said in ["Il court jusqu’au", "Le délai d’instruction est de 45\u{a0}jours"] {
            assert!(acknowledged.contains(said), "{said}: {acknowledged}");
        }
        let page = agent.get(&decision).await.body;
        // Eight posts and 3.40 in two départements: what it costs is counted before anything is typed.
        let asked = domain::dossier::procedure::asked_terms(&now(&service, id).await).expect("it is asked");
        let total = form::french::quantity(asked.total(), &form::FieldType::Euros);
        assert!(page.contains(&total) && page.contains("C’est ce qui est demandé."), "{total}: {page}");

        let less = [("postes.0", "6"), ("modulation.0", "5"), ("publics", "Public éloigné")];
        let simulated = fields(&page, &[&less[..], &[("acte", "simuler")]].concat());
        let told = agent.post(&decision, &simulated).await.body;
        assert!(told.contains("un motif est nécessaire") && !told.contains("<html"), "{told}");
        let unsaid = fields(&page, &[&less[..], &[("acte", "decider"), ("accorder", "oui")]].concat());
        let told = agent.post(&decision, &unsaid).await;
        assert!(told.status == 422 && told.body.contains("choisissez un motif"), "{}", told.body);
        assert_eq!(value_of(&told.body, "postes.0"), "6", "what was typed is there");
        assert!(is_beside(&told.body, "motif", "choisissez un motif"), "{}", told.body);
        let wrong = [("postes.0", "dix"), ("acte", "decider"), ("accorder", "oui")];
        let told = agent.post(&decision, &fields(&page, &wrong)).await;
        assert!(told.status == 422 && told.body.contains(r#"aria-invalid="true""#), "{}", told.body);
        assert_eq!(now(&service, id).await.state(), State::Complete);
        let draft = fields(&page, &[&less[..], &[("acte", "relire")]].concat());
        let draft = agent.post(&decision, &draft).await;
        assert!(draft.status == 200 && draft.body.contains("Projet, sans effet"), "{}", draft.body);
        let early = agent.get(&format!("{review}/courriers/convention")).await;
        assert_eq!(early.status, 404, "a draft is nobody's but its author's");
        let draft = fields(&page, &[&less[..], &[("acte", "telecharger")]].concat());
        papers::unless_absent(&agent.post(&decision, &draft).await, "Projet%20-%20Convention");

        let why = [("accorder", "oui"), ("motif", "enveloppe"), ("raison", "Enveloppe régionale épuisée.")];
        let said = fields(&page, &[&less[..], &why, &[("acte", "decider")]].concat());
        let done = agent.post(&decision, &said).await;
        assert_eq!(done.location, format!("{decision}?fait=decider"), "{}", done.body);
        let ruled = now(&service, id).await;
        let terms = ruled.ruling().and_then(|ruling| ruling.terms.clone()).expect("terms");
        assert_eq!((ruled.state(), terms.posts()), (State::Granted, "9.40".parse().expect("etp")));
        let read = agent.get(&review).await.body;
        assert!(read.matches("par Sacha Richard").count() >= 3, "each act says whose it is: {read}");
        let twice = agent.post(&decision, &said).await;
        for said in ["Une décision a déjà été prise", "pas enregistrée", "Enveloppe régionale épuisée."]
        {
            assert!(
                twice.body.contains(said),
                "two decisions are not taken, no word is lost: {}",
                twice.body
            );
        }

        let person = service.log_in("compte=administratrice").await;
        let told = person.get(&format!("{dossier}/suivi")).await.body;
        let total = form::french::quantity(terms.total(), &form::FieldType::Euros);
        for said in ["Accepté le", &total, "Enveloppe régionale épuisée.", "Avis rendu en séance."] {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert!(service.store.verify(id).await.is_ok_and(|told| matches!(told, Some(Ok(_)))));
        let convention = person.get(&format!("{dossier}/courriers/convention")).await;
        for said in
            ["Préfet du Finistère", "d’insertion par l’activité économique", &total, "à attribuer par l’ASP"]
        {
            assert!(convention.body.contains(said), "{said}: {}", convention.body);
        }
        let same = agent.get(&format!("{review}/courriers/convention")).await;
        assert!(same.status == 200 && same.body.contains(&total), "{}", same.body);
        let same = agent.get(&format!("{review}/courriers/accuse-de-reception")).await.body;
        assert!(same.contains("Il court jusqu’au"), "a paper says what it said the day it was sent: {same}");
        for refused in ["refus", "refus.pdf", "convention.txt", ".pdf"] {
            let told = person.get(&format!("{dossier}/courriers/{refused}")).await;
            assert_eq!(told.status, 404, "{refused}: it is not refused, and nothing else is there");
        }
        papers::as_files(&person, &agent, &dossier).await;

        let again = format!("_vu={}&acte=reprendre&texte=", ruled.seq);
        let told = agent.post(&decision, &again).await;
        assert!(told.body.contains("Dites pourquoi le dossier est repris."), "{}", told.body);
        let done = agent.post(&decision, &format!("{again}Avenant%20oubli%C3%A9")).await;
        assert_eq!(done.location, format!("{decision}?fait=reprendre"), "{}", done.body);
        let page = agent.get(&decision).await.body;
        assert!(page.contains("Avenant oublié") && page.contains(r#"value="decider""#), "both stay: {page}");
        past_paper_stays((&agent, &review), (&person, &dossier), &total).await;
    });
}

/// The paper of a decision taken up again stays to be read, by both, and says what became of it.
async fn past_paper_stays(
    (agent, review): (&Person<'_>, &str),
    (person, dossier): (&Person<'_>, &str),
    total: &str,
) {
    let past = "courriers/convention-1";
    for (of, by, leading) in [(review, agent, "decision"), (dossier, person, "suivi")] {
        let page = by.get(&format!("{of}/{leading}")).await.body;
        assert!(page.contains(&format!("href=\"{of}/{past}\"")), "{of}: {page}");
        let paper = by.get(&format!("{of}/{past}")).await.body;
        assert!(paper.contains("Sans effet") && paper.contains(total), "{paper}");
        papers::unless_absent(&by.get(&format!("{of}/{past}.pdf")).await, "Convention");
        for none in ["courriers/convention", "courriers/convention-2", "courriers/refus-1"] {
            assert_eq!(by.get(&format!("{of}/{none}")).await.status, 404, "{none}");
        }
    }
}

#[test]
fn a_confidential_opinion_is_the_services_own() {
    run(async {
        let service = Service::start().await;
        let (dossier, id) = sent(&service).await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let secret = [
            ("acte", "aviser"),
            ("avis", "expert"),
            ("sens", "reserve"),
            ("texte", "Selon Cassandre"),
            ("confidentiel", "oui"),
        ];
        on_dossier(&agent, &review, &secret).await;
        assert_eq!(now(&service, id).await.instruction.given().count(), 1);
        assert!(agent.get(&review).await.body.contains("Cassandre"));
        let person = service.log_in("compte=administratrice").await;
        for page in ["", "/suivi", "/historique", "/recapitulatif", "/echanges", "/etapes/structure"] {
            let body = person.get(&format!("{dossier}{page}")).await.body;
            assert!(!body.contains("Cassandre"), "{page}: {body}");
        }
    });
}

#[test]
fn where_the_region_validates_the_departement_proposes_and_the_region_decides() {
    run(async {
        let service = Service::start_with(|app| {
            app.services.rules.validated_in = vec!["Bretagne".to_owned()];
        })
        .await;
        let (dossier, id) = sent(&service).await;
        let agent = service.log_in("compte=ddets").await;
        let region = service.log_in("compte=dreets").await;
        let review = format!("/instruction{dossier}");
        let decision = format!("{review}/decision");
        completed(&agent, &review).await;
        let page = agent.get(&decision).await.body;
        assert!(page.contains("Proposer à la DREETS"), "{page}");
        let early = region.get(&decision).await.body;
        assert!(early.contains("pas encore proposé"), "{early}");
        let done = agent.post(&decision, &fields(&page, &[("accorder", "oui"), ("acte", "decider")])).await;
        assert_eq!(done.location, format!("{decision}?fait=proposer"), "{}", done.body);
        assert_eq!(now(&service, id).await.state(), State::Proposed);
        let person = service.log_in("compte=administratrice").await;
        for page in ["/suivi", "/historique", ""] {
            let body = person.get(&format!("{dossier}{page}")).await.body;
            assert!(
                !body.contains("DREETS") && !body.contains("Proposé"),
                "it is not the structure's yet: {body}"
            );
            assert!(body.contains("En instruction"), "{body}");
        }
        let queue = region.get("/instruction").await.body;
        assert!(queue.contains("Proposé à la DREETS"), "the region has it to do: {queue}");
        let own = agent.get("/instruction").await.body;
        assert!(!own.contains("Proposé à la DREETS"), "the département has not: {own}");

        let page = region.get(&decision).await.body;
        let vu = value_of(&page, "_vu").to_owned();
        let back = agent.post(&decision, &format!("_vu={vu}&acte=rendre&texte=Non")).await;
        assert!(back.body.contains("la DREETS valide"), "the département gives nothing back: {}", back.body);
        let back = region.post(&decision, &format!("_vu={vu}&acte=rendre&texte=Revoir%20les%20postes")).await;
        assert_eq!(back.location, format!("{decision}?fait=rendre"), "{}", back.body);
        let page = agent.get(&decision).await.body;
        assert!(page.contains("Revoir les postes"), "{page}");
        agent.post(&decision, &fields(&page, &[("accorder", "oui"), ("acte", "decider")])).await;
        let page = region.get(&decision).await.body;
        let done = region.post(&decision, &fields(&page, &[("accorder", "oui"), ("acte", "decider")])).await;
        assert_eq!(done.location, format!("{decision}?fait=decider"), "{}", done.body);
        assert_eq!(now(&service, id).await.state(), State::Granted);
        let late = agent.post(&decision, &format!("_vu={}&acte=reprendre&texte=Oups", u64::MAX)).await;
        assert!(late.body.contains("la DREETS valide"), "{}", late.body);
    });
}

#[test]
fn a_structure_gives_its_demand_up_and_the_service_takes_it_up_again() {
    run(async {
        let service = Service::start().await;
        let (dossier, id) = sent(&service).await;
        let colleague = service.log_in("compte=collegue").await;
        let page = colleague.get(&format!("{dossier}/suivi")).await.body;
        assert!(!page.contains(r#"value="retirer""#), "an administrator does");
        let person = service.log_in("compte=administratrice").await;
        let page = person.get(&format!("{dossier}/suivi")).await.body;
        let vu = value_of(&page, "_vu").to_owned();
        let agent = service.log_in("compte=ddets").await;
        on_dossier(&agent, &format!("/instruction{dossier}"), &[("acte", "accuser")]).await;
        let body = format!("_vu={vu}&acte=retirer&texte=Activit%C3%A9%20arr%C3%AAt%C3%A9e");
        let told = person.post(&format!("{dossier}/suivi"), &body).await;
        assert!(
            told.body.contains("a changé depuis") && told.body.contains("Activité arrêtée"),
            "{}",
            told.body
        );
        let page = person.get(&format!("{dossier}/suivi")).await.body;
        assert!(page.contains("Accusé de réception"), "{page}");
        let body = body.replace(&format!("_vu={vu}"), &format!("_vu={}", value_of(&page, "_vu")));
        let done = person.post(&format!("{dossier}/suivi"), &body).await;
        assert_eq!(done.location, format!("{dossier}/suivi?fait=retirer"), "{}", done.body);
        assert_eq!(now(&service, id).await.state(), State::Withdrawn);
        let queue = agent.get("/instruction?vue=decides").await.body;
        assert!(queue.contains("Retiré"), "{queue}");
        let decision = format!("/instruction{dossier}/decision");
        let page = agent.get(&decision).await.body;
        assert!(page.contains("Activité arrêtée"), "{page}");
        let seq = now(&service, id).await.seq;
        agent.post(&decision, &format!("_vu={seq}&acte=reprendre&texte=Demand%C3%A9")).await;
        assert_eq!(now(&service, id).await.state(), State::Complete);
    });
}
