//! `queue`: pages of a service's queue over the dossiers of five years, and of fifty.

use std::{fs, process::Command};

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// Dossiers, and milliseconds that a page may take over them, p95. `DOSSIERS` chooses one of them.
const SIZES: [(u32, f64); 2] = [(50_000, 200.0), (500_000, 300.0)];

/// Statements that a page may take (design §8).
const MOST_STATEMENTS: f64 = 12.0;

/// Rows of both databases, at each size.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "server", "--example", "queue"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let chosen: Option<u32> = std::env::var("DOSSIERS").ok().map(|text| text.parse()).transpose()?;
    let mut rows = Vec::new();
    for (dossiers, budget) in
        SIZES.into_iter().filter(|(size, _)| chosen.is_none_or(|chosen| chosen == *size))
    {
        let url = super::fresh_database("queue")?;
        rows.extend(measured("SQLite", &url, dossiers, budget)?);
        // Some gigabytes, that nobody asks for again.
        for tail in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{tail}", url.trim_start_matches("sqlite://")));
        }
        if let Some(cluster) = Cluster::start()? {
            rows.extend(measured("PostgreSQL", &cluster.url, dossiers, budget)?);
        }
    }
    Ok(rows)
}

fn measured(name: &str, url: &str, dossiers: u32, budget: f64) -> anyhow::Result<Vec<Row>> {
    let example = root().join("target/release/examples/queue");
    let printed = read(Command::new(example).args([url, &dossiers.to_string()]))?;
    let figures: Vec<Value> = serde_json::from_str(&printed).context("mesures illisibles")?;
    let mut rows = Vec::new();
    for figure in &figures {
        let what = figure["name"].as_str().context("une mesure sans nom")?;
        let mut add = |share: &str, key: &str, unit, budget| {
            rows.extend(
                figure[key]
                    .as_f64()
                    .map(|value| Row::of(format!("{name} {dossiers} : {what}{share}"), value, unit, budget)),
            );
        };
        add("", "seconds", "s", None);
        add("", "statements", "requêtes", Some(MOST_STATEMENTS));
        add(", médiane", "p50", "ms", None);
        add(", p95", "p95", "ms", Some(budget));
        add(", p99", "p99", "ms", None);
    }
    Ok(rows)
}
