//! The native side: verdicts to compare, times to print.

mod alone;
mod around;
mod naive;
mod reckon;
mod survey;

use std::{collections::BTreeSet, process::ExitCode, time::Instant};

use form::Evaluation;
use naive::{Naive, Sheet};
use probe::{Desk, Digest, Dossier, NATIONAL, judged, verdict, verdict_of};

/// Dossiers in one digest.
const RUN: u32 = 500;
/// Blocks of twenty fields in the form that is typed in.
const BLOCKS: usize = 25;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let word = |place: usize| arguments.get(place).map(String::as_str);
    let count: u32 = word(1).and_then(|count| count.parse().ok()).unwrap_or(100);
    match word(0) {
        Some("verdict") => say(&verdict_of(count)),
        Some("naive") => return compare(count),
        Some("trame") => say(&of_steps(count)),
        Some("survey") => say(&survey::survey(&of_steps(count))),
        _ => say(&format!("{}\n{}", times(Desk::small(), count), times(Desk::big(), count))),
    }
    ExitCode::SUCCESS
}

/// The form of five hundred fields, in so many steps.
fn of_steps(count: u32) -> String {
    probe::big::trame(BLOCKS, BLOCKS / count.max(1) as usize)
}

/// Judges dossiers by the engine and by the reference, and writes a digest a run; the first that differs is told.
fn compare(count: u32) -> ExitCode {
    let sheet = Sheet::of(NATIONAL.trame());
    for first in (0..count).step_by(RUN as usize) {
        let mut digest = Digest::NOTHING;
        for seed in first..first + RUN {
            let dossier = Dossier::of(NATIONAL.trame(), seed);
            let evaluation = judged(&dossier);
            probe::write(&evaluation, &mut digest);
            let answers = dossier.settled();
            let [mut reference, mut engine] = [Digest::NOTHING, Digest::NOTHING];
            Naive::new(&sheet, &answers, &dossier.context).write(&mut reference).expect("a digest grows");
            verdict::write(&NATIONAL, &evaluation, &mut engine).expect("a digest grows");
            if reference.0 != engine.0 {
                differ(seed, &Naive::new(&sheet, &answers, &dossier.context), &evaluation);
                return ExitCode::FAILURE;
            }
        }
        say(&format!("{:016x}", digest.0));
    }
    ExitCode::SUCCESS
}

/// Tells what the reference and the engine found otherwise.
fn differ(seed: u32, naive: &Naive<'_>, evaluation: &Evaluation) {
    let (mut reference, mut engine) = (String::new(), String::new());
    naive.write(&mut reference).expect("a text grows");
    verdict::write(&NATIONAL, evaluation, &mut engine).expect("a text grows");
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (reference, engine) = (lines(&reference), lines(&engine));
    let told = |who: &str, line: &String| eprintln!("  {who} {line}");
    eprintln!("dossier {seed}\u{a0}: la référence et le moteur diffèrent");
    reference.difference(&engine).for_each(|line| told("référence", line));
    engine.difference(&reference).for_each(|line| told("moteur   ", line));
}

/// Median times of a form, whole then one change, in microseconds, and what counts in it.
fn times(mut desk: Desk, count: u32) -> String {
    let whole = median(count, |_| {
        desk.whole();
    });
    let change = median(count, |number| desk.change(number));
    format!("{whole} {change} {}", desk.counted())
}

fn median(count: u32, mut work: impl FnMut(usize)) -> f64 {
    let mut times: Vec<f64> = (0..count as usize)
        .map(|number| {
            let start = Instant::now();
            work(number);
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
fn say(line: &str) {
    println!("{line}");
}
