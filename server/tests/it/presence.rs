//! Colleagues on two instances of the service that share a database see each other.

use std::sync::Arc;

use domain::{Acting, PersonId, StructureId, Timestamp, Viewer, dossier::DossierId, ports::Clock};
use sea_orm::{ConnectionTrait, Database};
use server::presence::{Presence, relay};
use store::Store;
use uuid::Uuid;

use crate::client::run;

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_800_000_000).expect("an instant")
    }
}

fn viewer(number: u128, name: &str) -> Viewer {
    let id = StructureId::of_asp(1);
    let acting = Acting::Structure { id, name: "Jardins".to_owned(), administrator: true };
    Viewer { person: PersonId(Uuid::from_u128(number)), name: name.to_owned(), acting }
}

async fn instance(url: &str, name: &str) -> Arc<Presence> {
    let (presence, store) = (Arc::new(Presence::default()), Store::open(url).await.expect("it opens"));
    tokio::spawn(relay(presence.clone(), store, Arc::new(Still), name.to_owned()));
    presence
}

/// Who is on a dossier for an instance, once it is as expected.
async fn seen(presence: &Presence, id: DossierId, expected: &[(&str, &str)]) {
    let mut changes = presence.changes();
    loop {
        let others = presence.others(id, PersonId(Uuid::nil()));
        let others: Vec<(&str, &str)> =
            others.iter().map(|other| (other.name.as_str(), other.step.as_str())).collect();
        if others == expected {
            return;
        }
        changes.recv().await.expect("someone comes or goes");
    }
}

#[test]
fn colleagues_on_two_instances_see_each_other() {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        eprintln!("skipped: no PostgreSQL in DATABASE_URL");
        return;
    };
    run(async {
        let name = format!("presence_{}", std::process::id());
        let admin = Database::connect(&url).await.expect("the server of DATABASE_URL answers");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a new database");
        let own = format!("{}/{name}", url.rsplit_once('/').expect("a database").0);
        let (first, second) = (instance(&own, "une").await, instance(&own, "deux").await);
        let (id, other) = (DossierId(Uuid::from_u128(1)), DossierId(Uuid::from_u128(2)));
        let alix = first.sit(id, &viewer(1, "Alix"), "projet".to_owned());
        seen(&second, id, &[("Alix", "projet")]).await;
        let sacha = second.sit(id, &viewer(2, "Sacha"), "equipe".to_owned());
        seen(&first, id, &[("Alix", "projet"), ("Sacha", "equipe")]).await;
        let moved = first.sit(id, &viewer(1, "Alix"), "budget".to_owned());
        drop(alix);
        seen(&second, id, &[("Alix", "budget"), ("Sacha", "equipe")]).await;
        assert!(first.others(other, PersonId(Uuid::nil())).is_empty(), "each dossier has its own");
        // One that has just started hears what is said again.
        let third = instance(&own, "trois").await;
        drop(sacha);
        seen(&first, id, &[("Alix", "budget")]).await;
        drop(first.sit(id, &viewer(3, "Camille"), "projet".to_owned()));
        seen(&third, id, &[("Alix", "budget")]).await;
        drop(moved);
        for presence in [&first, &second, &third] {
            seen(presence, id, &[]).await;
        }
    });
}
