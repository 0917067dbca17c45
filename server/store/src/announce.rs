//! Telling who listens that something was added to a dossier, from this instance of the service or another.
//!
//! SQLite has one instance: it tells itself. PostgreSQL tells every instance (`NOTIFY`, at the commit), this one
//! included.

use domain::{Result, dossier::DossierId};
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, Statement};
use tokio::sync::broadcast;

use crate::{Store, convert::failed};

/// Names of the channels of PostgreSQL.
const CHANNEL: &str = "dossier_changed";
const PRESENCES: &str = "presence";
/// Announcements kept for who is late; who is later reads the log again.
const KEPT: usize = 1_024;

/// Longest text that PostgreSQL carries, in bytes.
const LONGEST: usize = 7_900;

/// What instances tell of who is on them, before anyone listens.
pub(crate) fn presences() -> broadcast::Sender<String> {
    broadcast::channel(KEPT).0
}

/// Where announcements are made.
pub(crate) type Announcer = broadcast::Sender<DossierId>;

/// An announcer that nobody listens to yet.
pub(crate) fn announcer() -> Announcer {
    broadcast::channel(KEPT).0
}

impl Store {
    /// The dossiers to which something is added, from now on; who is late is told so.
    #[must_use]
    pub fn announcements(&self) -> broadcast::Receiver<DossierId> {
        self.announcer.subscribe()
    }

    /// What the instances that share this database tell of who is on them; none where nobody can share it.
    #[must_use]
    pub fn presences(&self) -> Option<broadcast::Receiver<String>> {
        self.presences.as_ref().map(broadcast::Sender::subscribe)
    }

    /// Tells the other instances who is on this one; what no database can carry is not told.
    pub async fn tell_presence(&self, text: &str) -> Result<()> {
        if self.presences.is_none() || text.len() > LONGEST {
            return Ok(());
        }
        self.write.execute_raw(notify(PRESENCES, text)).await.map_err(failed).map(|_| ())
    }
}

/// Tells every instance by PostgreSQL, once the transaction is committed, of the dossiers that it changes.
pub(crate) async fn announce_in(
    txn: &DatabaseTransaction,
    ids: impl Iterator<Item = DossierId>,
) -> Result<()> {
    for id in ids {
        txn.execute_raw(notify(CHANNEL, &id.to_string())).await.map_err(failed)?;
    }
    Ok(())
}

fn notify(channel: &str, text: &str) -> Statement {
    let values = [channel.into(), text.into()];
    Statement::from_sql_and_values(DatabaseBackend::Postgres, "SELECT pg_notify($1, $2)", values)
}

/// Passes on what PostgreSQL tells, for as long as the program runs.
pub(crate) async fn listen(
    pool: &DatabaseConnection,
    announcer: Announcer,
    presences: broadcast::Sender<String>,
) -> std::result::Result<(), DbErr> {
    let failed = |error: sea_orm::sqlx::Error| DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()));
    let mut listener = PgListener::connect_with(pool.get_postgres_connection_pool()).await.map_err(failed)?;
    listener.listen_all([CHANNEL, PRESENCES]).await.map_err(failed)?;
    tokio::spawn(async move {
        loop {
            match listener.recv().await {
                Ok(told) if told.channel() == PRESENCES => {
                    let _ = presences.send(told.payload().to_owned());
                }
                Ok(told) => {
                    let id = told.payload().parse();
                    let _ = id.map(|id| announcer.send(id));
                }
                Err(error) => {
                    tracing::warn!(%error, "the database no longer tells what changes; trying again");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
            }
        }
    });
    Ok(())
}
