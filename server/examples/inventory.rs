//! The inventory of the data over many dossiers sent: how long one takes to count, and how long the page takes.
//!
//! `inventory URL DOSSIERS`: fills the database with copies of a real dossier, counts them, prints figures as JSON.

use std::{sync::Arc, time::Instant};

use app::{Around, pages};
use domain::{
    Acting, PersonId, StructureId, Viewer,
    dossier::{About, Body, DossierId, Event, Reference},
    inventory::Asked,
    ports::Clock,
    usecase::{Services, creatable, create_dossier, open_dossier, read_inventory, tally_dossiers},
};
use server::adapters::SystemClock;

#[path = "bench/services.rs"]
mod services;

/// Pages measured.
const PAGES: usize = 40;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let url = words.next().ok_or_else(|| anyhow::anyhow!("an address of database is needed"))?;
    let many: u32 = words.next().map_or(Ok(5_000), |word| word.parse())?;
    let store = Arc::new(store::Store::open(&url).await?);
    server::demo::seed(store.as_ref(), store.clone(), SystemClock.now()).await?;
    let services = services::over(&store)?;
    let log = sent(&services).await?;
    copies(&services, &log, many).await?;
    let start = Instant::now();
    let mut counted = 0;
    loop {
        let done = tally_dossiers(&services).await?;
        counted += done;
        if done == 0 {
            break;
        }
    }
    let each = start.elapsed().as_secs_f64() * 1000.0 / f64::from(u32::try_from(counted)?.max(1));
    let ministry = Viewer {
        person: PersonId(uuid::Uuid::from_u128(1)),
        name: "Banc".to_owned(),
        acting: Acting::National,
    };
    let mut times = Vec::new();
    for _ in 0..PAGES {
        let start = Instant::now();
        let inventory = read_inventory(&services, &ministry, About::Demand, None).await?;
        let around = Around {
            folder: "pkg/banc".to_owned(),
            version: "banc".to_owned(),
            nonce: "banc".to_owned(),
            viewer: Some(ministry.clone()),
            unread: 0,
            year: inventory.year,
        };
        let page = pages::inventory(inventory, Asked::default()).document(around);
        anyhow::ensure!(page.contains("structure.siret"), "the page is whole");
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("{{\"counted\": {counted}, \"each\": {each}, \"p50\": {}, \"p95\": {}}}", at(50), at(95));
    Ok(())
}

/// The log of a dossier of the demonstration's first structure, sent as its sources filled it.
async fn sent(services: &Services) -> anyhow::Result<Vec<Event>> {
    let id = StructureId::of_asp(900_001);
    let acting = Acting::Structure { id, name: "Structure".to_owned(), administrator: true };
    let viewer = Viewer { person: PersonId(uuid::Uuid::from_u128(2)), name: "Banc".to_owned(), acting };
    let kind = creatable(services, &viewer, About::Demand).await?.held.first().copied();
    let dossier = create_dossier(services, &viewer, kind.ok_or_else(|| anyhow::anyhow!("a kind"))?).await?;
    let open = open_dossier(services, &viewer, dossier).await?;
    let program = services.library.program(&open.snapshot.opening.trame);
    let program = program.ok_or_else(|| anyhow::anyhow!("a form"))?;
    let evaluation = program.evaluate(&open.snapshot.values(), &open.context);
    let mut log = services.dossiers.history(dossier).await?;
    let (seq, at, actor) = (open.snapshot.seq + 1, open.snapshot.at, log[0].actor);
    let body = Body::Submitted {
        version: 1,
        reference: Reference::of(
            dossier,
            open.snapshot.opening.year,
            &open.snapshot.opening.departement,
            open.snapshot.opening.kind,
        ),
        counted: program.counted(&evaluation),
        parameters: open.context.parameters,
        findings: 0,
    };
    log.push(Event { seq, at, actor, stamp: None, body });
    Ok(log)
}

/// The same dossier of as many other structures.
async fn copies(services: &Services, log: &[Event], many: u32) -> anyhow::Result<()> {
    for number in 0..many {
        let id = DossierId(uuid::Uuid::from_u128(u128::from(number) << 64 | 7));
        let mut events = log.to_vec();
        for event in &mut events {
            match &mut event.body {
                Body::Opened(opening) => {
                    opening.structure = StructureId::of_asp(5_000_000 + i64::from(number));
                }
                Body::Submitted { reference, .. } => {
                    let Body::Opened(opening) = &log[0].body else {
                        anyhow::bail!("a log begins with its opening")
                    };
                    *reference = Reference::of(id, opening.year, &opening.departement, opening.kind);
                }
                _ => {}
            }
        }
        services.dossiers.create(id, events).await?;
    }
    Ok(())
}
