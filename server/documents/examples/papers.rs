//! How long official papers take to draw, printed as JSON: run by `cargo xtask bench papers`.
//!
//! `papers FONTS`: the four papers that the tests read, of a dossier whose every question is answered. Each is drawn
//! as if it were the first, on one thread; what the application keeps of the last ones is not counted on.

use std::{path::Path, time::Instant};

use documents::{FONTS, Press};
use domain::paper::Paper;

#[path = "../tests/it/answers.rs"]
mod answers;
#[path = "../tests/it/story.rs"]
mod story;

/// Times that each paper is drawn.
const TIMES: usize = 100;

type Failure = Box<dyn std::error::Error>;

#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("the folder of the fonts is needed")?;
    let start = Instant::now();
    let press = press(Path::new(&folder))?;
    let opened = start.elapsed().as_secs_f64() * 1000.0;
    let mut rows = vec![serde_json::json!({"name": "polices", "p50": opened})];
    for paper in story::papers() {
        rows.push(measured(&press, &paper)?);
    }
    println!("{}", serde_json::Value::from(rows));
    Ok(())
}

fn press(folder: &Path) -> Result<Press, Failure> {
    let fonts = FONTS.iter().map(|name| std::fs::read(folder.join(format!("{name}.woff2"))));
    let fonts = fonts.collect::<Result<Vec<_>, _>>()?;
    Ok(Press::new(fonts.iter().map(Vec::as_slice))?)
}

/// The times of a paper, and its bytes.
fn measured(press: &Press, paper: &Paper) -> Result<serde_json::Value, Failure> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        // Nothing is remembered of the paper drawn before: another dossier's is asked.
        typst::comemo::evict(0);
        let start = Instant::now();
        bytes = press.draw(paper)?.len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times[0];
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Ok(serde_json::json!({
        "name": paper.kind.label(), "bytes": bytes, "first": first, "p50": at(50), "p95": at(95), "p99": at(99),
    }))
}
