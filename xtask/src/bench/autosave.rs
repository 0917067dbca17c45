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
    // One command for both: apart, each would build the database's crates with features of its own.
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "server", "--package", "store"]);
    cargo.args(["--example", "autosave", "--example", "floor"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let database = super::fresh_database("autosave")?;
    let mut rows = measured("SQLite", &database, &format!("{database}.floor?mode=rwc"))?;
    if let Some(cluster) = Cluster::start()? {
        rows.extend(measured("PostgreSQL", &cluster.url, &cluster.url)?);
    }
    Ok(rows)
}

fn measured(name: &str, url: &str, beside: &str) -> anyhow::Result<Vec<Row>> {
    let example = |name: &str| root().join("target/release/examples").join(name);
    let floor: f64 = read(Command::new(example("floor")).arg(beside))?.trim().parse()?;
    let printed = read(Command::new(example("autosave")).arg(url))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let figure = |key: &str| figures[key].as_f64().with_context(|| format!("{key} manque"));
    let row = |metric: &str, value: f64, unit, budget, least| Row {
        metric: format!("{name} : {metric}"),
        value,
        unit,
        budget,
        floor: None,
        least,
        peer: None,
    };
    let commits = "une ligne par validation durable, une connexion";
    Ok(vec![
        row(commits, floor, "lignes/s", None, None),
        row("dossiers à la fois", figure("desks")?, "", None, None),
        row("lots enregistrés, au plus", figure("batches")?, "lots/s", None, None),
        row("lots/s tenus, p99 sous 150 ms", figure("held")?, "lots/s", None, Some(floor)),
        row("à 200 lots/s, médiane", figure("p50")?, "ms", None, None),
        row("à 200 lots/s, p95", figure("p95")?, "ms", Some(50.0), None),
        row("à 200 lots/s, p99", figure("p99")?, "ms", Some(150.0), None),
    ])
}
