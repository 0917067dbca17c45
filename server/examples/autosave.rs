//! Measures of autosave on one database, printed as JSON: run by `cargo xtask bench autosave`.
//!
//! Batches are saved through the real use case, without HTTP: who makes the load shares the machine's processors
//! with who takes it, and what is measured is the way from a batch to the disk.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    Acting, Error, PersonId, StructureId, Viewer,
    dossier::{About, Batch, Body, ClientId, DossierId, Edit, Seq},
    ports::{Clock, Register},
    usecase::{Services, creatable, create_dossier, save_answers},
};
use server::{adapters::SystemClock, config::Config};
use tokio::sync::Semaphore;

#[path = "bench/services.rs"]
mod services;

/// Milliseconds in which a batch is to be answered (99 in a hundred).
const IN_TIME: f64 = 150.0;

/// How long each measure lasts.
const SPAN: Duration = Duration::from_secs(4);
/// What a batch takes at least when it is told to come back, in milliseconds: what `Retry-After` says.
const REFUSED: f64 = 2_000.0;
/// Structures that fill the same dossier as each of the demonstration's: a crowd, hardly ever twice in one commit.
const ALIKE: i64 = 10;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("an address of database is needed"))?;
    let store = Arc::new(store::Store::open(&url).await?);
    server::demo::seed(store.as_ref(), store.clone(), SystemClock.now()).await?;
    let services = services::over(&store)?;
    let desks = desks(&services, store.as_ref()).await?;
    let batches = flat_out(&services, &desks).await?;
    let times = at_a_pace(&services, &desks, 200).await?;
    let held = most_held(&services, &desks).await?;
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{{\"desks\": {}, \"batches\": {batches}, \"held\": {held}, \"p50\": {}, \"p95\": {}, \"p99\": {}}}",
        desks.len(),
        at(50),
        at(95),
        at(99)
    );
    Ok(())
}

/// A dossier for each structure of the demonstration and for those alike, with who fills it.
async fn desks(services: &Services, register: &dyn Register) -> anyhow::Result<Vec<Desk>> {
    let mut desks = Vec::new();
    for number in 900_001..900_041 {
        let id = StructureId::of_asp(number);
        if register.structure(id).await?.is_none() {
            continue;
        }
        let viewer = who_fills(number);
        let Some(kind) = creatable(services, &viewer, About::Demand).await?.held.first().copied() else {
            continue;
        };
        let dossier = create_dossier(services, &viewer, kind).await?;
        let log = services.dossiers.history(dossier).await?;
        let head = log.last().map_or(0, |event| event.seq);
        desks.push(Desk::new(viewer, dossier, head));
        for other in 1..ALIKE {
            let (number, mut log) = (number + 1_000 * other, log.clone());
            if let Some(Body::Opened(opening)) = log.first_mut().map(|event| &mut event.body) {
                opening.structure = StructureId::of_asp(number);
            }
            let dossier = services.ids.dossier();
            anyhow::ensure!(services.dossiers.create(dossier, log).await?, "the database is not new");
            desks.push(Desk::new(who_fills(number), dossier, head));
        }
    }
    Ok(desks)
}

fn who_fills(structure: i64) -> Viewer {
    let id = StructureId::of_asp(structure);
    let acting = Acting::Structure { id, name: format!("Structure {structure}"), administrator: true };
    let person = PersonId(uuid::Uuid::from_u128(structure.unsigned_abs().into()));
    Viewer { person, name: "Banc".to_owned(), acting }
}

/// A dossier that someone fills.
#[derive(Clone)]
struct Desk {
    viewer: Viewer,
    dossier: DossierId,
    /// Last event their page was told of.
    known: Arc<AtomicU64>,
    /// Edits their page numbered, whatever the measure: one that was sent is never sent as a new one.
    numbered: Arc<AtomicU64>,
}

impl Desk {
    fn new(viewer: Viewer, dossier: DossierId, head: Seq) -> Self {
        Self { viewer, dossier, known: Arc::new(head.into()), numbered: Arc::default() }
    }
}

async fn save(services: &Services, desk: &Desk) -> anyhow::Result<()> {
    let number = desk.numbered.fetch_add(1, Ordering::Relaxed) + 1;
    let edit = Edit {
        number,
        path: "gouvernance.representant.qualite".parse().map_err(|_| anyhow::anyhow!("a key"))?,
        text: format!("présidente {number}"),
        base: 0,
    };
    let client = ClientId::parse("0123456789abcdef01234567").map_err(|_| anyhow::anyhow!("a client"))?;
    let batch = Batch { client, known: desk.known.load(Ordering::Relaxed), edits: vec![edit] };
    let answer = save_answers(services, &desk.viewer, desk.dossier, batch).await?;
    desk.known.fetch_max(answer.head, Ordering::Relaxed);
    Ok(())
}

/// Batches a second when every dossier sends one after the other without a pause, as many at once as the service
/// has places.
async fn flat_out(services: &Services, desks: &[Desk]) -> anyhow::Result<f64> {
    let places = Arc::new(Semaphore::new(Config::load()?.server.at_once));
    let done = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for desk in desks {
        let (services, desk, done, places) = (services.clone(), desk.clone(), done.clone(), places.clone());
        tasks.spawn(async move {
            while start.elapsed() < SPAN {
                let _place = places.acquire().await?;
                save(&services, &desk).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    let batches = u32::try_from(done.load(Ordering::Relaxed))?;
    Ok(f64::from(batches) / start.elapsed().as_secs_f64())
}

/// The most batches a second that are answered in time, to a hundred: one in a hundred may take longer.
async fn most_held(services: &Services, desks: &[Desk]) -> anyhow::Result<u32> {
    let (mut held, mut failed) = (2, 60);
    while failed - held > 1 {
        let middle = u32::midpoint(held, failed);
        let times = at_a_pace(services, desks, middle * 100).await?;
        if times[times.len() * 99 / 100] > IN_TIME {
            failed = middle;
        } else {
            held = middle;
        }
    }
    Ok(held * 100)
}

/// Milliseconds of each batch, in order, when so many arrive each second, whatever the answers do.
async fn at_a_pace(services: &Services, desks: &[Desk], rate: u32) -> anyhow::Result<Vec<f64>> {
    let mut clock = tokio::time::interval(Duration::from_secs(1) / rate);
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    let mut turns = 0..;
    while start.elapsed() < SPAN {
        clock.tick().await;
        let desk = desks[turns.next().unwrap_or(0) % desks.len()].clone();
        let services = services.clone();
        tasks.spawn(async move {
            let sent = Instant::now();
            let saved = save(&services, &desk).await;
            let took = sent.elapsed().as_secs_f64() * 1000.0;
            match saved {
                Ok(()) => Ok(took),
                // Too many wait already: its page comes back.
                Err(error) if matches!(error.downcast_ref(), Some(Error::Unavailable(_))) => {
                    Ok(took + REFUSED)
                }
                Err(error) => Err(error),
            }
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        times.push(ended??);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}
