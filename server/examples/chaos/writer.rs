//! One writer: a person in a dossier of their own, who types without end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use app::Sealed;
use domain::{
    dossier::{Batch, BatchAnswer, ClientId, DossierId, Edit, Seq, Verdict},
    piece::{CHUNK, digest_of},
};

use super::http::{Asked, Browser, Line};

/// Structures of the demonstration, one a writer.
const STRUCTURES: [&str; 8] = [
    "plateau 17",
    "collines 28",
    "vignoble 24",
    "littoral 25",
    "source 38",
    "val 27",
    "estuaire 30",
    "collines 31",
];
/// Questions that are typed in, one after the other.
const QUESTIONS: [&str; 3] =
    ["gouvernance.referent.qualite", "gouvernance.representant.qualite", "structure.enseigne"];

/// Edits between two documents.
const PACE: u64 = 60;
/// Bytes of a document: a little more than one chunk.
const LENGTH: usize = CHUNK + 1_000;

/// Longest time without an answer: more than the longest outage.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a writer was told, for the verdict.
pub struct Told {
    pub dossier: DossierId,
    pub client: ClientId,
    /// Each edit acknowledged: its number, the place answered, its text.
    pub kept: Vec<(u64, Seq, String)>,
    /// Batches sent more than once.
    pub resent: u64,
    /// Longest wait for an answer.
    pub longest: Duration,
    /// Edits that were answered as neither kept nor set aside.
    pub refused: usize,
    /// Digests of the documents that were taken.
    pub documents: Vec<String>,
}

/// Types until it is told to stop.
pub async fn write(port: u16, number: u64, mut line: Line, stop: Arc<AtomicBool>) -> anyhow::Result<Told> {
    let structure = STRUCTURES[usize::try_from(number)? % STRUCTURES.len()];
    let browser = insist(|| log_in(port, structure)).await?;
    let dossier = insist(|| open(&browser)).await?;
    let client = ClientId::parse(&format!("chaos{number:04}")).context("a page")?;
    let mut told = Told {
        dossier,
        client: client.clone(),
        kept: Vec::new(),
        resent: 0,
        longest: Duration::ZERO,
        refused: 0,
        documents: Vec::new(),
    };
    let (mut next, mut known) = (1, 0);
    while !stop.load(Ordering::SeqCst) {
        let edit = |number: u64| {
            let path = QUESTIONS[usize::try_from(number).unwrap_or_default() % QUESTIONS.len()];
            let path = path.parse().expect("a key");
            Edit { number, path, text: format!("réponse {number} de {structure}"), base: 0 }
        };
        let edits: Vec<Edit> = (next..next + 3).map(edit).collect();
        let batch = Batch { client: client.clone(), known, edits };
        let (mut tries, start) = (0, Instant::now());
        let answer = loop {
            match save(&browser, &mut line, dossier, &batch).await {
                Ok(answer) => break answer,
                Err(error) if start.elapsed() > PATIENCE => {
                    return Err(error).context("nothing is saved any more");
                }
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        told.longest = told.longest.max(start.elapsed());
        told.resent += u64::from(tries > 0);
        for (outcome, edit) in answer.outcomes.iter().zip(&batch.edits) {
            match outcome.verdict {
                Verdict::Kept(seq) => told.kept.push((edit.number, seq, edit.text.clone())),
                _ => told.refused += 1,
            }
        }
        known = answer.head;
        next += 3;
        if next % PACE == 1 && told.documents.len() < domain::piece::MOST {
            told.documents.push(given(&browser, &mut line, dossier, next).await?);
        }
    }
    Ok(told)
}

/// Gives a document, as the browser's program does: its chunks, then its end, each until it is answered.
async fn given(
    browser: &Browser,
    line: &mut Line,
    dossier: DossierId,
    number: u64,
) -> anyhow::Result<String> {
    let text = format!("%PDF-1.7\ndocument {number}\n{}", " ".repeat(LENGTH));
    let digest = digest_of(text.as_bytes());
    let name = format!("document-{number}.pdf");
    let parcel = format!("/dossiers/{dossier}/envois/{digest}/{}", text.len());
    let start = Instant::now();
    let (first, second) = text.split_at(CHUNK);
    let chunks = [(0, first), (1, second)];
    loop {
        let sent = async {
            for (place, body) in chunks {
                let path = format!("{parcel}/{place}?nom={name}");
                let asked = Asked { method: "PUT", path: &path, kind: "application/octet-stream", body };
                let answer = browser.send(line, &asked).await?;
                anyhow::ensure!(answer.status == 204, "status {}: {}", answer.status, answer.body);
            }
            let form = format!("empreinte={digest}&taille={}&nom={name}", text.len());
            let path = format!("/dossiers/{dossier}/pieces/pieces.autres");
            let answer = browser.post(line, (&path, FORM), &form).await?;
            anyhow::ensure!(answer.status == 200, "status {}: {}", answer.status, answer.body);
            anyhow::Ok(())
        };
        match sent.await {
            Ok(()) => return Ok(digest),
            Err(error) if start.elapsed() > PATIENCE => {
                return Err(error).context("no document is taken any more");
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(25)).await,
        }
    }
}

/// Tries again while the service is down.
async fn insist<T, F: Future<Output = anyhow::Result<T>>>(work: impl Fn() -> F) -> anyhow::Result<T> {
    let mut last = None;
    for _ in 0..600 {
        match work().await {
            Ok(done) => return Ok(done),
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(last.context("never tried")?)
}

const FORM: &str = "application/x-www-form-urlencoded";

async fn log_in(port: u16, structure: &str) -> anyhow::Result<Browser> {
    let browser = Browser { port, cookie: String::new() };
    let form = format!("compte=structure&structure={}", structure.replace(' ', "+"));
    let answer = browser.post(&mut Line::Good, ("/connexion", FORM), &form).await?;
    let cookie = answer.head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("set-cookie")
            .then(|| value.trim().split(';').next().unwrap_or_default().to_owned())
    });
    Ok(Browser { port, cookie: cookie.with_context(|| format!("not logged in: {}", answer.status))? })
}

async fn open(browser: &Browser) -> anyhow::Result<DossierId> {
    for kind in ["ACI", "AI", "EI", "ETTI", "EITI"] {
        let answer = browser.post(&mut Line::Good, ("/dossiers", FORM), &format!("type={kind}")).await?;
        let location = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
        });
        // Opened already, by a request whose answer was lost: another kind does as well.
        if let Some(id) = location.as_deref().and_then(|path| path.strip_prefix("/dossiers/")) {
            return id.parse().context("a dossier");
        }
    }
    anyhow::bail!("no dossier opens")
}

/// Sends a batch; only a whole answer of the service is an answer.
async fn save(
    browser: &Browser,
    line: &mut Line,
    dossier: DossierId,
    batch: &Batch,
) -> anyhow::Result<BatchAnswer> {
    let body = serde_json::json!({ "id": dossier, "batch": batch }).to_string();
    let answer = browser.post(line, ("/api/app/dossiers/enregistrer", "application/json"), &body).await?;
    anyhow::ensure!(answer.status == 200, "status {}: {}", answer.status, answer.body);
    let text: String = serde_json::from_str(&answer.body).unwrap_or(answer.body);
    Sealed::<BatchAnswer>::of_text(text).open().map_err(|error| anyhow::anyhow!("{error}"))
}
