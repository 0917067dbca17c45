//! The form engine alone, native and in WebAssembly: same verdicts, and their time.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, bail, ensure};

use crate::{
    command::{hushed, read, run},
    root, toolchain, wasm,
};

/// Sequences of edits compared.
const SEEDS: &str = "300";

/// Times of one side, in microseconds: the whole form, then one change.
pub struct Times {
    /// Judging five hundred fields.
    pub whole: f64,
    /// Judging again after one answer changed.
    pub change: f64,
}

/// Fails when the two sides judge one sequence of edits differently.
pub fn compare() -> anyhow::Result<()> {
    let (native, browser) = (native("verdicts", SEEDS)?, browser("verdicts", SEEDS)?);
    for (one, two) in native.lines().zip(browser.lines()) {
        ensure!(
            one == two,
            "le navigateur et le serveur jugent autrement :\n  serveur    {one}\n  navigateur {two}"
        );
    }
    let (lines, expected) = (native.lines().count(), SEEDS.parse::<usize>()?);
    if lines != expected || browser.lines().count() != expected {
        bail!("{expected} verdicts attendus de chaque côté");
    }
    eprintln!("  {lines} suites de 30 modifications jugées de même");
    Ok(())
}

/// Times of both sides: native, WebAssembly.
pub fn times() -> anyhow::Result<(Times, Times)> {
    Ok((times_of(&native("times", "3000")?)?, times_of(&browser("times", "300")?)?))
}

fn times_of(line: &str) -> anyhow::Result<Times> {
    let mut numbers = line.split_whitespace().map(str::parse::<f64>);
    let mut next = || anyhow::Ok(numbers.next().context("un temps manque")??);
    Ok(Times { whole: next()?, change: next()? })
}

fn native(command: &str, count: &str) -> anyhow::Result<String> {
    run(hushed(Command::new("cargo").args(["build", "--release", "--package", "probe"])).current_dir(root()))?;
    read(Command::new(root().join("target/release/probe")).args([command, count]))
}

fn browser(command: &str, count: &str) -> anyhow::Result<String> {
    let folder = build()?;
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
