//! `papers`: drawing the official papers of a dossier whose every question is answered.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{
    command::{hushed, read, run},
    npm, root,
};

/// Milliseconds that a paper may take, p95 (design §8).
const DRAWING: f64 = 1_000.0;

/// Rows of each paper.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "documents", "--example", "papers"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let fonts = npm::packages()?.join("@gouvfr/dsfr/dist/fonts");
    let printed = read(Command::new(root().join("target/release/examples/papers")).arg(fonts))?;
    let figures: Vec<Value> = serde_json::from_str(&printed).context("mesures illisibles")?;
    let mut rows = Vec::new();
    for figure in &figures {
        let paper = figure["name"].as_str().context("une mesure sans nom")?;
        let mut add = |what: &str, key: &str, unit, budget| {
            rows.extend(
                figure[key].as_f64().map(|value| Row::of(format!("{paper}, {what}"), value, unit, budget)),
            );
        };
        add("poids", "bytes", "octets", None);
        add("la première fois", "first", "ms", None);
        add("médiane", "p50", "ms", None);
        add("p95", "p95", "ms", Some(DRAWING));
        add("p99", "p99", "ms", None);
    }
    Ok(rows)
}
