//! Finding a compiler for the browser: the active toolchain, rustup, or Debian's packages.

use std::{path::Path, process::Command};

use anyhow::bail;

use crate::command::{answers, read, run};

/// A way to compile for `wasm32-unknown-unknown`.
pub enum Toolchain {
    /// The active toolchain has the target, and the standard library's source to build it smaller.
    Active,
    /// The active toolchain has the target only: the program works and is a tenth bigger.
    ActiveWithoutSource,
    /// Debian's compiler, which builds the standard library from its source.
    Debian,
}

/// Where a toolchain keeps its target for browsers, and its standard library's source.
const TARGET: &str = "lib/rustlib/wasm32-unknown-unknown/lib";
const SOURCE: &str = "lib/rustlib/src/rust/library/Cargo.lock";

/// Flags of the browser's program: views typed as boxes.
const FLAGS: &str = "--cfg erase_components";

/// Packages of Debian that make a compiler for the browser.
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// Finds a compiler for the browser, or installs one, or says what to do.
pub fn find() -> anyhow::Result<Toolchain> {
    if active_has(TARGET) {
        return Ok(active());
    }
    if debian_is_there() {
        return Ok(Toolchain::Debian);
    }
    eprintln!("  ce compilateur ne connaît pas le navigateur : recherche de la cible wasm32-unknown-unknown");
    if answers("rustup", &["target", "add", "wasm32-unknown-unknown"]) && active_has(TARGET) {
        return Ok(active());
    }
    if is_debian_root() && install().is_ok() && debian_is_there() {
        return Ok(Toolchain::Debian);
    }
    bail!(
        "il manque un compilateur pour le navigateur. Lancez « rustup target add wasm32-unknown-unknown », \
         ou, sur Debian, « apt-get install --no-install-recommends {} »",
        PACKAGES.join(" ")
    )
}

/// The active toolchain, with the standard library's source where it can be had.
fn active() -> Toolchain {
    if active_has(SOURCE) || (answers("rustup", &["component", "add", "rust-src"]) && active_has(SOURCE)) {
        Toolchain::Active
    } else {
        eprintln!("  source de la bibliothèque standard absente : le programme du navigateur sera plus gros");
        Toolchain::ActiveWithoutSource
    }
}

impl Toolchain {
    /// A cargo command of this toolchain.
    pub fn cargo(&self) -> Command {
        let mut cargo = match self {
            Self::Active | Self::ActiveWithoutSource => Command::new("cargo"),
            Self::Debian => {
                let path = std::env::var("PATH").unwrap_or_default();
                let mut cargo = Command::new("/usr/bin/cargo");
                cargo.env("PATH", format!("/usr/bin:{path}"));
                // Set by the cargo that runs this program: they would bring its compiler back.
                for name in ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "CARGO"] {
                    cargo.env_remove(name);
                }
                cargo
            }
        };
        cargo.arg("build").args(["--target", "wasm32-unknown-unknown"]);
        let mut flags = FLAGS.to_owned();
        if !matches!(self, Self::ActiveWithoutSource) {
            // A panic stops the program without a word: its texts are a tenth of what would be sent.
            flags += " -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
            cargo.env("RUSTC_BOOTSTRAP", "1");
            cargo.args(["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"]);
        }
        cargo.env("RUSTFLAGS", flags);
        cargo
    }
}

fn active_has(part: &str) -> bool {
    read(Command::new("rustc").args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| Path::new(sysroot.trim()).join(part).exists())
}

fn debian_is_there() -> bool {
    Path::new("/usr/bin/rust-lld").exists()
        && Path::new("/usr/bin/cargo").exists()
        && Path::new("/usr/lib/rustlib/src").exists()
}

fn is_debian_root() -> bool {
    Path::new("/etc/debian_version").exists() && answers("sh", &["-c", "test \"$(id -u)\" = 0"])
}

fn install() -> anyhow::Result<()> {
    eprintln!("  installation du compilateur de Debian");
    apt(&PACKAGES)
}

/// Installs packages of Debian.
fn apt(packages: &[&str]) -> anyhow::Result<()> {
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
    ]);
    run(install.args(packages).stdout(std::process::Stdio::null()))
}

/// Installs packages of Debian where that can be done; false where it cannot.
pub fn try_apt(packages: &[&str]) -> bool {
    is_debian_root() && apt(packages).is_ok()
}
