//! Breaking things while people type, as `cargo xtask bench chaos` asks: `chaos TRIAL URL BINARY AMOUNT SEED`.
//!
//! Each writer sends edits as a browser does: in order, the same batch again until it is answered; now and then
//! they confirm a step, told again until it is answered too; now and then their browser dies, and they come back
//! with nothing but its journal. Two more share one dossier, its questions and its rows. Three trials:
//! `kills` kills the service (SIGKILL) so many times and starts it again; `line` is a network that cuts, delays
//! and loses, for so many seconds; `database` takes the database away for so many seconds. In the end the log
//! must hold every edit that was acknowledged, once, at the place that was answered, in the order of its writer;
//! every confirmation that was acknowledged, once, and none that was refused; every document that was taken, whole;
//! and nobody has written over an answer, nor confirmed one, that they had not seen.

mod confirming;
mod draws;
mod http;
mod journal;
mod outage;
mod overwritten;
mod pair;
mod person;
mod service;
mod verdict;
mod writer;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, bail};

use self::{draws::Draws, http::Line, outage::Outage, service::Service, verdict::Found, writer::Told};

/// Writers at once.
const WRITERS: u64 = 8;
/// Longest life of a service before it is killed, in milliseconds.
const LIFE: u64 = 400;
/// How long everybody writes in peace before and after what is tried.
const PEACE: Duration = Duration::from_secs(1);

/// What a run is asked to do.
struct Run {
    trial: String,
    url: String,
    binary: String,
    amount: u32,
    seed: u64,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> anyhow::Result<()> {
    let run = asked()?;
    let folder = tempfile::tempdir()?;
    let told = match run.trial.as_str() {
        "kills" => kills(&run, folder.path()).await?,
        "line" => line(&run, folder.path()).await?,
        "database" => database(&run, folder.path()).await?,
        other => bail!("unknown trial {other}"),
    };
    let found = verdict::judge(&run.url, folder.path(), &told).await?;
    println!("{}", found.told());
    let tried = [found.acknowledged, found.asides, found.reborn, found.documents];
    let confirmed = [found.confirmed, found.moved, found.retold];
    if tried.contains(&0) || confirmed.contains(&0) || found.is_broken() {
        bail!("something acknowledged was not kept as it was");
    }
    Ok(())
}

fn asked() -> anyhow::Result<Run> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let [trial, url, binary, amount, seed] = asked.as_slice() else {
        bail!("chaos kills|line|database URL BINARY AMOUNT SEED")
    };
    let (amount, seed) = (amount.parse()?, seed.parse()?);
    Ok(Run { trial: trial.clone(), url: url.clone(), binary: binary.clone(), amount, seed })
}

/// The service dies at random and comes back.
async fn kills(run: &Run, folder: &Path) -> anyhow::Result<Vec<Told>> {
    let mut service = Service::start(&run.binary, &run.url, folder).await?;
    let writers = Writers::start(&service, &Line::good(), folder);
    let mut draws = Draws::from(run.seed);
    for kill in 1..=run.amount {
        tokio::time::sleep(Duration::from_millis(draws.below(LIFE))).await;
        service.kill()?;
        service.start_again().await.with_context(|| format!("after kill {kill}"))?;
    }
    writers.stop().await
}

/// The network cuts in the middle, delays by two seconds, loses three in ten.
async fn line(run: &Run, folder: &Path) -> anyhow::Result<Vec<Told>> {
    let service = Service::start(&run.binary, &run.url, folder).await?;
    let writers = Writers::start(&service, &Line::bad(run.seed), folder);
    tokio::time::sleep(Duration::from_secs(run.amount.into())).await;
    writers.stop().await
}

/// The database goes and comes back; the service stays.
async fn database(run: &Run, folder: &Path) -> anyhow::Result<Vec<Told>> {
    let outage = Outage::before(&run.url).await?;
    let service = Service::start(&run.binary, &outage.url, folder).await?;
    let writers = Writers::start(&service, &Line::good(), folder);
    tokio::time::sleep(PEACE).await;
    outage.hold(Duration::from_secs(run.amount.into())).await?;
    tokio::time::sleep(PEACE).await;
    writers.stop().await
}

/// The people who write.
struct Writers {
    stop: Arc<AtomicBool>,
    all: tokio::task::JoinSet<anyhow::Result<Told>>,
}

impl Writers {
    fn start(service: &Service, line: &Line, folder: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut all = tokio::task::JoinSet::new();
        for number in 0..WRITERS {
            let (line, folder) = (line.of(number), folder.to_owned());
            all.spawn(writer::write((service.port, number), line, folder, stop.clone()));
        }
        let meeting = tokio::sync::watch::Sender::new(None);
        for who in 0..2 {
            let (line, folder) = (line.of(WRITERS + who as u64), folder.to_owned());
            let with = (folder, stop.clone());
            all.spawn(pair::write((service.port, who), line, with, meeting.clone()));
        }
        Self { stop, all }
    }

    /// What was on its way is answered before anything is judged.
    async fn stop(mut self) -> anyhow::Result<Vec<Told>> {
        tokio::time::sleep(PEACE).await;
        self.stop.store(true, Ordering::SeqCst);
        let mut told = Vec::new();
        while let Some(ended) = self.all.join_next().await {
            told.push(ended??);
        }
        Ok(told)
    }
}

impl Found {
    /// The figures, for the program that asked.
    fn told(&self) -> serde_json::Value {
        serde_json::json!({
            "acknowledged": self.acknowledged,
            "asides": self.asides,
            "confirmed": self.confirmed,
            "moved": self.moved,
            "retold": self.retold,
            "documents": self.documents,
            "reborn": self.reborn,
            "resent": self.resent,
            "longest": self.longest,
            "lost": self.lost,
            "doubled": self.doubled,
            "disordered": self.disordered,
            "overwritten": self.overwritten,
            "mistaken": self.mistaken,
            "broken": self.broken,
        })
    }

    fn is_broken(&self) -> bool {
        self.lost + self.doubled + self.disordered + self.overwritten + self.mistaken + self.broken > 0
    }
}
