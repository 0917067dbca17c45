//! The form engine alone, native and in WebAssembly: same verdicts as each other and as a reference, and their time.

use std::{path::PathBuf, process::Command, thread};

use anyhow::{Context, anyhow, ensure};

use crate::{
    command::{hushed, read, run},
    root, toolchain, wasm,
};

/// Dossiers compared by every test.
pub const COMPARED: u32 = 100_000;
/// Dossiers in one digest, as the probe writes them.
const RUN: usize = 500;

/// Times of one side on a form, in microseconds: the whole form, then one change.
pub struct Times {
    /// Judging every field.
    pub whole: f64,
    /// Judging again after one answer changed.
    pub change: f64,
}

/// Judges invented dossiers of the national trame three ways: the reference, native, and in WebAssembly.
///
/// Fails on the first that is not judged the same.
pub fn compare(count: u32) -> anyhow::Result<()> {
    build_native()?;
    let folder = build()?;
    let count_text = count.to_string();
    let (here, there) = thread::scope(|scope| {
        let browser = scope.spawn(|| browser(&folder, "digests", &count_text));
        let native = native("naive", &count_text);
        (native, browser.join().map_err(|_| anyhow!("le moteur en WebAssembly s'est arrêté")))
    });
    let (here, there) = (here?, there??);
    let runs = usize::try_from(count)?.div_ceil(RUN);
    ensure!(here.lines().count() == runs && there.lines().count() == runs, "{runs} empreintes attendues");
    for (place, (one, other)) in here.lines().zip(there.lines()).enumerate() {
        if one != other {
            return Err(first_difference(&folder, place * RUN)?);
        }
    }
    eprintln!("  {count} dossiers jugés de même par la référence, le serveur et le navigateur");
    Ok(())
}

/// The first dossier of a run that both sides judge otherwise, in words.
fn first_difference(folder: &PathBuf, first: usize) -> anyhow::Result<anyhow::Error> {
    for seed in first..first + RUN {
        let seed = seed.to_string();
        let (one, other) = (native("verdict", &seed)?, browser(folder, "verdict", &seed)?);
        let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        if let Some((one, other)) = lines {
            return Ok(anyhow!("dossier {seed}\u{a0}:\n  serveur    {one}\n  navigateur {other}"));
        }
    }
    Ok(anyhow!(
        "les empreintes diffèrent et aucun verdict\u{a0}: le dossier dépend de l'ordre des précédents"
    ))
}

/// Times of a form of 120 fields, then of one of 500: native, WebAssembly.
pub fn times() -> anyhow::Result<[(Times, Times); 2]> {
    build_native()?;
    let folder = build()?;
    let (here, there) = (native("times", "3000")?, browser(&folder, "times", "300")?);
    let mut pairs =
        here.lines().zip(there.lines()).map(|(one, other)| Ok((times_of(one)?, times_of(other)?)));
    let mut next = || pairs.next().unwrap_or_else(|| Err(anyhow!("un temps manque")));
    Ok([next()?, next()?])
}

/// What the native side writes of a kind, for a number.
pub fn written(kind: &str, count: &str) -> anyhow::Result<String> {
    build_native()?;
    native(kind, count)
}

fn times_of(line: &str) -> anyhow::Result<Times> {
    let mut numbers = line.split_whitespace().map(str::parse::<f64>);
    let mut next = || anyhow::Ok(numbers.next().context("un temps manque")??);
    Ok(Times { whole: next()?, change: next()? })
}

fn build_native() -> anyhow::Result<()> {
    run(hushed(Command::new("cargo").args(["build", "--release", "--package", "probe"])).current_dir(root()))
}

fn native(command: &str, count: &str) -> anyhow::Result<String> {
    read(Command::new(root().join("target/release/probe")).args([command, count]))
}

fn browser(folder: &PathBuf, command: &str, count: &str) -> anyhow::Result<String> {
    read(Command::new("node").arg(root().join("end2end/probe.mjs")).arg(folder).args([command, count]))
}

fn build() -> anyhow::Result<PathBuf> {
    let target = root().join("target/front");
    let mut cargo = toolchain::find()?.cargo();
    hushed(&mut cargo).args(["--package", "probe", "--lib", "--profile", "wasm-release", "--target-dir"]);
    run(cargo.arg(&target).current_dir(root()))?;
    let folder = root().join("target/probe");
    wasm::bind(&target.join("wasm32-unknown-unknown/wasm-release/probe.wasm"), "probe", &folder)?;
    Ok(folder)
}
