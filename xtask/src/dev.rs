//! `dev`: rebuilds and starts again at each save.

use std::time::SystemTime;

use crate::{browser::pause, root, server, site};

/// Watches the sources; a mistake is shown and the last good server goes on.
pub fn dev(arguments: &[String]) -> anyhow::Result<()> {
    let mut seen = SystemTime::UNIX_EPOCH;
    let mut running: Option<std::process::Child> = None;
    loop {
        let newest = newest()?;
        if newest > seen {
            seen = newest;
            match server::build() {
                Err(error) => eprintln!("✗ {error:#}"),
                Ok(()) => {
                    if let Some(mut child) = running.take() {
                        let _ = child.kill();
                        let _ = child.wait();
                    }
                    let mut binary = server::binary();
                    if arguments.is_empty() {
                        binary.args(["serve", "--demo"]);
                    } else {
                        binary.args(arguments);
                    }
                    running = Some(binary.spawn()?);
                    eprintln!(
                        "\n  http://127.0.0.1:3000, relancé à chaque enregistrement (Ctrl+C pour arrêter)\n"
                    );
                }
            }
        }
        pause(400);
    }
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
