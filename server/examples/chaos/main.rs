//! Killing the service while people type, as `cargo xtask bench chaos` asks: `chaos URL BINARY KILLS SEED`.
//!
//! Each writer sends edits as a browser does: in order, the same batch again until it is answered. The service is
//! killed (SIGKILL) at random and started again. In the end the log must hold every edit that was acknowledged,
//! once, at the place that was answered, in the order of its writer.

mod http;
mod verdict;
mod writer;

use std::{
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

/// Writers at once.
const WRITERS: u64 = 8;
/// Longest life of a service before it is killed, in milliseconds.
const LIFE: u64 = 400;

/// What a run is asked to do.
struct Run {
    url: String,
    binary: String,
    kills: u32,
    seed: u64,
    port: u16,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let run = asked()?;
    let stop = Arc::new(AtomicBool::new(false));
    let mut service = start(&run)?;
    wait_for(run.port).await?;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..WRITERS {
        writers.spawn(writer::write(run.port, number, stop.clone()));
    }
    let mut draws = Draws(run.seed | 1);
    for kill in 1..=run.kills {
        tokio::time::sleep(Duration::from_millis(draws.below(LIFE))).await;
        service.kill()?;
        service.wait()?;
        service = start(&run)?;
        wait_for(run.port).await.with_context(|| format!("after kill {kill}"))?;
    }
    // What was on its way when the last one died is answered before anything is judged.
    tokio::time::sleep(Duration::from_millis(LIFE)).await;
    stop.store(true, Ordering::SeqCst);
    let mut told = Vec::new();
    while let Some(ended) = writers.join_next().await {
        told.push(ended??);
    }
    service.kill()?;
    service.wait()?;
    let found = verdict::judge(&run.url, &told).await?;
    println!(
        "{{\"kills\": {}, \"acknowledged\": {}, \"resent\": {}, \"lost\": {}, \"doubled\": {}, \"disordered\": {}, \"broken\": {}}}",
        run.kills,
        found.acknowledged,
        found.resent,
        found.lost,
        found.doubled,
        found.disordered,
        found.broken
    );
    if found.acknowledged == 0 || found.lost + found.doubled + found.disordered + found.broken > 0 {
        bail!("something acknowledged was not kept as it was");
    }
    Ok(())
}

fn asked() -> anyhow::Result<Run> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let [url, binary, kills, seed] = asked.as_slice() else { bail!("chaos URL BINARY KILLS SEED") };
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    Ok(Run { url: url.clone(), binary: binary.clone(), kills: kills.parse()?, seed: seed.parse()?, port })
}

fn start(run: &Run) -> anyhow::Result<Child> {
    let address = format!("127.0.0.1:{}", run.port);
    let child = Command::new(&run.binary)
        .args(["serve", "--demo"])
        .env("DATABASE_URL", &run.url)
        .env("CONVENTIONNEMENT__SERVER__LISTEN", &address)
        .env("CONVENTIONNEMENT__SERVER__PUBLIC_URL", format!("http://{address}"))
        .env("RUST_LOG", "error")
        .stdout(Stdio::null())
        .spawn()?;
    Ok(child)
}

/// Waits until the service answers.
async fn wait_for(port: u16) -> anyhow::Result<()> {
    let start = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        if start.elapsed() > Duration::from_mins(1) {
            bail!("the service did not start in a minute");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// Numbers drawn from a seed, the same at each run (xorshift).
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}
