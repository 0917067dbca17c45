//! `chaos`: the service killed while people type; what was acknowledged is there, once, in order.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// Kills of a bench.
pub const MANY: u32 = 1_000;
/// Kills of every test.
pub const SOME: u32 = 50;
/// Where the draws begin: the same run twice.
const SEED: u64 = 20_261_126;

/// Kills the service on both databases; an error when something acknowledged is not kept.
pub fn rows(kills: u32) -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "server", "--example", "chaos"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let mut rows = measured("SQLite", &super::fresh_database("chaos")?, kills)?;
    if let Some(cluster) = Cluster::start() {
        rows.extend(measured("PostgreSQL", &cluster.url, kills)?);
    }
    Ok(rows)
}

fn measured(name: &str, url: &str, kills: u32) -> anyhow::Result<Vec<Row>> {
    let target = root().join("target/debug");
    let mut chaos = Command::new(target.join("examples/chaos"));
    chaos.arg(url).arg(target.join("conventionnement")).arg(kills.to_string()).arg(SEED.to_string());
    let printed = read(chaos.current_dir(root()))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let row = |metric: &str, key: &str, budget: Option<f64>| {
        let value = figures[key].as_f64().with_context(|| format!("{key} manque"))?;
        let metric = format!("{name} : {metric}");
        anyhow::Ok(Row { metric, value, unit: "", budget, floor: None, peer: None })
    };
    Ok(vec![
        row("arrêts brutaux", "kills", None)?,
        row("modifications confirmées", "acknowledged", None)?,
        row("lots envoyés plus d’une fois", "resent", None)?,
        row("perdues", "lost", Some(0.0))?,
        row("en double", "doubled", Some(0.0))?,
        row("dans le désordre", "disordered", Some(0.0))?,
        row("journaux rompus", "broken", Some(0.0))?,
    ])
}
