//! `import`: a delivery of the size of the country through the real command, reading and writing; then dossiers
//! opened with what it left in the database.

use std::{
    fs,
    io::Read,
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

/// What is invented: structures, years before the last. With 5,000 structures, statements would be some short of their
/// three millions.
const STRUCTURES: &str = "5200";
const YEARS: &str = "8";
/// Structures, rows of annexes and monthly statements of a delivery of the size of the country, at least.
const COUNTRY: [f64; 3] = [5_000.0, 60_000.0, 3_000_000.0];
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

/// The files of the delivery, written once for a size.
fn delivery() -> anyhow::Result<Vec<PathBuf>> {
    let folder = root().join("target/bench/livraison");
    let (whole, size) = (folder.join("entiere"), format!("{STRUCTURES} {YEARS}"));
    if fs::read_to_string(&whole).ok().as_ref() != Some(&size) {
        // What is being written over is not whole until it ends.
        let _ = fs::remove_file(&whole);
        let mut write = release("conventionnement");
        write.arg("demo-delivery").arg(&folder).args(["--structures", STRUCTURES, "--years", YEARS]);
        read(write.arg("--months"))?;
        fs::write(&whole, size)?;
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
    import.args(["import", "asp"]).args(files).env("DATABASE_URL", url).stdout(Stdio::piped());
    let mut child = import.spawn().context("l'import ne se lance pas")?;
    let mut output = child.stdout.take().context("l'import n'est pas entendu")?;
    let peak = ended(child)?;
    let seconds = start.elapsed().as_secs_f64();
    let mut told = String::new();
    // A few lines, that the pipe held meanwhile.
    output.read_to_string(&mut told)?;
    let printed = read(release("examples/prefill").arg(url))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let figure = |key: &str| figures[key].as_f64().with_context(|| format!("{key} manque"));
    let row =
        |metric: &str, value: f64, unit, budget| Row::of(format!("{name} : {metric}"), value, unit, budget);
    let counts =
        ["structures", "annexes", "lignes mensuelles"].into_iter().zip(imported(&told)?).zip(COUNTRY);
    let mut rows: Vec<Row> = counts
        .map(|((what, count), least)| Row { least: Some(least), ..row(what, count, "lignes", None) })
        .collect();
    for counted in &rows {
        let Row { metric, value, .. } = counted;
        ensure!(
            counted.holds() == Some(true),
            "{metric}, {value} : la livraison n'est pas de la taille du pays"
        );
    }
    rows.push(row("livraison nationale importée", seconds, "s", Some(SECONDS)));
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

/// The rows that went in, as the command tells them: structures, annexes, monthly statements.
fn imported(told: &str) -> anyhow::Result<[f64; 3]> {
    let statements = told.lines().find_map(|line| line.split_once(" états mensuels lus"));
    let number = |found: Option<(&str, &str)>| {
        let count = found.and_then(|(count, _)| count.parse::<f64>().ok());
        count.with_context(|| format!("l'import ne dit pas tout ce qu'il a lu :\n{told}"))
    };
    Ok([number(rows_of(told, "Structure"))?, number(rows_of(told, "AnnexeFinanciere"))?, number(statements)?])
}

/// What is told of the file of a view, cut after its number of rows.
fn rows_of<'t>(told: &'t str, view: &str) -> Option<(&'t str, &'t str)> {
    let name = format!("fluxIAE_{view}_");
    let line = told.lines().find(|line| line.contains(&name))?;
    line.rsplit_once(".csv: ")?.1.split_once(" lignes importées")
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
