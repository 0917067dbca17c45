//! A person at a browser: logs in, opens a dossier, sends the same again until it is answered.

use std::time::{Duration, Instant};

use anyhow::Context;
use app::Sealed;
use domain::{
    dossier::{Batch, BatchAnswer, DossierId},
    piece::{CHUNK, digest_of},
};

use super::{
    confirming::Confirmed,
    http::{Answer, Asked, Browser, Line},
};

/// Bytes of a document: a little more than one chunk.
const LENGTH: usize = CHUNK + 1_000;
/// Longest time without an answer: more than the longest outage.
const PATIENCE: Duration = Duration::from_mins(2);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(25);
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A person, as far as the service knows.
pub struct Person {
    browser: Browser,
    /// What they log in with.
    account: String,
    line: Line,
    /// Batches sent more than once.
    pub resent: u64,
    /// Confirmations told more than once.
    pub retold: usize,
    /// Longest wait for an answer.
    pub longest: Duration,
}

impl Person {
    /// Logs in, as soon as the service is there.
    pub async fn log_in(port: u16, account: &str, line: Line) -> anyhow::Result<Self> {
        let browser = insist(|| log_in(port, account)).await?;
        Ok(Self { browser, account: account.to_owned(), line, resent: 0, retold: 0, longest: Duration::ZERO })
    }

    /// Comes back: whatever the browser knew is gone.
    pub async fn comes_back(&mut self) -> anyhow::Result<()> {
        self.browser = insist(|| log_in(self.browser.port, &self.account)).await?;
        Ok(())
    }

    /// Opens a dossier of their structure.
    pub async fn open(&self) -> anyhow::Result<DossierId> {
        insist(|| open(&self.browser)).await
    }

    /// Sends a batch, and the same again, until it is answered.
    pub async fn answered(&mut self, dossier: DossierId, batch: &Batch) -> anyhow::Result<BatchAnswer> {
        let (answer, again) =
            self.insists(&saving(dossier, batch)).await.context("nothing is saved any more")?;
        self.resent += u64::from(again);
        anyhow::ensure!(answer.status == 200, "status {}: {}", answer.status, answer.body);
        let text: String = serde_json::from_str(&answer.body).unwrap_or(answer.body);
        Sealed::<BatchAnswer>::of_text(text).open().map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// Confirms a step, and the same again, until it is answered; false when it is refused.
    pub async fn confirms(&mut self, dossier: DossierId, confirmed: &Confirmed) -> anyhow::Result<bool> {
        let told = self.insists(&confirming(dossier, confirmed)).await;
        let (answer, again) = told.context("nothing is confirmed any more")?;
        self.retold += usize::from(again);
        Ok(answer.status == 200)
    }

    /// Sends a batch and is gone after a time, whether or not it was answered.
    pub async fn is_cut_short(&mut self, dossier: DossierId, batch: &Batch, after: Duration) {
        self.goes(&saving(dossier, batch), after).await;
    }

    /// Confirms a step and is gone after a time, as with a batch.
    pub async fn is_cut_short_of(&mut self, dossier: DossierId, confirmed: &Confirmed, after: Duration) {
        self.goes(&confirming(dossier, confirmed), after).await;
        self.retold += 1;
    }

    async fn goes(&mut self, (path, body): &(&str, String), after: Duration) {
        let sent = self.browser.post(&mut self.line, (path, JSON), body);
        let _ = tokio::time::timeout(after, sent).await;
    }

    /// Asks a server function, and the same again, until it says yes or no; and whether it was asked again. Only a
    /// whole answer of the service is an answer.
    async fn insists(&mut self, (path, body): &(&str, String)) -> anyhow::Result<(Answer, bool)> {
        let (mut again, start) = (false, Instant::now());
        let answer = loop {
            let error = match self.browser.post(&mut self.line, (path, JSON), body).await {
                Ok(answer) if matches!(answer.status, 200 | 409) => break answer,
                Ok(answer) => anyhow::anyhow!("status {}: {}", answer.status, answer.body),
                Err(error) => error,
            };
            if start.elapsed() > PATIENCE {
                return Err(error);
            }
            again = true;
            tokio::time::sleep(PAUSE).await;
        };
        self.longest = self.longest.max(start.elapsed());
        Ok((answer, again))
    }

    /// Gives a document, as the browser's program does: its chunks, then its end, each until it is answered.
    pub async fn gives(&mut self, dossier: DossierId, number: u64) -> anyhow::Result<String> {
        let object = format!("1 0 obj<</Type/Catalog/Lang({number})>>endobj");
        let text = format!("%PDF-1.7\n{object}\n{}\nstartxref\n0\n%%EOF\n", " ".repeat(LENGTH));
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
                    let answer = self.browser.send(&mut self.line, &asked).await?;
                    anyhow::ensure!(answer.status == 204, "status {}: {}", answer.status, answer.body);
                }
                let form = format!("empreinte={digest}&taille={}&nom={name}", text.len());
                let path = format!("/dossiers/{dossier}/pieces/pieces.autres");
                let answer = self.browser.post(&mut self.line, (&path, FORM), &form).await?;
                anyhow::ensure!(answer.status == 200, "status {}: {}", answer.status, answer.body);
                anyhow::Ok(())
            };
            match sent.await {
                Ok(()) => return Ok(digest),
                Err(error) if start.elapsed() > PATIENCE => {
                    return Err(error).context("no document is taken any more");
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

/// Tries again while the service is down.
async fn insist<T, F: Future<Output = anyhow::Result<T>>>(work: impl Fn() -> F) -> anyhow::Result<T> {
    let mut last = None;
    for _ in 0..6_000 {
        match work().await {
            Ok(done) => return Ok(done),
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(2 * PAUSE).await;
    }
    Err(last.context("never tried")?)
}

async fn log_in(port: u16, account: &str) -> anyhow::Result<Browser> {
    let browser = Browser { port, cookie: String::new() };
    let answer = browser.post(&mut Line::Good, ("/connexion", FORM), account).await?;
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

/// Where a batch is sent, and how.
fn saving(dossier: DossierId, batch: &Batch) -> (&'static str, String) {
    let body = serde_json::json!({ "id": dossier, "batch": batch });
    ("/api/app/dossiers/enregistrer", body.to_string())
}

/// Where a confirmation is told, and how.
fn confirming(dossier: DossierId, Confirmed { step, how }: &Confirmed) -> (&'static str, String) {
    let body = serde_json::json!({ "id": dossier, "step": step, "how": how });
    ("/api/app/dossiers/confirmer", body.to_string())
}
