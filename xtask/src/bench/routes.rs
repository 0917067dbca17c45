//! What the first load of each route weighs on the wire, measured in Chromium.

use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::{browser::chromium, command::read, npm, root, server::Running};

/// Bytes of WebAssembly and of everything, at most, by kind of route: a form page is held by its files
/// (`bundle`), headers of answers and what its dossier says aside (the more sources tell, the more it says); the
/// other pages are read, and have no program.
fn budget(route: &str) -> (f64, f64) {
    match route {
        "/dossiers/{id}/etapes/{cle}" => (301_000.0, 520_000.0),
        _ => (0.0, 250_000.0),
    }
}

/// Two rows a route.
pub(super) fn rows() -> anyhow::Result<Vec<Row>> {
    npm::packages()?;
    let database = super::fresh_database("routes")?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let running = Running::start(port, &database)?;
    let mut weigh = Command::new("node");
    weigh.arg("weigh.mjs").current_dir(root().join("end2end"));
    weigh.env("BASE_URL", format!("http://127.0.0.1:{port}")).env("CHROMIUM", chromium()?);
    let printed = read(&mut weigh);
    drop(running);
    let weights: Value = serde_json::from_str(&printed?).context("mesures illisibles")?;
    let weights = weights.as_object().context("mesures illisibles")?;
    let mut rows = Vec::new();
    for (route, weight) in weights {
        let (wasm, all) = budget(route);
        for (what, key, budget) in [("WebAssembly", "wasm", wasm), ("en tout", "all", all)] {
            rows.push(Row {
                metric: format!("{route} : {what}, reçu"),
                value: weight[key].as_f64().with_context(|| format!("{key} manque"))?,
                unit: "octets",
                budget: Some(budget),
                floor: None,
                least: None,
                peer: None,
            });
        }
    }
    Ok(rows)
}
