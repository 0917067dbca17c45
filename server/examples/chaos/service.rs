//! The service as its own process: started, killed, started again at the same address.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

/// A service that runs.
pub struct Service {
    binary: String,
    url: String,
    /// Where documents are kept.
    documents: PathBuf,
    /// Where it listens.
    pub port: u16,
    child: Child,
}

impl Service {
    /// Starts a service on a database and waits until it answers.
    pub async fn start(binary: &str, url: &str, documents: &Path) -> anyhow::Result<Self> {
        let port = free_port()?;
        let child = spawn(binary, (url, documents), port)?;
        let documents = documents.to_owned();
        let mut service = Self { binary: binary.to_owned(), url: url.to_owned(), documents, port, child };
        service.is_up().await?;
        Ok(service)
    }

    /// Kills it at once, whatever it is doing.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again where it was.
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(&self.binary, (&self.url, &self.documents), self.port)?;
        self.is_up().await
    }

    async fn is_up(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the service did not start: {status}");
            }
            if start.elapsed() > Duration::from_mins(1) {
                bail!("the service did not start in a minute");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nothing else takes while the service is down.
///
/// Ports given out to who connects are left alone: a client that insists on one where nobody listens may be given it
/// as its own, and then holds it.
fn free_port() -> anyhow::Result<u16> {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000)?;
    let is_free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (first..32_000).find(is_free).context("no port is free")
}

fn spawn(binary: &str, (url, documents): (&str, &Path), port: u16) -> anyhow::Result<Child> {
    let address = format!("127.0.0.1:{port}");
    let child = Command::new(binary)
        .args(["serve", "--demo"])
        .env("DATABASE_URL", url)
        .env("CONVENTIONNEMENT__PIECES__FOLDER", documents)
        .env("CONVENTIONNEMENT__SERVER__LISTEN", &address)
        .env("CONVENTIONNEMENT__SERVER__PUBLIC_URL", format!("http://{address}"))
        // What is refused on purpose is not news.
        .env("RUST_LOG", "off")
        .stdout(Stdio::null())
        .spawn()?;
    Ok(child)
}
