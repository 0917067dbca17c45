//! The npm packages: design system, optimiser, browser tests.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, bail};

use crate::{
    command::{answers, run},
    root,
};

/// Folder of the installed packages, installed anew when the lock file changed.
pub fn packages() -> anyhow::Result<PathBuf> {
    packages_of("end2end")
}

/// The same, of a folder of the project.
pub fn packages_of(folder: &str) -> anyhow::Result<PathBuf> {
    let folder = root().join(folder);
    let modules = folder.join("node_modules");
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{}/package-lock.json manque", folder.display()))?;
    let stamp = modules.join(".installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    if !answers("npm", &["--version"]) {
        bail!("il manque Node.js et npm (version 20 ou plus) : installez-les, puis recommencez");
    }
    eprintln!("  installation des paquets npm");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").stdout(std::process::Stdio::null()))?;
    fs::write(stamp, lock)?;
    Ok(modules)
}
