//! `typing`: key press to painted feedback in Chromium, beside SurveyJS showing the same form of 500 fields.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use serde_json::Value;

use super::{Peer, Row};
use crate::{
    browser::chromium,
    command::{hushed, read, run},
    npm, probe, root,
    server::{Running, alone},
};

/// Milliseconds at most, p95, by slow-down of the processor.
const BUDGETS: [(&str, f64); 2] = [("1", 16.0), ("4", 50.0)];

/// Rows of the form in 25 steps of twenty questions, then in one step of all of them.
pub(super) fn rows() -> anyhow::Result<Vec<Row>> {
    npm::packages()?;
    npm::packages_of("end2end/typing")?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "server", "--example", "typing"]);
    run(hushed(&mut cargo).current_dir(root()))?;
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let mut rows = Vec::new();
    for (steps, name) in [("25", "20 questions par étape"), ("1", "500 questions en une étape")] {
        let [trame, survey] = ["trame", "survey"].map(|kind| folder.join(format!("typing-{kind}-{steps}")));
        fs::write(&trame, probe::written("trame", steps)?)?;
        fs::write(&survey, probe::written("survey", steps)?)?;
        let figures = measured(&trame, &survey)?;
        for (slow, budget) in BUDGETS {
            rows.extend(of(name, slow, budget, &figures[slow])?);
        }
    }
    Ok(rows)
}

/// Milliseconds of both sides and of a page with nothing else.
fn measured(trame: &Path, survey: &PathBuf) -> anyhow::Result<Value> {
    let database = super::fresh_database("typing")?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut server = Command::new(root().join("target/debug/examples/typing"));
    let server = alone(server.arg(trame).current_dir(root()));
    let running = Running::start_as(server, port, &database)?;
    let mut node = Command::new("node");
    node.arg("measure.mjs").arg(format!("http://127.0.0.1:{port}")).arg(survey).arg(chromium()?);
    let printed = read(node.current_dir(root().join("end2end/typing")));
    drop(running);
    serde_json::from_str(&printed?).context("mesures illisibles")
}

/// Two rows for our page, beside a page with nothing else and `SurveyJS`, then how many times slower it is.
fn of(name: &str, slow: &str, budget: f64, figures: &Value) -> anyhow::Result<Vec<Row>> {
    let processor = if slow == "1" { String::new() } else { format!(", processeur {slow} fois plus lent") };
    let figure =
        |side: &str, key: &str| figures[side][key].as_f64().with_context(|| format!("{side} {key} manque"));
    let mut rows = Vec::new();
    for key in ["p50", "p95"] {
        let (ours, theirs) = (figure("ours", key)?, figure("surveyjs", key)?);
        let metric = format!("{name}{processor}\u{a0}: {key}");
        let (floor, budget) = (Some(figure("bare", key)?), (key == "p95").then_some(budget));
        let peer = Some(Peer { name: "SurveyJS", value: theirs });
        rows.push(Row { metric: metric.clone(), value: ours, unit: "ms", budget, floor, least: None, peer });
        let metric = format!("{metric}, SurveyJS sur nous");
        rows.push(Row {
            metric,
            value: theirs / ours,
            unit: "fois",
            budget: None,
            floor: None,
            least: None,
            peer: None,
        });
    }
    Ok(rows)
}
