//! How long a dossier takes to open with all that the database knows, printed as JSON: run by
//! `cargo xtask bench import` on a national delivery.

use std::{sync::Arc, time::Instant};

use domain::{
    Acting, PersonId, StructureId, Viewer,
    dossier::About,
    usecase::{Services, creatable, create_dossier},
};

#[path = "bench/services.rs"]
mod services;

/// Structures of the delivery, the first identifier and how many apart.
const FIRST: i64 = 900_001;
const APART: usize = 25;
const STRUCTURES: i64 = 5_000;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("an address of database is needed"))?;
    let store = Arc::new(store::Store::open(&url).await?);
    let services = services::over(&store)?;
    let (mut times, mut answers) = (Vec::new(), 0);
    for number in (FIRST..FIRST + STRUCTURES).step_by(APART) {
        open_all(&services, number, &mut times, &mut answers).await?;
    }
    anyhow::ensure!(!times.is_empty(), "the database holds no structure of the delivery");
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{{\"dossiers\": {}, \"answers\": {}, \"p50\": {}, \"p95\": {}, \"p99\": {}}}",
        times.len(),
        answers / times.len(),
        at(50),
        at(95),
        at(99)
    );
    Ok(())
}

/// Opens the dossiers that a structure may open, each timed; counts the answers they open with.
async fn open_all(
    services: &Services,
    number: i64,
    times: &mut Vec<f64>,
    answers: &mut usize,
) -> anyhow::Result<()> {
    let id = StructureId::of_asp(number);
    let acting = Acting::Structure { id, name: format!("Structure {number}"), administrator: true };
    let person = PersonId(uuid::Uuid::from_u128(u128::try_from(number)?));
    let viewer = Viewer { person, name: "Banc".to_owned(), acting };
    for kind in creatable(services, &viewer, About::Demand).await?.held {
        let start = Instant::now();
        let dossier = create_dossier(services, &viewer, kind).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let snapshot = services.dossiers.snapshot(dossier).await?;
        *answers += snapshot.map_or(0, |snapshot| snapshot.answers.len());
    }
    Ok(())
}
