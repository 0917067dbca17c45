//! `bench`: measures, prints a table, writes `target/bench/NAME.json`.

use std::fs;

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::{probe, root, server, site};

mod autosave;
mod chaos;
mod import;
mod inventory;
mod papers;
mod queue;
mod routes;
mod typing;

/// The program that carries documents, and its largest weight.
const CARRIER: &str = "depot";
const CARRIER_BUDGET: u64 = 45_000;
/// Bytes of the browser's program on a form page, Brotli, at most.
const WASM_BUDGET: u64 = 300_000;
/// Bytes of the whole first load of a form page, Brotli, at most (the page itself left out).
const LOAD_BUDGET: u64 = 500_000;

/// One measure.
struct Row {
    metric: String,
    value: f64,
    unit: &'static str,
    budget: Option<f64>,
    /// What the machine itself does: nothing of ours goes under it, or over it.
    floor: Option<f64>,
    /// What has to be reached.
    least: Option<f64>,
    peer: Option<Peer>,
}

impl Row {
    /// A measure with the most it may be, if anything is promised of it.
    fn of(metric: impl Into<String>, value: f64, unit: &'static str, budget: Option<f64>) -> Self {
        Self { metric: metric.into(), value, unit, budget, floor: None, least: None, peer: None }
    }

    /// Whether it stays under its budget, or reaches what it has to; none where neither is set.
    fn holds(&self) -> Option<bool> {
        let under = self.budget.map(|budget| self.value <= budget);
        under.or(self.least.map(|least| self.value >= least))
    }
}

/// The same measure of a program of others, in the same run.
struct Peer {
    name: &'static str,
    value: f64,
}

/// Runs one bench, or all of them.
pub fn bench(name: Option<&str>) -> anyhow::Result<()> {
    // What builds all it measures by itself needs no site.
    if !matches!(name, Some("import" | "papers" | "queue")) {
        server::build()?;
    }
    match name {
        None => {
            let all = ["bundle", "engine", "autosave", "import", "inventory", "papers", "queue", "typing"];
            all.iter().try_for_each(|name| bench_one(name))
        }
        Some(name) => bench_one(name),
    }
}

fn bench_one(name: &str) -> anyhow::Result<()> {
    let rows = match name {
        "bundle" => bundle()?,
        "engine" => engine()?,
        "differential" => differential()?,
        "autosave" => autosave::rows()?,
        "import" => import::rows()?,
        "chaos" => chaos::rows(&chaos::BENCH)?,
        "inventory" => inventory::rows()?,
        "papers" => papers::rows()?,
        "queue" => queue::rows()?,
        "typing" => typing::rows()?,
        other => bail!(
            "banc inconnu « {other} » (bundle, engine, differential, autosave, import, chaos, inventory, papers, queue, typing)"
        ),
    };
    report(name, &rows)
}

/// Breaks things while people type; an error when something acknowledged is not kept.
pub fn check_chaos() -> anyhow::Result<()> {
    chaos::rows(&chaos::TEST).map(|rows| print(&rows))
}

/// Judging forms of 120 and of 500 fields, native and in WebAssembly.
fn engine() -> anyhow::Result<Vec<Row>> {
    let [small, big] = probe::times()?;
    let row = |metric: String, micros: f64, budget: Option<f64>| Row {
        metric,
        value: micros / 1000.0,
        unit: "ms",
        budget,
        floor: None,
        least: None,
        peer: None,
    };
    let mut rows = Vec::new();
    for (fields, (native, browser), bound) in [(120, small, false), (500, big, true)] {
        let budget = |budget: f64| bound.then_some(budget);
        for (side, times, whole, change) in [("natif", native, 0.3, 0.02), ("WebAssembly", browser, 1.5, 0.1)]
        {
            let name = |what: &str| format!("{fields} champs, {what}, {side} (médiane)");
            rows.push(row(name("entier"), times.whole, budget(whole)));
            rows.push(row(name("une réponse"), times.change, budget(change)));
        }
    }
    Ok(rows)
}

/// A million invented dossiers, judged three ways.
fn differential() -> anyhow::Result<Vec<Row>> {
    const DOSSIERS: u32 = 1_000_000;
    let start = std::time::Instant::now();
    probe::compare(DOSSIERS)?;
    let row = Row::of;
    Ok(vec![
        row("dossiers comparés", f64::from(DOSSIERS), "dossiers", None),
        row("différences", 0.0, "dossiers", Some(0.0)),
        row("durée", start.elapsed().as_secs_f64(), "s", None),
    ])
}

/// Fails when the first load passes its budget.
pub fn check_bundle() -> anyhow::Result<()> {
    let rows = bundle()?;
    print(&rows);
    let over: Vec<&str> =
        rows.iter().filter(|row| row.holds() == Some(false)).map(|row| row.metric.as_str()).collect();
    if over.is_empty() { Ok(()) } else { bail!("budget dépassé : {}", over.join(", ")) }
}

/// Bytes of each file a browser may fetch, raw and Brotli, and of the first load of a form page.
fn bundle() -> anyhow::Result<Vec<Row>> {
    let site = root().join("target/site");
    let name = fs::read_to_string(site.join("current")).context("lancez d'abord cargo xtask build")?;
    let pkg = site.join("pkg").join(name.trim());
    let weight = |path: &std::path::Path| fs::metadata(path).map(|file| file.len()).unwrap_or_default();
    let (mut rows, mut wasm, mut load) = (Vec::new(), 0, 0);
    for file in site::files(&pkg)? {
        let name = file.strip_prefix(&pkg)?.to_string_lossy().into_owned();
        let kind =
            file.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        let packed = pkg.join(format!("{name}.br"));
        let sent = if packed.exists() { weight(&packed) } else { weight(&file) };
        match kind.as_str() {
            "wasm" => {
                rows.push(row(format!("{name}, brut"), weight(&file), None));
                let carries = name.starts_with(CARRIER);
                rows.push(row(format!("{name}, Brotli"), sent, carries.then_some(CARRIER_BUDGET)));
                if !carries {
                    wasm += sent;
                    load += sent;
                }
            }
            // Comes later, and only where a document is asked for.
            "js" if name.starts_with(CARRIER) => rows.push(row(format!("{name}, Brotli"), sent, None)),
            "js" | "css" => {
                rows.push(row(format!("{name}, Brotli"), sent, None));
                load += sent;
            }
            "woff2" if name.contains("Regular.") || name.contains("Bold.") || name.contains("Medium.") => {
                load += sent;
            }
            _ => {}
        }
    }
    rows.push(row("étape : WebAssembly, Brotli".to_owned(), wasm, Some(WASM_BUDGET)));
    rows.push(row("étape : premier chargement, Brotli".to_owned(), load, Some(LOAD_BUDGET)));
    rows.extend(routes::rows()?);
    Ok(rows)
}

fn row(metric: String, bytes: u64, budget: Option<u64>) -> Row {
    let number = |bytes: u64| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    Row {
        metric,
        value: number(bytes),
        unit: "octets",
        budget: budget.map(number),
        floor: None,
        least: None,
        peer: None,
    }
}

#[expect(clippy::print_stdout, reason = "a table is what a bench is asked for")]
fn print(rows: &[Row]) {
    for row in rows {
        let budget = row.budget.map(|budget| format!("  (budget {budget})")).unwrap_or_default();
        let floor = row.floor.map(|floor| format!("  (plancher {floor:.1})")).unwrap_or_default();
        let least = row.least.map(|least| format!("  (au moins {least:.1})")).unwrap_or_default();
        let peer = row.peer.as_ref();
        let peer = peer.map(|peer| format!("  ({} {:.1})", peer.name, peer.value)).unwrap_or_default();
        let value = (row.value * 1000.0).round() / 1000.0;
        let holds = row.holds().map(|holds| if holds { "  tenu" } else { "  PAS TENU" }).unwrap_or_default();
        println!("{:<60} {value:>12} {}{budget}{floor}{least}{peer}{holds}", row.metric, row.unit);
    }
}

/// Address of a SQLite database that holds nothing yet.
fn fresh_database(name: &str) -> anyhow::Result<String> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.sqlite"));
    for tail in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{tail}", file.display()));
    }
    Ok(format!("sqlite://{}", file.display()))
}

fn report(name: &str, rows: &[Row]) -> anyhow::Result<()> {
    print(rows);
    let commit = crate::command::read(
        std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]).current_dir(root()),
    );
    let machine = format!("{} processeurs", std::thread::available_parallelism().map_or(0, usize::from));
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let mut line = json!({"metric": row.metric, "value": row.value, "unit": row.unit});
            if let Some(budget) = row.budget {
                line["budget"] = json!(budget);
            }
            if let Some(floor) = row.floor {
                line["floor"] = json!(floor);
            }
            if let Some(least) = row.least {
                line["least"] = json!(least);
            }
            if let Some(holds) = row.holds() {
                line["holds"] = json!(holds);
            }
            if let Some(peer) = &row.peer {
                line["peer"] = json!(peer.value);
                line["peer_name"] = json!(peer.name);
            }
            line
        })
        .collect();
    let commit = commit.map(|commit| commit.trim().to_owned()).unwrap_or_default();
    let report = json!({"bench": name, "commit": commit, "machine": machine, "rows": rows});
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(&report)?)?;
    Ok(())
}
