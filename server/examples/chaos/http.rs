//! A client of one request a connection: what is needed to be a browser for the service, and to see it die.

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Duration, timeout},
};

/// Longest wait for an answer: the service may be dead.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// What a person is known by: nothing before they log in.
#[derive(Clone, Default)]
pub struct Browser {
    pub port: u16,
    pub cookie: String,
}

impl Browser {
    /// Sends a body; an error when no whole answer comes back.
    pub async fn post(&self, path: &str, kind: &str, body: &str) -> anyhow::Result<Answer> {
        timeout(PATIENCE, self.exchange(path, kind, body)).await.context("no answer in time")?
    }

    async fn exchange(&self, path: &str, kind: &str, body: &str) -> anyhow::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        let origin = format!("127.0.0.1:{}", self.port);
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {origin}\r\nOrigin: http://{origin}\r\nCookie: {}\r\nAccept: application/json, text/html\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").context("an answer cut short")?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let body = if header("transfer-encoding").is_some_and(|kind| kind.contains("chunked")) {
            unchunked(body)?
        } else {
            let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if body.len() < length {
                bail!("an answer cut short");
            }
            body.to_owned()
        };
        Ok(Answer { status, head: head.to_owned(), body })
    }
}

/// The pieces of a body put together; an error when the last is missing.
fn unchunked(mut rest: &str) -> anyhow::Result<String> {
    let mut whole = String::new();
    loop {
        let (length, next) = rest.split_once("\r\n").context("an answer cut short")?;
        let length = usize::from_str_radix(length.trim(), 16).context("a piece without a length")?;
        if length == 0 {
            return Ok(whole);
        }
        whole += next.get(..length).context("an answer cut short")?;
        rest = next.get(length + 2..).context("an answer cut short")?;
    }
}
