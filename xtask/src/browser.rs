//! The browser of the tests.

use std::{path::Path, time::Duration};

use anyhow::bail;

use crate::toolchain::try_apt;

/// Path of a Chromium, installed where that can be done.
pub fn chromium() -> anyhow::Result<String> {
    if let Ok(path) = std::env::var("CHROMIUM") {
        return Ok(path);
    }
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = || places.iter().find(|place| Path::new(place).exists()).map(|place| (*place).to_owned());
    if let Some(path) = found() {
        return Ok(path);
    }
    eprintln!("  installation de Chromium");
    if try_apt(&["chromium"])
        && let Some(path) = found()
    {
        return Ok(path);
    }
    bail!("il manque Chromium : installez-le, ou donnez son chemin dans CHROMIUM")
}

/// Waits a little for another program.
#[expect(clippy::disallowed_methods, reason = "another program gives no event to wait on")]
pub fn pause(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}
