//! The folder of the browser's files, named by its content: an address never changes its meaning.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest, Sha256};

use crate::{
    command::{run, step},
    npm, root, style, wasm,
};

/// The scripts that are served as they are: what starts the browser's program, what shows the sources beside
/// it, and the keys of the queue.
const SCRIPTS: [(&str, &str); 3] = [
    ("start.js", include_str!("../../frontend/start.js")),
    ("beside.js", include_str!("../../frontend/beside.js")),
    ("queue.js", include_str!("../../frontend/queue.js")),
];

/// Files outside the browser's crates that decide what the site is.
const MAKERS: [&str; 7] = [
    "Cargo.lock",
    "Cargo.toml",
    "end2end/package-lock.json",
    "end2end/compress.mjs",
    "xtask/src/site.rs",
    "xtask/src/style.rs",
    "xtask/src/wasm.rs",
];

/// Builds the site unless nothing it is made of has changed; answers its folder.
pub fn build() -> anyhow::Result<PathBuf> {
    let site = root().join("target/site");
    let modules = step("paquets npm", npm::packages)?;
    let inputs = digest_of_inputs()?;
    let stamp = site.join("inputs");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == inputs) {
        eprintln!("→ fichiers du navigateur : à jour");
        return Ok(site);
    }
    let fresh = root().join("target/site-fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    wasm::build(&fresh, &modules)?;
    step("feuille de style", || style::build(&fresh, &modules))?;
    for (name, text) in SCRIPTS {
        fs::write(fresh.join(name), text)?;
    }
    step("compression", || compress(&fresh))?;
    let name = digest_of(&fresh)?;
    let pkg = site.join("pkg").join(&name);
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::create_dir_all(site.join("pkg"))?;
    fs::rename(&fresh, &pkg)?;
    fs::write(site.join("current"), &name)?;
    fs::write(stamp, inputs)?;
    Ok(site)
}

/// Compresses every file worth it, once and as much as can be.
fn compress(folder: &Path) -> anyhow::Result<()> {
    run(Command::new("node").arg(root().join("end2end/compress.mjs")).arg(folder))
}

/// The files of a folder, with their paths inside it, in order.
pub fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn digest_of(folder: &Path) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    for file in files(folder)? {
        hash.update(file.strip_prefix(folder)?.to_string_lossy().as_bytes());
        hash.update(fs::read(&file)?);
    }
    Ok(hex(&hash.finalize())[..16].to_owned())
}

/// Digest of all that the site is made of: sources of the browser's crates, style, versions.
fn digest_of_inputs() -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    for folder in ["app", "frontend", "style"] {
        for file in files(&root().join(folder))? {
            hash.update(file.strip_prefix(root())?.to_string_lossy().as_bytes());
            hash.update(fs::read(&file)?);
        }
    }
    for file in MAKERS {
        hash.update(fs::read(root().join(file))?);
    }
    Ok(hex(&hash.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
