//! Every source asked over HTTP, at an address, with the manners of tests.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use domain::{
    Departement, Siret, Structure, Timestamp,
    source::{Ask, Asked, Cache},
};
use sources::{
    Kept, Memory, Service,
    demo::{Control, Keys},
    emplois::{Marche, Siaes},
    immersion,
    registre::{Recherche, Sirene},
    upstream::{Manners, Upstream},
};
use tokio::net::TcpListener;

/// Longer than any answer of these tests.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// An instant of the day of tests.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The morning of the day of tests.
pub fn morning() -> Timestamp {
    at("2026-11-26T09:00:00Z")
}

/// A demand for 2027 of the structure that recorded answers speak of.
pub fn asked() -> Asked {
    Asked {
        siret: Siret::parse("90000000100017").expect("a SIRET"),
        asp_id: Some(900_001),
        kind: domain::Kind::Aci,
        departement: Departement::parse("29").ok(),
        commune: Some("29232".to_owned()),
        year: 2027,
    }
}

/// A demand for 2027 of a structure that ASP knows.
pub fn asked_of(structure: &Structure, kind: domain::Kind) -> Asked {
    Asked {
        siret: structure.asp.siret.clone(),
        asp_id: Some(structure.asp.asp_id),
        kind,
        departement: structure.departement(),
        commune: Some(structure.asp.seat.insee.clone()),
        year: 2027,
    }
}

/// Manners that lose no time.
pub fn manners() -> Manners {
    Manners {
        patience: Duration::from_millis(200),
        retries: 1,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
        rest_after: 99,
        ..Manners::of(NonZeroU32::new(100_000).expect("not zero"))
    }
}

fn line(base: &str, under: &str) -> Upstream {
    Upstream::at(&format!("{base}{under}"), manners()).expect("a client")
}

/// Every source at an address, all with the same cache.
pub fn parties(base: &str, keys: &Keys, cache: &Arc<dyn Cache>) -> Vec<Arc<dyn Ask>> {
    let (conventions, statistics) = immersion::over(line(base, "/api"), &keys.immersion);
    vec![
        party(Siaes::over(line(base, "/api/v1")), cache),
        party(Marche::over(line(base, "/api/v1"), &keys.emplois), cache),
        party(conventions, cache),
        party(statistics, cache),
        party(Recherche::over(line(base, "")), cache),
        party(Sirene::over(line(base, ""), &keys.sirene), cache),
    ]
}

fn party<S: Service + 'static>(service: S, cache: &Arc<dyn Cache>) -> Arc<dyn Ask> {
    Arc::new(Kept::new(service, cache.clone()))
}

/// Answers kept in memory.
pub fn memory() -> Arc<dyn Cache> {
    Arc::new(Memory::default())
}

/// The stand-in about some structures, on the loopback.
pub async fn stand_in(structures: Vec<Structure>, control: &Control) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (keys, control) = (Keys::of_the_demonstration(), control.clone());
    tokio::spawn(async move { sources::demo::serve(listener, structures, keys, control).await });
    address
}
