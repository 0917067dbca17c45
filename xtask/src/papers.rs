//! The official papers under the eyes of programs that know PDF/UA, from `PyPI`, in an environment of their own.
//!
//! Two, written by different people: neither checks all that the standard lets a machine check. No one replaces a
//! person with a screen reader.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail, ensure};

use crate::{
    command::{answers, run},
    root,
    toolchain::try_apt,
};

/// The checkers and what they need, each at a version.
const PACKAGES: &str = include_str!("../papers.txt");

/// The papers that the tests draw.
const PAPERS: [&str; 4] = ["accuse-de-reception", "convention", "refus", "dossier"];

/// What a table is suspected of when it has more heads than data, as ours of two columns, which name each row.
const SUSPICION: &str = "TBL-010";

/// An empty folder for the tests to draw papers in.
pub fn folder() -> anyhow::Result<PathBuf> {
    let folder = root().join("target/papers");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Checks the papers that the tests have drawn.
pub fn check() -> anyhow::Result<()> {
    let folder = root().join("target/papers");
    let drawn: Vec<PathBuf> = PAPERS.map(|name| folder.join(format!("{name}.pdf"))).to_vec();
    for paper in &drawn {
        ensure!(paper.is_file(), "{} n'a pas été dessiné par les tests", paper.display());
    }
    let bin = checkers()?.join("bin");
    run(Command::new(bin.join("outloud")).args(["--no-info", "--skip", SUSPICION]).args(&drawn))?;
    run(Command::new(bin.join("pdfua")).arg("check").args(&drawn).stdout(Stdio::null()))
}

/// The environment of the checkers, installed anew when their list changed.
fn checkers() -> anyhow::Result<PathBuf> {
    let folder = root().join("target/pdfua");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == PACKAGES) {
        return Ok(folder);
    }
    // Debian keeps what makes environments in a package of its own.
    let is_made = made(&folder) || (try_apt(&["python3-venv"]) && made(&folder));
    if !is_made {
        bail!(
            "il manque Python (3.11 ou plus) avec venv pour vérifier les PDF : installez-les, puis recommencez"
        );
    }
    eprintln!("  installation des vérificateurs de PDF");
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(root().join("xtask/papers.txt"));
    run(&mut pip).context("les vérificateurs de PDF ne s'installent pas")?;
    fs::write(stamp, PACKAGES)?;
    Ok(folder)
}

fn made(folder: &Path) -> bool {
    answers("python3", &["-m", "venv", "--clear", &folder.to_string_lossy()])
}
