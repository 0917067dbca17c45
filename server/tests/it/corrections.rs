//! Corrections asked and answered through their pages, as people do.

use domain::dossier::State;

use crate::{
    client::{Person, Service, run, value_of},
    story::{filled, opened, sent},
};

const ASKED: &str = "Douze ou vingt ? Le bilan dit vingt.";

/// The hidden field of what a page had seen.
fn seen(page: &str) -> &str {
    value_of(page, "_vu")
}

#[test]
fn a_correction_is_asked_on_a_field_corrected_answered_and_closed() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let asking = agent.get(&format!("{review}?champ=gouvernance.benevoles")).await.body;
        assert!(asking.contains("Ce qui est à corriger"), "the form stands in the page: {asking}");
        let vu = seen(&asking).to_owned();
        let form = |text: &str| {
            format!("_vu={vu}&acte=demander&champ=gouvernance.benevoles&motif=incoherent&texte={text}")
        };
        let blank = agent.post(&review, &form("")).await;
        assert!(blank.body.contains("Dites ce qui est à corriger."), "{}", blank.body);
        let asked = agent.post(&review, &form("Douze%20ou%20vingt%20%3F%20Le%20bilan%20dit%20vingt.")).await;
        assert_eq!(
            asked.location,
            format!("{review}?fait=demander&ou=ligne-gouvernance-benevoles#ligne-gouvernance-benevoles"),
            "{}",
            asked.body
        );
        let twice = agent.post(&review, &form("Encore")).await;
        assert!(twice.body.contains("a changé depuis que vous"), "read before it was asked: {}", twice.body);
        assert!(twice.body.contains("Encore"), "what was typed is kept");

        // The structure reads it wherever it comes, and only that answer is open.
        for page in
            [dossier.clone(), format!("{dossier}/corrections"), format!("{dossier}/etapes/gouvernance")]
        {
            let body = person.get(&page).await.body;
            assert!(body.contains(ASKED) || page == dossier, "{page}: {body}");
            assert!(body.contains("corrections"), "{page} leads to the corrections");
        }
        let step = person.get(&format!("{dossier}/etapes/gouvernance")).await.body;
        let control = |name: &str| {
            let at = step.find(&format!(r#"name="{name}""#)).expect("its control");
            step[at..].split('>').next().expect("a tag").to_owned()
        };
        assert!(!control("gouvernance.benevoles").contains("disabled"), "open");
        assert!(control("gouvernance.representant.qualite").contains("disabled"), "not asked");
        let ready = person.get(&format!("{dossier}/recapitulatif")).await.body;
        assert!(ready.contains("1\u{a0}correction sans réponse"), "{ready}");
        assert!(!ready.contains("Tout est rempli"), "{ready}");
        let early = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(early.location, format!("{dossier}/recapitulatif?refus=corrections#refus"));

        let body = "_vu=999&action=enregistrer&gouvernance.benevoles=20";
        person.post(&format!("{dossier}/etapes/gouvernance"), body).await;
        let hidden = agent.get(&review).await.body;
        assert!(hidden.contains("Attend la structure"), "{hidden}");
        assert!(
            !hidden.contains("Version précédente"),
            "what is being corrected is the structure's own: {hidden}"
        );
        let page = person.get(&format!("{dossier}/corrections")).await.body;
        let at = page.find(r#"name="correction" value=""#).expect("a form") + 25;
        let number = page[at..].split('"').next().expect("its number").to_owned();
        let refused =
            person.post(&format!("{dossier}/corrections"), &format!("correction={number}&texte=")).await;
        assert!(refused.body.contains("Dites ce que vous avez corrigé"), "{}", refused.body);
        person.post(&format!("{dossier}/corrections"), &format!("correction={number}&texte=Vingt.")).await;
        let page = person.get(&format!("{dossier}/corrections")).await.body;
        assert!(page.contains("Vérifier et transmettre de nouveau"), "{page}");
        let again = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        assert_eq!(again.location, format!("{dossier}/recepisse"), "{}", again.body);

        let read = agent.get(&review).await.body;
        for said in ["Répondue, à relire", "Vingt.", "Version précédente", "Accepter la correction"] {
            assert!(read.contains(said), "{said}: {read}");
        }
        let card = read.split(&format!("id=\"correction-{number}\"")).nth(1).expect("its card");
        let card = card.split("</li></ul>").next().unwrap_or_default();
        assert!(card.contains(": rien → 20"), "what became of what was asked: {card}");
        // Who never looked reads first what the second version changed.
        let other = service.log_in("compte=departement&departement=29").await;
        let first = other.get(&review).await.body;
        assert!(first.contains("1\u{a0}réponse a changé entre les versions 1 et 2"), "{first}");
        asked_again(&service, (&person, &agent), (&dossier, &number)).await;
        let vu = seen(&agent.get(&review).await.body).to_owned();
        let body = format!("_vu={vu}&acte=accepter&correction={number}");
        let closed = agent.post(&review, &body).await;
        assert_eq!(closed.location, format!("{review}?fait=accepter#corrections"), "{}", closed.body);
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        assert_eq!(snapshot.state(), State::Submitted);
    });
}

/// Corrected, answered and never sent again: the service takes the dossier back as it was sent, and goes on.
#[test]
fn a_dossier_that_is_never_sent_again_is_taken_back_as_it_was() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let field = "gouvernance.benevoles";
        let page = agent.get(&format!("{review}?champ={field}")).await.body;
        assert!(!page.contains("Reprendre sans attendre"), "nothing is awaited");
        let asks = format!("_vu={}&acte=demander&champ={field}&motif=autre&texte=Combien", seen(&page));
        agent.post(&review, &asks).await;
        person
            .post(&format!("{dossier}/etapes/gouvernance"), &format!("_vu=999&action=enregistrer&{field}=77"))
            .await;
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let now = async || service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        let number = now().await.corrections[0].seq;
        person.post(&format!("{dossier}/corrections"), &format!("correction={number}&texte=Voila.")).await;
        let page = agent.get(&review).await.body;
        assert!(page.contains("Reprendre sans attendre la correction"), "{page}");
        let back = |text: &str| format!("_vu={}&acte=sans-attendre&texte={text}", seen(&page));
        let blank = agent.post(&review, &back("")).await;
        assert!(
            blank.body.contains("Dites à la structure pourquoi vous reprenez le dossier."),
            "{}",
            blank.body
        );
        let taken = agent.post(&review, &back("Sans%20nouvelles%20depuis%20un%20mois.")).await;
        assert_eq!(taken.location, format!("{review}?fait=sans-attendre#instruction"), "{}", taken.body);
        let snapshot = now().await;
        assert_eq!((snapshot.state(), snapshot.submissions.len()), (State::Submitted, 1));
        let read = agent.get(&review).await.body;
        assert!(read.contains("Reconnaître complet") && !read.contains(">77<"), "as it was sent: {read}");
        let followed = person.get(&format!("{dossier}/suivi")).await.body;
        for said in ["Repris par le service sans attendre", "Sans nouvelles depuis un mois."] {
            assert!(followed.contains(said), "{said}: {followed}");
        }
        let own = person.get(&format!("{dossier}/recapitulatif")).await.body;
        assert!(own.contains("1\u{a0}réponse changée ensuite n’est pas transmise"), "{own}");
        let told = person.get("/notifications").await.body;
        assert!(told.contains("de nouveau en instruction"), "{told}");
        let history = person.get(&format!("{dossier}/historique")).await.body;
        assert!(history.contains("repris le dossier tel qu’il était transmis"), "{history}");
    });
}

/// What the structure would receive is read before it is sent, by its service alone.
#[test]
fn the_acknowledgement_is_read_before_it_is_sent() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let draft = format!("{review}/courriers/accuse-de-reception-projet");
        let page = agent.get(&review).await.body;
        assert!(page.contains("Vérifié pour vous") && page.contains(&draft), "{page}");
        let read = agent.get(&draft).await.body;
        assert!(read.contains("Projet d’accusé de réception"), "{read}");
        assert!(read.contains("est complet. La DDETS du Finistère l’instruit."), "{read}");
        let own = person.get(&format!("{dossier}/courriers/accuse-de-reception-projet")).await;
        assert!([403, 404].contains(&own.status), "{}", own.status);
        let done = format!("_vu={}&acte=accuser", seen(&page));
        assert_eq!(agent.post(&review, &done).await.status, 303);
        assert_eq!(agent.get(&draft).await.status, 404, "it is sent");
        assert_eq!(agent.get(&format!("{review}/courriers/accuse-de-reception")).await.status, 200);
    });
}

/// Asked again, it says what is still to correct, and what was asked and answered first stays beside it.
async fn asked_again(
    service: &Service,
    (person, agent): (&Person<'_>, &Person<'_>),
    (dossier, number): (&str, &str),
) {
    let review = format!("/instruction{dossier}");
    let vu = seen(&agent.get(&review).await.body).to_owned();
    let again = |text: &str| format!("_vu={vu}&acte=redemander&correction={number}&texte={text}");
    let blank = agent.post(&review, &again("")).await;
    assert!(blank.body.contains("Dites ce qui reste à corriger."), "{}", blank.body);
    let asked = agent.post(&review, &again("Et%20en%202025%20%3F")).await;
    assert_eq!(asked.location, format!("{review}?fait=redemander#corrections"), "{}", asked.body);
    let page = person.get(&format!("{dossier}/corrections")).await.body;
    for said in ["Et en 2025 ?", &format!("Demandé d’abord\u{a0}: {ASKED}"), "Vingt."] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let followed = person.get(&format!("{dossier}/suivi")).await.body;
    for said in ["Correction demandée de nouveau", "Et en 2025 ?", ASKED] {
        assert!(followed.contains(said), "each request at its own time, {said}: {followed}");
    }
    let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
    let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
    assert_eq!((snapshot.state(), snapshot.unanswered()), (State::ToCorrect, 1));
    let answer = format!("correction={number}&texte=Quinze%20en%202025.");
    person.post(&format!("{dossier}/corrections"), &answer).await;
    person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
    let card = agent.get(&review).await.body;
    for said in ["Quinze en 2025.", "Réponse d’alors", "Vingt."] {
        assert!(card.contains(said), "{said}: {card}");
    }
}

/// More posts are more sites: what a rule that blocks weighs against what is asked is open with it.
#[test]
fn what_has_to_follow_a_correction_is_open_and_nothing_else() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = sent(&person).await;
        let agent = service.log_in("compte=ddets").await;
        let asks = [("acte", "demander"), ("champ", "etp.demandes"), ("motif", "autre"), ("texte", "Dix ?")];
        assert_eq!(agent.acts(&format!("/instruction{dossier}"), &asks).await.status, 303);
        let closed = async |step: &str, start: &str| {
            let page = person.get(&format!("{dossier}/etapes/{step}")).await.body;
            let controls = page.split("name=\"").skip(1).filter(|rest| rest.starts_with(start));
            let tags: Vec<String> =
                controls.map(|rest| rest.split('>').next().unwrap_or_default().to_owned()).collect();
            assert!(!tags.is_empty(), "{start} is in {step}");
            tags.iter().all(|tag| tag.contains("disabled"))
        };
        for (step, start, shut) in [
            ("postes", "etp.demandes", false),
            ("activites", "activites.chantiers[", false),
            ("postes", "etp.justification", false),
            ("budget", "finance.budget_charges[", false),
            ("gouvernance", "gouvernance.benevoles", true),
            ("structure", "structure.denomination", true),
        ] {
            assert_eq!(closed(step, start).await, shut, "{start}");
        }
    });
}

/// What nobody types, nobody corrects: nothing that would be refused is offered.
#[test]
fn a_correction_is_offered_on_what_the_structure_types_alone() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let review = format!("/instruction{dossier}");
        let page = agent.get(&review).await.body;
        let asking = agent.get(&format!("{review}?champ=gouvernance.benevoles")).await.body;
        let vu = seen(&asking).to_owned();
        let offered: Vec<&str> =
            page.split("?champ=").skip(1).filter_map(|rest| rest.split('#').next()).collect();
        assert!(offered.len() > 100, "{}", offered.len());
        let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its address");
        let snapshot = service.services.dossiers.snapshot(id).await.expect("read").expect("there");
        let program = service.services.library.program(&snapshot.opening.trame);
        let trame = program.expect("a form").trame().clone();
        let field =
            |key: &&str| trame.field(&form::Path::parse(key).expect("a key")).expect("a question").clone();
        assert!(offered.iter().all(|key| field(key).is_typed()));
        let computed = trame.fields().find(|(_, field)| field.computed.is_some()).expect("a computed one").1;
        let body = format!("_vu={vu}&acte=demander&champ={}&motif=autre&texte=Quoi", computed.path);
        assert_eq!(agent.post(&review, &body).await.status, 404);
    });
}

#[test]
fn only_the_service_of_the_departement_asks_for_corrections() {
    run(async {
        let service = Service::start().await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let review = format!("/instruction{dossier}");
        let body = "_vu=999&acte=demander&champ=gouvernance.benevoles&motif=autre&texte=Non";
        let own = person.post(&review, body).await;
        assert_eq!(own.status, 404, "{}", own.body);
        let national = service.log_in("compte=dgefp").await;
        assert!(
            !national.get(&review).await.body.contains("Demander une correction"),
            "nothing that is refused is offered"
        );
        assert_eq!(national.post(&review, body).await.status, 403);
    });
}
