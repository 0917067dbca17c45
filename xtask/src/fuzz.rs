//! `fuzz`: texts drawn by libFuzzer, guided by what they reach, against the form engine.
//!
//! The targets are those of `cargo fuzz` (`app/form/fuzz`); this runs them with the stable compiler.

use std::{fs, num::ParseIntError, process::Command};

use anyhow::{Context, bail};

use crate::{
    command::{answers, hushed, read, run},
    root, toolchain,
};

/// Seconds that every test spends on it.
pub const A_MINUTE: u32 = 60;

/// Targets, in the order they run.
const TARGETS: [&str; 3] = ["expression", "trame", "answers"];

/// What makes the compiler tell the fuzzer which parts of the program a text reaches.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions";

/// Runs every target, each its share of the time; fails on the first text that an engine cannot take.
pub fn fuzz(seconds: Result<u32, ParseIntError>) -> anyhow::Result<()> {
    let seconds = seconds.context("la durée est un nombre de secondes")?;
    if !answers("c++", &["--version"]) && !toolchain::try_apt(&["g++"]) {
        bail!("il manque un compilateur C++ (c++)\u{a0}: sur Debian, « apt-get install g++ »");
    }
    let version = read(Command::new("rustc").arg("-vV"))?;
    let host =
        version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc ne dit pas sa cible")?;
    let (folder, target) = (root().join("app/form/fuzz"), root().join("target/fuzz"));
    let mut build = Command::new("cargo");
    hushed(build.args(["build", "--release", "--target", host, "--target-dir"]).arg(&target));
    run(build.env("RUSTFLAGS", FLAGS).current_dir(&folder))?;
    let share = (seconds / 3).max(1);
    for name in TARGETS {
        let corpus = target.join("corpus").join(name);
        fs::create_dir_all(&corpus)?;
        let mut fuzzer = Command::new(target.join(host).join("release").join(name));
        fuzzer.arg(format!("-max_total_time={share}"));
        fuzzer.args(["-print_final_stats=1", "-timeout=10", "-verbosity=0"]);
        fuzzer.arg(format!("-artifact_prefix={}/{name}-", target.display())).arg(&corpus);
        let seeds = folder.join("seeds").join(name);
        if seeds.exists() {
            fuzzer.arg(seeds);
        }
        tell(name, &mut fuzzer)?;
    }
    Ok(())
}

/// Runs a target; how many texts it took, or what it says of the one it could not.
fn tell(name: &str, fuzzer: &mut Command) -> anyhow::Result<()> {
    let output = fuzzer.output().with_context(|| format!("la cible {name} ne se lance pas"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let tail: Vec<&str> = said.lines().rev().take(40).collect();
        bail!("{name}\u{a0}:\n{}", tail.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    let count = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    eprintln!("  {name}\u{a0}: {} textes", count.unwrap_or_default().trim());
    Ok(())
}
