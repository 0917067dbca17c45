//! Opening the database, SQLite or PostgreSQL.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;

use crate::{
    announce::{self, Announcer},
    migration::Migrator,
    writer::Writer,
};

/// The database, by its connections.
///
/// SQLite has one writer and several readers; PostgreSQL has one pool for both.
#[derive(Clone)]
pub struct Store {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    pub(crate) announcer: Announcer,
    /// What instances tell of who is on them, where several can share the database.
    pub(crate) presences: Option<tokio::sync::broadcast::Sender<String>>,
    /// Who makes the changes of SQLite, several a commit; PostgreSQL shares its commits by itself.
    pub(crate) writer: Option<Writer>,
}

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is neither SQLite's nor PostgreSQL's.
    #[error("adresse de base inconnue : attendu sqlite://… ou postgres://…")]
    Address,
    /// The database refuses, or its structure cannot be brought up to date.
    #[error("la base de données ne s'ouvre pas")]
    Database(#[from] DbErr),
}

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a change waits for SQLite's one writer: the import of a national delivery holds it some seconds.
const WRITER_PATIENCE: Duration = Duration::from_secs(20);

impl Store {
    /// Opens `sqlite://PATH` (created when absent) or `postgres://…`, structure up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let store = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let mut options = ConnectOptions::new(url);
            options.max_connections(16).sqlx_logging(false).acquire_timeout(PATIENCE);
            let pool = Database::connect(options).await?;
            let announcer = announce::announcer();
            let presences = announce::presences();
            announce::listen(&pool, announcer.clone(), presences.clone()).await?;
            Self { write: pool.clone(), read: pool, announcer, presences: Some(presences), writer: None }
        } else {
            return Err(OpenError::Address);
        };
        Migrator::up(&store.write, None).await?;
        Ok(store)
    }

    async fn open_sqlite(url: &str) -> Result<Self, DbErr> {
        let mut writer = ConnectOptions::new(url);
        writer.max_connections(1).sqlx_logging(false).acquire_timeout(WRITER_PATIENCE).map_sqlx_sqlite_opts(
            |options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // Acknowledged means durable: each commit reaches the disk.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(WRITER_PATIENCE)
                    .foreign_keys(true)
            },
        );
        let write = Database::connect(writer).await?;
        let mut readers = ConnectOptions::new(url);
        readers
            .max_connections(4)
            .sqlx_logging(false)
            .acquire_timeout(PATIENCE)
            .map_sqlx_sqlite_opts(|options| options.read_only(true).busy_timeout(PATIENCE));
        let read = Database::connect(readers).await?;
        let announcer = announce::announcer();
        let writer = Some(Writer::start(write.clone(), announcer.clone()));
        Ok(Self { write, read, announcer, presences: None, writer })
    }

    /// Begins a transaction that will write: on SQLite it takes the writer's place at once.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        begin(&self.write).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> bool {
        self.read.ping().await.is_ok()
    }

    /// The same store, telling `count` of every statement it sends; for tests and benches.
    #[must_use]
    pub fn counted(&self, count: &std::sync::Arc<std::sync::atomic::AtomicUsize>) -> Self {
        let mut store = self.clone();
        for connection in [&mut store.write, &mut store.read] {
            let count = count.clone();
            connection.set_metric_callback(move |_| {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        // The writer has its own connection: it counts too.
        store.writer =
            store.writer.as_ref().map(|_| Writer::start(store.write.clone(), store.announcer.clone()));
        store
    }
}

/// Begins a transaction that will write.
pub(crate) async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    use sea_orm::TransactionTrait;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection.begin_with_options(options).await
}
