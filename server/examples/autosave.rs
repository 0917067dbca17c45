//! Measures of autosave on one database, printed as JSON: run by `cargo xtask bench autosave`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    Acting, PersonId, StructureId, Viewer,
    dossier::{Batch, ClientId, DossierId, Edit},
    ports::{Clock, Register},
    usecase::{Services, StepTimes, creatable, create_dossier, save_answers},
};
use server::{
    adapters::{RandomIds, SystemClock},
    library::Embedded,
    lists::EmbeddedLists,
    pieces::StoredPieces,
};

/// Milliseconds in which a batch is to be answered (99 in a hundred).
const IN_TIME: f64 = 150.0;

/// How long each measure lasts.
const SPAN: Duration = Duration::from_secs(4);

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("an address of database is needed"))?;
    let store = Arc::new(store::Store::open(&url).await?);
    server::demo::seed(store.as_ref(), store.clone(), SystemClock.now()).await?;
    let services = Services {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        library: Arc::new(Embedded::open(&[])?),
        lists: Arc::new(EmbeddedLists::open()?),
        times: StepTimes::default(),
        pieces: Arc::new(StoredPieces::in_memory()),
        heaviest: domain::piece::LARGEST,
        awaited: store.clone(),
        antivirus: None,
        sources: Arc::new([]),
        realisations: store.clone(),
        awaited_sources: store.clone(),
        dossiers: store.clone(),
        register: store.clone(),
        directory: store.clone(),
        sessions: store.clone(),
    };
    let desks = desks(&services, store.as_ref()).await?;
    let batches = flat_out(&services, &desks).await?;
    let times = at_a_pace(&services, &desks, 200).await?;
    let held = most_held(&services, &desks).await?;
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!(
        "{{\"batches\": {batches}, \"held\": {held}, \"p50\": {}, \"p95\": {}, \"p99\": {}}}",
        at(50),
        at(95),
        at(99)
    );
    Ok(())
}

/// A dossier for each structure of the demonstration, with who fills it.
async fn desks(services: &Services, register: &dyn Register) -> anyhow::Result<Vec<Desk>> {
    let mut desks = Vec::new();
    for number in 900_001..900_041 {
        let id = StructureId::of_asp(number);
        if register.structure(id).await?.is_none() {
            continue;
        }
        let acting = Acting::Structure { id, name: format!("Structure {number}"), administrator: true };
        let person = PersonId(uuid::Uuid::from_u128(u128::try_from(number)?));
        let viewer = Viewer { person, name: "Banc".to_owned(), acting };
        if let Some(kind) = creatable(services, &viewer).await?.held.first() {
            let dossier = create_dossier(services, &viewer, *kind).await?;
            desks.push((viewer, dossier, Arc::default()));
        }
    }
    Ok(desks)
}

/// A dossier that someone fills: who, which, and the last event their page was told of.
type Desk = (Viewer, DossierId, Arc<AtomicU64>);

async fn save(services: &Services, desk: &Desk, number: u64) -> anyhow::Result<()> {
    let edit = Edit {
        number,
        path: "gouvernance.representant.qualite".parse().map_err(|_| anyhow::anyhow!("a key"))?,
        text: format!("présidente {number}"),
        base: 0,
    };
    let client = ClientId::parse("0123456789abcdef01234567").map_err(|_| anyhow::anyhow!("a client"))?;
    let batch = Batch { client, known: desk.2.load(Ordering::Relaxed), edits: vec![edit] };
    let answer = save_answers(services, &desk.0, desk.1, batch).await?;
    desk.2.fetch_max(answer.head, Ordering::Relaxed);
    Ok(())
}

/// Batches a second when every dossier sends one after the other without a pause.
async fn flat_out(services: &Services, desks: &[Desk]) -> anyhow::Result<f64> {
    let done = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for desk in desks {
        let (services, desk, done) = (services.clone(), desk.clone(), done.clone());
        tasks.spawn(async move {
            let mut number = 0;
            while start.elapsed() < SPAN {
                number += 1;
                save(&services, &desk, number).await?;
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

/// The most batches a second that are answered in time: one in a hundred may take longer.
async fn most_held(services: &Services, desks: &[Desk]) -> anyhow::Result<u32> {
    let mut held = 200;
    for rate in (300..=4_000).step_by(100) {
        let times = at_a_pace(services, desks, rate).await?;
        if times[times.len() * 99 / 100] > IN_TIME {
            break;
        }
        held = rate;
    }
    Ok(held)
}

/// Milliseconds of each batch, in order, when so many arrive each second, whatever the answers do.
async fn at_a_pace(services: &Services, desks: &[Desk], rate: u32) -> anyhow::Result<Vec<f64>> {
    let mut clock = tokio::time::interval(Duration::from_secs(1) / rate);
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    // No two measures number their edits alike.
    let mut number = 0;
    while start.elapsed() < SPAN {
        clock.tick().await;
        number += 1;
        let desk = desks[usize::try_from(number)? % desks.len()].clone();
        let services = services.clone();
        tasks.spawn(async move {
            let sent = Instant::now();
            save(&services, &desk, number).await?;
            anyhow::Ok(sent.elapsed().as_secs_f64() * 1000.0)
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        times.push(ended??);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}
