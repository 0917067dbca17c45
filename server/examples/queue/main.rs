//! The queue over many dossiers: how long its pages take, by who reads and what is asked.
//!
//! `queue URL DOSSIERS`: fills an empty database with the rows that the queue reads, and no more, then prints figures as
//! JSON. The use case and the page are those of the service; what a browser and a network add is not measured.

mod invented;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use app::{Around, pages};
use domain::{
    Acting, Departement, PersonId, Viewer,
    access::Level,
    queue::{Asked, Cursor, Key},
    usecase::{Services, review_queue},
};
use uuid::Uuid;

#[path = "../bench/services.rs"]
mod services;

/// Pages measured of each kind, at most, and how long one kind is measured.
const PAGES: usize = 100;
const PATIENCE: Duration = Duration::from_secs(10);
/// Pages that follow each other, from the first.
const FOLLOWING: usize = 40;

/// What is asked: its name, the words of its address. `~` stands for a cursor in the middle of the list.
const ASKED: [(&str, &[(&str, &str)]); 12] = [
    ("première page", &[]),
    ("page du milieu", &[("apres", "~")]),
    ("tous, derniers transmis", &[("vue", "tous"), ("tri", "transmis")]),
    ("tous, par écart", &[("vue", "tous"), ("tri", "ecart")]),
    ("tous, par nom", &[("vue", "tous"), ("tri", "structure")]),
    (
        "filtres : type, postes, année",
        &[("vue", "tous"), ("tri", "aide"), ("q", "type:ACI,EI etp>10 -annee:2024")],
    ),
    ("filtres : sans agent, constats", &[("q", "agent:aucun constat:oui")]),
    ("mot rare", &[("vue", "tous"), ("q", "mot4321")]),
    ("mot fréquent", &[("vue", "tous"), ("q", "insertion")]),
    ("début de mot", &[("vue", "tous"), ("q", "chan")]),
    ("deux mots et un type", &[("vue", "tous"), ("q", "chantier éloignées type:ACI")]),
    ("phrase, un mot de moins", &[("vue", "tous"), ("q", "\"espaces verts\" -mot77")]),
];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let url = words.next().ok_or_else(|| anyhow::anyhow!("an address of database is needed"))?;
    let many: u32 = words.next().map_or(Ok(50_000), |word| word.parse())?;
    let store = store::Store::open(&url).await?;
    let start = Instant::now();
    invented::fill(&url, many).await?;
    let filled = start.elapsed().as_secs_f64();
    drop(store);
    // As a service that starts: what its planner knows of the tables is read once.
    let count = Arc::new(AtomicUsize::new(0));
    let store = Arc::new(store::Store::open(&url).await?.counted(&count));
    let services = services::over(&store)?;
    let mut rows = vec![serde_json::json!({"name": "remplir la base", "seconds": filled})];
    for (who, viewer) in readers()? {
        for (what, address) in ASKED {
            let asked = asked(address, &viewer)?;
            rows.push(measured(&services, &count, (&format!("{who}, {what}"), &viewer), &[asked]).await?);
        }
        let pages = following(&services, &viewer).await?;
        let name = format!("{who}, {} pages qui se suivent", pages.len());
        rows.push(measured(&services, &count, (&name, &viewer), &pages).await?);
    }
    println!("{}", serde_json::Value::from(rows));
    Ok(())
}

/// Who reads: a département, the region with the most départements, the country.
fn readers() -> anyhow::Result<Vec<(&'static str, Viewer)>> {
    let of = |codes: &[&str], level: Level| -> anyhow::Result<Acting> {
        let departements = codes.iter().map(|code| Departement::parse(code)).collect::<Result<_, _>>();
        let departements = departements.map_err(|_| anyhow::anyhow!("a département"))?;
        Ok(Acting::Service { name: "Banc".to_owned(), departements, level })
    };
    let occitanie = ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"];
    let viewer =
        |acting: Acting| Viewer { person: PersonId(Uuid::from_u128(1)), name: "Banc".to_owned(), acting };
    Ok(vec![
        ("département", viewer(of(&["29"], Level::Departement)?)),
        ("région", viewer(of(&occitanie, Level::Region)?)),
        ("pays", viewer(Acting::National)),
    ])
}

fn asked(address: &[(&str, &str)], viewer: &Viewer) -> anyhow::Result<Asked> {
    let value = |name: &str| address.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
    let mut asked = Asked::of(value, viewer.acting.level());
    if value("apres") == "~" {
        let middle = invented::pressing(Some(invented::MIDDLE), 2, invented::MIDDLE)?;
        asked.after = Some(Cursor { key: Key::Number(middle), id: Uuid::nil() });
    }
    Ok(asked)
}

/// What asks for the first pages of the list, one after the other.
async fn following(services: &Services, viewer: &Viewer) -> anyhow::Result<Vec<Asked>> {
    let mut asked = vec![asked(&[("vue", "tous")], viewer)?];
    while asked.len() < FOLLOWING {
        let last = asked.last().expect("one at least");
        let found = review_queue(services, viewer, last).await?.found;
        let Some(next) = found.next else { break };
        let next = Asked { after: Some(next), ..last.clone() };
        asked.push(next);
    }
    Ok(asked)
}

/// The times of some pages, in their order, again and again.
async fn measured(
    services: &Services,
    count: &AtomicUsize,
    (name, viewer): (&str, &Viewer),
    pages: &[Asked],
) -> anyhow::Result<serde_json::Value> {
    // The first is read from the disk.
    let found = page(services, viewer, &pages[0]).await?;
    count.store(0, Ordering::SeqCst);
    let (begun, mut times) = (Instant::now(), Vec::new());
    for asked in pages.iter().cycle().take(PAGES.max(pages.len())) {
        let start = Instant::now();
        page(services, viewer, asked).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        if begun.elapsed() > PATIENCE {
            break;
        }
    }
    let statements = count.load(Ordering::SeqCst) / times.len();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Ok(serde_json::json!({
        "name": name, "found": found, "statements": statements, "pages": times.len(),
        "p50": at(50), "p95": at(95), "p99": at(99),
    }))
}

/// A whole page, as a browser gets it; how many dossiers it says are found.
async fn page(services: &Services, viewer: &Viewer, asked: &Asked) -> anyhow::Result<u64> {
    let desk = review_queue(services, viewer, asked).await?;
    let found = desk.found.count(asked.tab, asked.level);
    let today = services.clock.today();
    let made = pages::queue(pages::Queue {
        service: "Banc".to_owned(),
        today,
        delay: 60,
        asked: asked.clone(),
        desk,
        reads_only: false,
        me: viewer.person,
        read: 0,
        ticked: false,
        told: None,
    });
    let around = Around {
        unread: 0,
        folder: "pkg/banc".to_owned(),
        version: "banc".to_owned(),
        nonce: "banc".to_owned(),
        viewer: Some(viewer.clone()),
        year: 2027,
    };
    anyhow::ensure!(made.document(around).contains("Rechercher un dossier"), "the page is whole");
    Ok(found)
}
