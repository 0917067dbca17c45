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
    repository::KeptSums,
    writer::{Telling, Writer},
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
    /// Who makes the changes, several a commit.
    pub(crate) writer: Writer,
    /// The sums of the counts of the dossiers sent, as they were last read.
    pub(crate) sums: KeptSums,
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

/// Connections that are kept as long as they answer: each is tried before it serves.
///
/// The care that the pool takes of their age counts those that are idle before it has noted one that was just given
/// back (sqlx-core 0.9.0): the count may wrap, and the care then turns for ever on a thread of the service.
fn lasting(options: &mut ConnectOptions) -> &mut ConnectOptions {
    options.sqlx_logging(false).idle_timeout(None).max_lifetime(None).test_before_acquire(true)
}

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// Who write at once on PostgreSQL, each the dossiers that are its own; SQLite has one.
const WRITERS: usize = 4;
/// How long a change waits for SQLite's one writer: the import of a national delivery holds it some seconds.
const WRITER_PATIENCE: Duration = Duration::from_secs(20);

impl Store {
    /// Opens `sqlite://PATH` (created when absent) or `postgres://…`, structure up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let store = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let mut options = ConnectOptions::new(url);
            lasting(&mut options).max_connections(16).acquire_timeout(PATIENCE).map_sqlx_postgres_opts(
                // Acknowledged means durable, whatever the server or the database was told.
                |options| options.options([("synchronous_commit", "on")]),
            );
            let pool = Database::connect(options).await?;
            let announcer = announce::announcer();
            let presences = announce::presences();
            announce::listen(&pool, announcer.clone(), presences.clone()).await?;
            let writer = Writer::start(&pool, &Telling::ByDatabase, WRITERS);
            let (write, sums) = (pool.clone(), KeptSums::default());
            Self { write, read: pool, announcer, presences: Some(presences), writer, sums }
        } else {
            return Err(OpenError::Address);
        };
        Migrator::up(&store.write, None).await?;
        Ok(store)
    }

    async fn open_sqlite(url: &str) -> Result<Self, DbErr> {
        let mut writer = ConnectOptions::new(url);
        lasting(&mut writer).max_connections(1).acquire_timeout(WRITER_PATIENCE).map_sqlx_sqlite_opts(
            |options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // Acknowledged means durable: each commit reaches the disk.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(WRITER_PATIENCE)
                    // Dossiers are written again and again: what is written twice is carried to the file once.
                    .pragma("wal_autocheckpoint", "4000")
                    // Pages kept, in kibibytes: those of a crowd's dossiers.
                    .pragma("cache_size", "-65536")
                    .foreign_keys(true)
            },
        );
        let write = Database::connect(writer).await?;
        let mut readers = ConnectOptions::new(url);
        lasting(&mut readers)
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .map_sqlx_sqlite_opts(|options| options.read_only(true).busy_timeout(PATIENCE));
        let read = Database::connect(readers).await?;
        let announcer = announce::announcer();
        let writer = Writer::start(&write, &Telling::Here(announcer.clone()), 1);
        Ok(Self { write, read, announcer, presences: None, writer, sums: KeptSums::default() })
    }

    /// Begins a transaction that will write: on SQLite it takes the writer's place at once.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        begin(&self.write).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> bool {
        self.read.ping().await.is_ok()
    }

    /// What the database says of a setting, on a connection that writes and on one that reads; for tests.
    pub async fn setting(&self, name: &str) -> Result<[String; 2], DbErr> {
        use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
        let mut told = [String::new(), String::new()];
        for (told, connection) in told.iter_mut().zip([&self.write, &self.read]) {
            let backend = connection.get_database_backend();
            let sql = match backend {
                DatabaseBackend::Sqlite => format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"),
                _ => format!("SELECT current_setting('{name}')"),
            };
            if let Some(row) = connection.query_one_raw(Statement::from_string(backend, sql)).await? {
                *told = row.try_get_by_index(0)?;
            }
        }
        Ok(told)
    }

    /// Has SQLite keep few pages in memory: for a command that writes a delivery once, and reads nothing twice.
    pub async fn sparing(&self) -> Result<(), DbErr> {
        use sea_orm::ConnectionTrait;
        if self.write.get_database_backend() != sea_orm::DatabaseBackend::Sqlite {
            return Ok(());
        }
        self.write.execute_unprepared("PRAGMA cache_size = -4096").await.map(drop)
    }

    /// Lets a SQLite database grow to so many pages and no more, as a full disk does; for tests.
    pub async fn bounded(&self, pages: u32) -> Result<(), DbErr> {
        use sea_orm::ConnectionTrait;
        self.write.execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.map(drop)
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
        store.writer = match store.presences {
            Some(_) => Writer::start(&store.write, &Telling::ByDatabase, WRITERS),
            None => Writer::start(&store.write, &Telling::Here(store.announcer.clone()), 1),
        };
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

/// Begins a transaction that reads all at one moment: what is written meanwhile is not seen.
pub(crate) async fn begin_reading(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    use sea_orm::{DatabaseBackend, IsolationLevel, TransactionTrait};
    // SQLite has no other way to read.
    let is_sqlite = connection.get_database_backend() == DatabaseBackend::Sqlite;
    let isolation_level = (!is_sqlite).then_some(IsolationLevel::RepeatableRead);
    connection
        .begin_with_options(TransactionOptions { isolation_level, ..TransactionOptions::default() })
        .await
}
