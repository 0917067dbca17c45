//! The native side: verdicts to compare, times to print.

use std::time::Instant;

use probe::{Desk, verdict};

#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let count: u32 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100);
    if command == "verdicts" {
        for seed in 0..count {
            println!("{}", verdict(seed));
        }
        return;
    }
    let mut desk = Desk::big();
    let whole = times(count, |_| {
        desk.whole();
    });
    let change = times(count, |number| desk.change(number));
    println!("{whole} {change} {}", desk.counted());
}

/// Median of the times of a piece of work, in microseconds.
fn times(count: u32, mut work: impl FnMut(usize)) -> f64 {
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
