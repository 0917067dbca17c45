//! `chaos`: people type while the service is killed, the network fails, the database goes; what was acknowledged
//! is there, once, in order.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    postgres::Cluster,
    root,
};

/// How much of each trial.
pub struct Amounts {
    kills: u32,
    /// Seconds on a bad line.
    line: u32,
    /// Seconds without a database.
    database: u32,
}

/// What a bench tries.
pub const BENCH: Amounts = Amounts { kills: 1_000, line: 60, database: 60 };
/// What every test tries.
pub const TEST: Amounts = Amounts { kills: 50, line: 10, database: 8 };
/// Where the draws begin: the same run twice.
const SEED: u64 = 20_261_126;

/// Every trial on both databases; an error when something acknowledged is not kept.
pub fn rows(amounts: &Amounts) -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "server", "--example", "chaos"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let mut rows = Vec::new();
    for trial in amounts.trials() {
        rows.extend(measured("SQLite", &super::fresh_database("chaos")?, &trial)?);
        if let Some(cluster) = Cluster::start()? {
            rows.extend(measured("PostgreSQL", &cluster.url, &trial)?);
        }
    }
    Ok(rows)
}

/// One trial: its name here and in French, its amount and the unit of it.
type Trial = (&'static str, &'static str, u32, &'static str);

impl Amounts {
    fn trials(&self) -> [Trial; 3] {
        [
            ("kills", "arrêts brutaux", self.kills, ""),
            ("line", "mauvais réseau", self.line, "s"),
            ("database", "base absente", self.database, "s"),
        ]
    }
}

fn measured(base: &str, url: &str, (trial, name, amount, unit): &Trial) -> anyhow::Result<Vec<Row>> {
    let target = root().join("target/debug");
    let mut chaos = Command::new(target.join("examples/chaos"));
    chaos
        .args([trial, url])
        .arg(target.join("conventionnement"))
        .args([amount.to_string(), SEED.to_string()]);
    let printed = read(chaos.current_dir(root()))?;
    let figures: Value = serde_json::from_str(&printed).context("mesures illisibles")?;
    let named = |what: &str| format!("{base}, {name} : {what}");
    let row = |metric: &str, key: &str, budget: Option<f64>| {
        let value = figures[key].as_f64().with_context(|| format!("{key} manque"))?;
        anyhow::Ok(Row {
            metric: named(metric),
            value,
            unit: "",
            budget,
            floor: None,
            least: None,
            peer: None,
        })
    };
    let tried = Row {
        metric: named("épreuve"),
        value: f64::from(*amount),
        unit,
        budget: None,
        floor: None,
        least: None,
        peer: None,
    };
    Ok(vec![
        tried,
        row("attente la plus longue, en secondes", "longest", None)?,
        row("modifications confirmées", "acknowledged", None)?,
        row("lots envoyés plus d’une fois", "resent", None)?,
        row("pages revenues avec leur seul journal", "reborn", None)?,
        row("mises de côté, à choisir", "asides", None)?,
        row("étapes confirmées", "confirmed", None)?,
        row("confirmations refusées, l’étape ayant changé", "moved", None)?,
        row("confirmations envoyées plus d’une fois", "retold", None)?,
        row("perdues", "lost", Some(0.0))?,
        row("en double", "doubled", Some(0.0))?,
        row("dans le désordre", "disordered", Some(0.0))?,
        row("écrasées sans avoir été vues", "overwritten", Some(0.0))?,
        row("confirmations refusées mais inscrites, ou de ce qui n’avait pas été vu", "mistaken", Some(0.0))?,
        row("journaux rompus", "broken", Some(0.0))?,
    ])
}
