//! `autosave`: batches saved a second through the real use case, beside the machine's own durable commits.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// Rows of both databases.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    run(hushed(Command::new("cargo").args([
        "build",
        "--release",
        "--package",
        "server",
        "--example",
        "autosave",
    ]))
    .current_dir(root()))?;
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("autosave.sqlite");
    for tail in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{tail}", file.display()));
    }
    let mut rows = measured("SQLite", &format!("sqlite://{}", file.display()))?;
    if let Some(cluster) = Cluster::start() {
        rows.extend(measured("PostgreSQL", &cluster.url)?);
    }
    Ok(rows)
}

fn measured(name: &str, url: &str) -> anyhow::Result<Vec<Row>> {
    let printed = read(Command::new(root().join("target/release/examples/autosave")).arg(url))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let figure = |key: &str| figures[key].as_f64().with_context(|| format!("{key} manque"));
    let row = |metric: &str, value: f64, unit, budget, floor| Row {
        metric: format!("{name} : {metric}"),
        value,
        unit,
        budget,
        floor,
    };
    Ok(vec![
        row("lots enregistrés, au plus", figure("batches")?, "lots/s", None, Some(figure("floor")?)),
        row("à 200 lots/s, médiane", figure("p50")?, "ms", None, None),
        row("à 200 lots/s, p95", figure("p95")?, "ms", Some(50.0), None),
        row("à 200 lots/s, p99", figure("p99")?, "ms", Some(150.0), None),
    ])
}
