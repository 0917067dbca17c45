//! A client of one request a connection: what is needed to be a browser for the service, on a line that fails.

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Duration, timeout},
};

use super::draws::Draws;

/// Longest wait for an answer: the service may be dead.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// A line to the service.
pub enum Line {
    Good,
    /// Its faults, drawn.
    Bad(Draws),
}

/// What happens to a request on its way.
#[derive(Clone, Copy)]
enum Fault {
    None,
    /// Nothing leaves.
    Lost,
    /// Half of it leaves, and the line is cut.
    Cut,
    /// It arrives, its answer does not.
    Unanswered,
    /// It arrives two seconds later, when nobody waits for its answer any more.
    Late,
}

/// How late a request is, when it is.
const LATE: Duration = Duration::from_secs(2);

impl Line {
    pub fn good() -> Self {
        Self::Good
    }

    /// Three requests in ten get no answer; as many again are cut in the middle or late.
    pub fn bad(seed: u64) -> Self {
        Self::Bad(Draws::from(seed))
    }

    /// The line of a writer, with draws of its own.
    pub fn of(&self, number: u64) -> Self {
        match self {
            Self::Good => Self::Good,
            Self::Bad(draws) => {
                Self::Bad(Draws::from(draws.clone().below(u64::MAX).wrapping_add(number * 2)))
            }
        }
    }

    fn fault(&mut self) -> Fault {
        let Self::Bad(draws) = self else { return Fault::None };
        match draws.below(10) {
            0 => Fault::Lost,
            1 | 2 => Fault::Unanswered,
            3 => Fault::Cut,
            4 => Fault::Late,
            _ => Fault::None,
        }
    }
}

/// What a person is known by: nothing before they log in.
#[derive(Clone, Default)]
pub struct Browser {
    pub port: u16,
    pub cookie: String,
}

impl Browser {
    /// Posts a body over a line; an error when no whole answer comes back.
    pub async fn post(
        &self,
        line: &mut Line,
        (path, kind): (&str, &str),
        body: &str,
    ) -> anyhow::Result<Answer> {
        self.send(line, &Asked { method: "POST", path, kind, body }).await
    }

    /// Sends a request over a line; an error when no whole answer comes back.
    pub async fn send(&self, line: &mut Line, asked: &Asked<'_>) -> anyhow::Result<Answer> {
        match line.fault() {
            Fault::None => timeout(PATIENCE, self.exchange(asked)).await.context("no answer in time")?,
            Fault::Lost => bail!("lost"),
            Fault::Cut => {
                let request = self.request(asked);
                let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
                stream.write_all(&request.as_bytes()[..request.len() / 2]).await?;
                bail!("cut");
            }
            Fault::Unanswered => {
                let _ = self.exchange(asked).await;
                bail!("no answer");
            }
            Fault::Late => {
                let (late, request) = (self.port, self.request(asked));
                tokio::spawn(async move {
                    tokio::time::sleep(LATE).await;
                    let _ = exchange(late, &request).await;
                });
                bail!("late");
            }
        }
    }

    fn request(&self, Asked { method, path, kind, body }: &Asked<'_>) -> String {
        let origin = format!("127.0.0.1:{}", self.port);
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {origin}\r\nOrigin: http://{origin}\r\nCookie: {}\r\nAccept: application/json\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie,
            body.len()
        )
    }

    async fn exchange(&self, asked: &Asked<'_>) -> anyhow::Result<Answer> {
        exchange(self.port, &self.request(asked)).await
    }
}

/// A request.
pub struct Asked<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Media type of the body.
    pub kind: &'a str,
    pub body: &'a str,
}

async fn exchange(port: u16, request: &str) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
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
