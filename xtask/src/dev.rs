//! `dev`: rebuilds and starts again at each save.

use std::{process::Child, time::SystemTime};

use crate::{browser::pause, root, server, site};

/// Watches the sources; a mistake is shown and the last good server goes on.
pub fn dev(arguments: &[String]) -> anyhow::Result<()> {
    let mut seen = SystemTime::UNIX_EPOCH;
    let mut running: Option<Child> = None;
    loop {
        let newest = newest()?;
        if newest > seen {
            seen = newest;
            if let Err(error) = server::build() {
                eprintln!("✗ {error:#}");
            } else {
                stop(running.take());
                running = Some(start(arguments)?);
            }
        }
        pause(400);
    }
}

fn stop(running: Option<Child>) {
    if let Some(mut child) = running {
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn start(arguments: &[String]) -> anyhow::Result<Child> {
    let mut binary = server::binary();
    if arguments.is_empty() {
        binary.args(["serve", "--demo"]);
    } else {
        binary.args(arguments);
    }
    let child = binary.spawn()?;
    eprintln!("\n  http://127.0.0.1:3000, relancé à chaque enregistrement (Ctrl+C pour arrêter)\n");
    Ok(child)
}

fn newest() -> anyhow::Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for folder in ["app", "frontend", "server", "style"] {
        for file in site::files(&root().join(folder))? {
            newest = newest.max(std::fs::metadata(file)?.modified()?);
        }
    }
    Ok(newest)
}
