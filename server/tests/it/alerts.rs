//! What a source says that puts the convention in doubt is told where a dossier is filled, checked and read.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Timestamp,
    source::{Ask, Asked, Closed, Finding, Found, Silence, Source},
    usecase::{ask_source, tally_dossiers},
};
use form::Date;

use crate::{
    client::{Service, run},
    sources::{act, plain},
    story::{filled, opened},
};

/// A register that says no value, only what a test gives it.
struct Register(Vec<Finding>);

#[async_trait]
impl Ask for Register {
    fn source(&self) -> Source {
        Source::Sirene
    }

    async fn ask(&self, _about: &Asked, _now: Timestamp) -> Result<Found, Silence> {
        let mut found = Found::on(Date::constant(2026, 11, 26));
        found.findings.clone_from(&self.0);
        Ok(found)
    }
}

const CLOSED: &str = "La structure est signalée comme fermée";
const OTHERWISE: &str = "Une source dit autre chose de la structure";
/// How each line of an alert begins.
const ACCORDING: &str = "Selon le répertoire Sirene de l’Insee, au 26/11/2026 : ";

/// The pages of a dossier whose register says something.
struct Pages {
    dossier: String,
    tasks: String,
    data: String,
    summary: String,
    review: String,
    tasks_once_sent: String,
}

async fn pages(findings: Vec<Finding>) -> Pages {
    let sources: Vec<Arc<dyn Ask>> = vec![Arc::new(Register(findings))];
    let service = Service::start_with(|app| app.services.sources = sources.into()).await;
    let person = service.log_in("compte=administratrice").await;
    let dossier = opened(&person, "ACI").await;
    let asked = ask_source(&service.services, Source::Sirene).await.expect("the list is read");
    assert_eq!(asked.told, 1, "{asked:?}");
    let tasks = plain(&person.get(&dossier).await.body);
    let data = plain(&person.get(&format!("{dossier}/donnees")).await.body);
    filled(&person, &dossier).await;
    let summary = plain(&person.get(&format!("{dossier}/recapitulatif")).await.body);
    let sent = person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
    assert!(sent.location.ends_with("/recepisse"), "an alert holds nothing back: {}", sent.location);
    let agent = service.log_in("compte=ddets").await;
    let review = plain(&agent.get(&format!("/instruction{dossier}")).await.body);
    let tasks_once_sent = plain(&person.get(&dossier).await.body);
    Pages { dossier, tasks, data, summary, review, tasks_once_sent }
}

/// The alert under a title, its opening tag included; none when the page has none.
fn alert<'a>(page: &'a str, title: &str) -> Option<&'a str> {
    let start = page[..page.find(title)?].rfind("<div")?;
    page[start..].split("</div>").next()
}

#[test]
fn an_establishment_that_has_closed_is_an_alert_on_the_three_pages() {
    run(async {
        let since = Some(Date::constant(2026, 6, 30));
        let closed = Finding::Closed { what: Closed::Establishment, since };
        let pages = pages(vec![closed, Finding::OpenPosts(3)]).await;
        let said = format!("{ACCORDING}l’établissement est fermé depuis le 30/06/2026.");
        let contest = format!("href=\"{}/donnees\"", pages.dossier);
        for page in [&pages.tasks, &pages.summary] {
            let told = alert(page, CLOSED).expect("an alert");
            assert!(told.contains("fr-alert--error") && told.contains(&said), "{told}");
            assert!(told.contains("Vérifiez le SIRET") && told.contains(&contest), "{told}");
            assert!(!told.contains("postes ouverts"), "what is merely told is no alert: {told}");
        }
        let told = alert(&pages.review, CLOSED).expect("an alert");
        assert!(told.contains("fr-alert--error") && told.contains(&said), "{told}");
        assert!(told.contains("À éclaircir avec la structure") && !told.contains(&contest), "{told}");
        assert!(pages.data.contains("Vérifiez votre SIRET."), "{}", pages.data);
        assert!(alert(&pages.tasks_once_sent, CLOSED).is_none(), "nothing can be done of it any more");
    });
}

#[test]
fn another_kind_and_a_convention_not_in_force_are_warnings() {
    run(async {
        let other = Finding::OtherKind { said: Some("EI".to_owned()) };
        let pages = pages(vec![other, Finding::ConventionNotInForce]).await;
        for page in [&pages.tasks, &pages.summary, &pages.review] {
            let told = alert(page, OTHERWISE).expect("an alert");
            assert!(told.contains("fr-alert--warning"), "{told}");
            for said in ["la structure y est connue comme EI.", "la convention n’y est pas en vigueur."] {
                assert!(told.contains(&format!("{ACCORDING}{said}")), "{said}: {told}");
            }
            assert!(alert(page, CLOSED).is_none(), "{page}");
        }
    });
}

#[test]
fn another_kind_alone_is_told_as_usual_for_a_first_demand_of_a_kind() {
    run(async {
        let pages = pages(vec![Finding::OtherKind { said: Some("EI".to_owned()) }]).await;
        for page in [&pages.tasks, &pages.summary, &pages.review] {
            let told = alert(page, "Cette structure est connue sous un autre type").expect("an alert");
            assert!(told.contains("fr-alert--info") && !page.contains(OTHERWISE), "{told}");
        }
        assert!(pages.tasks.contains("Une première demande pour un autre type de structure est courante"));
    });
}

#[test]
fn a_source_that_says_nothing_grave_makes_no_alert() {
    run(async {
        let pages = pages(vec![Finding::OpenPosts(3)]).await;
        assert!(pages.data.contains("3 postes ouverts"), "{}", pages.data);
        for page in [&pages.tasks, &pages.summary, &pages.review] {
            assert!(!page.contains(CLOSED) && !page.contains(OTHERWISE), "{page}");
        }
    });
}

#[test]
fn an_alert_is_contested_at_its_source_and_the_agent_and_the_producer_read_it() {
    run(async {
        let closed = Finding::Closed { what: Closed::LegalPerson, since: None };
        let sources: Vec<Arc<dyn Ask>> = vec![Arc::new(Register(vec![closed, Finding::OpenPosts(3)]))];
        let service = Service::start_with(|app| app.services.sources = sources.into()).await;
        let person = service.log_in("compte=administratrice").await;
        let dossier = opened(&person, "ACI").await;
        assert_eq!(ask_source(&service.services, Source::Sirene).await.expect("read").told, 1);
        let key = "alerte.fermeture";
        let own = format!("{dossier}/donnees?champ={key}");
        let tasks = plain(&person.get(&dossier).await.body);
        assert!(tasks.contains(&format!("href=\"{own}\">Contester</a>")), "{tasks}");
        let page = plain(&person.get(&own).await.body);
        for said in
            ["Structure signalée comme fermée", "La personne morale a cessé son activité", "Ce qui est faux"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains(">Reprendre"), "it is no answer: {page}");
        for (source, why, status) in [
            (Source::Sirene, " ", 303),
            (Source::Asp, "Nous travaillons.", 404),
            (Source::Sirene, "Nous travaillons.", 303),
        ] {
            assert_eq!(
                act(&person, &dossier, "contester", key, source, why).await,
                status,
                "{source:?} {why}"
            );
        }
        assert_eq!(act(&person, &dossier, "contester", "alerte.type", Source::Sirene, "x").await, 404);
        let said = "Contesté par la structure : « Nous travaillons. »";
        let tasks = plain(&person.get(&dossier).await.body);
        assert!(
            tasks.contains("Contesté par vous : « Nous travaillons. »")
                && tasks.contains("Voir, ou ne plus contester"),
            "{tasks}"
        );
        let history = plain(&person.get(&format!("{dossier}/historique")).await.body);
        assert!(history.contains("Structure signalée comme fermée"), "{history}");
        filled(&person, &dossier).await;
        person.post(&format!("{dossier}/transmettre"), "certification=oui").await;
        let agent = service.log_in("compte=ddets").await;
        let review = plain(&agent.get(&format!("/instruction{dossier}")).await.body);
        let told = alert(&review, CLOSED).expect("an alert");
        assert!(told.contains(said), "{told}");
        assert!(review.contains("Données contestées par la structure (1)"), "{review}");
        assert_eq!(tally_dossiers(&service.services).await.expect("counted"), 1);
        let file = agent.get("/pilotage/donnees/contestations.csv?source=insee").await.body;
        assert!(file.contains("Nous travaillons.") && file.contains("a cessé son activité"), "{file}");
    });
}
