//! `import`: a delivery of the size of the country through the real command, reading and writing; then dossiers
//! opened with what it left in the database.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use anyhow::{Context, ensure};
use serde_json::Value;

use super::Row;
use crate::{
    browser::pause,
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// What is invented: structures, years before the last; with their months, three million statements.
const STRUCTURES: &str = "5000";
const YEARS: &str = "8";
/// Seconds and megabytes that the import may take.
const SECONDS: f64 = 10.0;
const MEGABYTES: f64 = 200.0;
/// Milliseconds that opening a dossier may take, p95.
const OPENING: f64 = 50.0;
/// Milliseconds between two looks at the memory of the command.
const LOOK: u64 = 5;

/// Rows of both databases.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "server", "--package", "store"]);
    cargo.args(["--bin", "conventionnement", "--example", "prefill"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let files = delivery()?;
    let mut rows = measured("SQLite", &super::fresh_database("import")?, &files)?;
    if let Some(cluster) = Cluster::start()? {
        rows.extend(measured("PostgreSQL", &cluster.url, &files)?);
    }
    Ok(rows)
}

fn release(name: &str) -> Command {
    let mut command = Command::new(root().join("target/release").join(name));
    command.current_dir(root()).env("RUST_LOG", "warn");
    command
}

/// The files of the delivery, written once.
fn delivery() -> anyhow::Result<Vec<PathBuf>> {
    let folder = root().join("target/bench/livraison");
    if !folder.join("entiere").exists() {
        let mut write = release("conventionnement");
        write.arg("demo-delivery").arg(&folder).args(["--structures", STRUCTURES, "--years", YEARS]);
        read(write.arg("--months"))?;
        fs::write(folder.join("entiere"), "")?;
    }
    let entries = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    Ok(files)
}

fn measured(name: &str, url: &str, files: &[PathBuf]) -> anyhow::Result<Vec<Row>> {
    // The structure of the database is not part of the import.
    read(release("conventionnement").arg("migrate").env("DATABASE_URL", url))?;
    let start = Instant::now();
    let mut import = release("conventionnement");
    import.args(["import", "asp"]).args(files).env("DATABASE_URL", url).stdout(Stdio::null());
    let child = import.spawn().context("l'import ne se lance pas")?;
    let peak = ended(child)?;
    let seconds = start.elapsed().as_secs_f64();
    let printed = read(release("examples/prefill").arg(url))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let figure = |key: &str| figures[key].as_f64().with_context(|| format!("{key} manque"));
    let row = |metric: &str, value: f64, unit, budget| Row {
        metric: format!("{name} : {metric}"),
        value,
        unit,
        budget,
        floor: None,
        least: None,
        peer: None,
    };
    let mut rows = vec![row("livraison nationale importée", seconds, "s", Some(SECONDS))];
    rows.extend(peak.map(|peak| row("mémoire de l’import, au plus", peak, "Mo", Some(MEGABYTES))));
    rows.extend([
        row("dossiers ouverts", figure("dossiers")?, "dossiers", None),
        row("réponses reprises à l’ouverture, en moyenne", figure("answers")?, "réponses", None),
        row("ouvrir un dossier prérempli, médiane", figure("p50")?, "ms", None),
        row("ouvrir un dossier prérempli, p95", figure("p95")?, "ms", Some(OPENING)),
        row("ouvrir un dossier prérempli, p99", figure("p99")?, "ms", None),
    ]);
    Ok(rows)
}

/// Waits for a program; the most memory it held, in megabytes, where the system tells it.
fn ended(mut child: Child) -> anyhow::Result<Option<f64>> {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    let ended = loop {
        // It only grows: what was told last is the peak, but for the last few milliseconds.
        peak = held(&status).or(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        pause(LOOK);
    };
    ensure!(ended.success(), "l'import a échoué ({ended})");
    Ok(peak)
}

/// `VmHWM` of a process, in megabytes.
fn held(status: &Path) -> Option<f64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
