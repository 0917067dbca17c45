//! `inventory`: counting the dossiers sent, and the page that adds them up, over a country's dossiers.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// Dossiers sent: the structures of the country.
const DOSSIERS: &str = "5000";

/// Rows of both databases.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "server", "--example", "inventory"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let mut rows = measured("SQLite", &super::fresh_database("inventory")?)?;
    if let Some(cluster) = Cluster::start()? {
        rows.extend(measured("PostgreSQL", &cluster.url)?);
    }
    Ok(rows)
}

fn measured(name: &str, url: &str) -> anyhow::Result<Vec<Row>> {
    let example = root().join("target/release/examples/inventory");
    let printed = read(Command::new(example).args([url, DOSSIERS]))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let figure = |key: &str| figures[key].as_f64().with_context(|| format!("{key} manque"));
    let row =
        |metric: &str, value: f64, unit, budget| Row::of(format!("{name} : {metric}"), value, unit, budget);
    Ok(vec![
        row("dossiers transmis comptés", figure("counted")?, "dossiers", None),
        row("compter un dossier", figure("each")?, "ms", None),
        row("page de l’inventaire, médiane", figure("p50")?, "ms", None),
        row("page de l’inventaire, p95", figure("p95")?, "ms", Some(150.0)),
    ])
}
