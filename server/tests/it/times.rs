//! How long the steps take, measured in the logs of the dossiers sent.

use domain::{
    dossier::{Actor, Body, DossierId, Event, Reference},
    ports::Since,
    usecase::measure_steps,
};
use form::{Answers, Parameters};

use crate::{
    client::{Service, run},
    story::opened,
};

const STRUCTURES: [&str; 5] = ["bocage", "maquis", "lagon", "marais 29", "collines 35"];

#[test]
fn a_step_says_the_time_that_others_took() {
    run(async {
        let service = Service::start().await;
        let mut last = String::new();
        for (sent, structure) in STRUCTURES.iter().enumerate() {
            let person = service.log_in(&format!("compte=structure&structure={structure}")).await;
            let dossier = opened(&person, "ACI").await;
            let page = person.get(&format!("{dossier}/etapes/projet")).await.body;
            assert!(page.contains("Il reste environ 5\u{a0}minutes"), "of the ten its authors expect");
            let step = format!("{dossier}/etapes/projet");
            for text in ["Un jardin", "Deux jardins"] {
                person.post(&step, &format!("action=continuer&projet.evolutions={text}")).await;
            }
            send(&service, &dossier).await;
            assert_eq!(measure_steps(&service.services).await.ok(), Some(sent + 1));
            last = dossier;
        }
        let person = service.log_in("compte=structure&structure=plateau 17").await;
        let fresh = opened(&person, "ACI").await;
        assert_ne!(fresh, last);
        let page = person.get(&format!("{fresh}/etapes/projet")).await.body;
        assert!(page.contains("Il reste environ 1\u{a0}minute."), "what five structures took");
        let page = person.get(&format!("{fresh}/etapes/budget")).await.body;
        assert!(page.contains("Il reste environ 4\u{a0}minutes"), "of six: nobody measured went there");
        let tasks = person.get(&fresh).await.body;
        let said = tasks.split("Il reste environ ").nth(1).and_then(|rest| rest.split('.').next());
        assert_eq!(said, Some("40\u{a0}minutes"), "the sum of what remains");
    });
}

/// Sends a dossier as it is: what is missing is no matter here.
async fn send(service: &Service, dossier: &str) {
    let id = dossier.rsplit('/').next().and_then(|id| id.parse().ok()).map(DossierId).expect("its address");
    let decide = Box::new(move |snapshot: &domain::dossier::Snapshot, _: &[Event]| {
        let opening = &snapshot.opening;
        let body = Body::Submitted {
            version: 1,
            reference: Reference::of(id, opening.year, &opening.departement, opening.kind),
            counted: Answers::default(),
            parameters: Parameters::default(),
            findings: 0,
        };
        Ok(vec![Event {
            seq: snapshot.seq + 1,
            at: snapshot.at,
            actor: Actor::Application,
            stamp: None,
            body,
        }])
    });
    let sent = service.services.dossiers.change(id, Since { seq: u64::MAX, client: None }, decide).await;
    assert!(matches!(sent, Ok(Some(()))));
}
