//! Taking the database away for a time: SQLite is held by another program, PostgreSQL is behind a line that is cut.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A database that can be taken away.
pub struct Outage {
    /// Where the service finds it.
    pub url: String,
    means: Means,
}

enum Means {
    /// Another program that writes without end.
    Hold(String),
    /// The line to the server: true when it is cut.
    Cut(Arc<watch::Sender<bool>>),
}

impl Outage {
    /// Stands before the database of an address.
    pub async fn before(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("sqlite:") {
            return Ok(Self { url: url.to_owned(), means: Means::Hold(url.to_owned()) });
        }
        let (head, rest) = url.split_once('@').context("an address with a user")?;
        let (server, name) = rest.split_once('/').context("an address with a database")?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("{head}@{}/{name}", listener.local_addr()?);
        let cut = Arc::new(watch::Sender::new(false));
        tokio::spawn(relay(listener, server.to_owned(), cut.clone()));
        Ok(Self { url, means: Means::Cut(cut) })
    }

    /// Takes the database away for a time.
    pub async fn hold(&self, time: Duration) -> anyhow::Result<()> {
        match &self.means {
            Means::Hold(url) => {
                let mut options = ConnectOptions::new(url);
                options.max_connections(1).idle_timeout(None).max_lifetime(None);
                let held = Database::connect(options).await?;
                held.execute_unprepared("PRAGMA busy_timeout = 10000").await?;
                held.execute_unprepared("BEGIN EXCLUSIVE").await?;
                tokio::time::sleep(time).await;
                held.execute_unprepared("ROLLBACK").await?;
            }
            Means::Cut(cut) => {
                cut.send_replace(true);
                tokio::time::sleep(time).await;
                cut.send_replace(false);
            }
        }
        Ok(())
    }
}

/// Carries what passes between the service and its server, until the line is cut; then nothing gets through.
async fn relay(listener: TcpListener, server: String, cut: Arc<watch::Sender<bool>>) {
    while let Ok((mut near, _)) = listener.accept().await {
        if *cut.borrow() {
            continue;
        }
        let (server, mut is_cut) = (server.clone(), cut.subscribe());
        tokio::spawn(async move {
            let Ok(mut far) = TcpStream::connect(server).await else { return };
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                _ = is_cut.wait_for(|cut| *cut) => {}
            }
        });
    }
}
