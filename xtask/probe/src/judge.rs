//! The engine's verdict on invented dossiers.

use std::sync::LazyLock;

use form::{Evaluation, Program, trame::read_trame};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{dossier::Dossier, verdict};

/// The national trame, compiled.
pub static NATIONAL: LazyLock<Program> = LazyLock::new(|| {
    let text = include_str!("../../../server/trames/dossier-2.toml");
    let trame = read_trame(text).expect("the national trame holds together");
    Program::compile(trame).expect("it has no cycle")
});

/// The engine's verdict on a dossier: judged whole, then again change by change.
#[must_use]
pub fn judged(dossier: &Dossier) -> Evaluation {
    let Dossier { answers, changes, context } = dossier;
    let mut evaluation = NATIONAL.evaluate(answers, context);
    for change in changes {
        NATIONAL.update(&mut evaluation, std::slice::from_ref(change), context);
    }
    evaluation
}

/// Writes a verdict, and the sentences of its findings.
pub fn write(evaluation: &Evaluation, out: &mut dyn std::fmt::Write) {
    verdict::write(&NATIONAL, evaluation, out).expect("a text grows");
    for issue in NATIONAL.issues(evaluation) {
        writeln!(out, "# {}", issue.text).expect("a text grows");
    }
}

/// The verdict on the dossier of a seed, in words.
#[must_use]
#[wasm_bindgen]
pub fn verdict_of(seed: u32) -> String {
    let mut text = String::new();
    write(&judged(&Dossier::of(NATIONAL.trame(), seed)), &mut text);
    text
}

/// A digest of the verdicts on a run of dossiers, in hexadecimal.
#[must_use]
#[wasm_bindgen]
pub fn digest_of(first: u32, count: u32) -> String {
    let mut digest = verdict::Digest::NOTHING;
    for seed in first..first + count {
        write(&judged(&Dossier::of(NATIONAL.trame(), seed)), &mut digest);
    }
    format!("{:016x}", digest.0)
}
