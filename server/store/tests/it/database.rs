//! A database of its own for each test.

use std::{path::PathBuf, time::Duration};

use sea_orm::{ConnectOptions, ConnectionTrait, Database as Connection, DatabaseConnection};
use store::Store;

/// A database that one test owns.
pub struct Database {
    store: Store,
    url: String,
    folder: Option<PathBuf>,
    server: Option<(String, String)>,
}

impl Database {
    /// A SQLite file in a folder of its own.
    pub async fn sqlite() -> Self {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let folder =
            std::env::temp_dir().join(format!("conventionnement-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let url = format!("sqlite://{}", folder.join("test.sqlite").display());
        let store = Store::open(&url).await.expect("a new SQLite file opens");
        Self { store, url, folder: Some(folder), server: None }
    }

    /// A new database on the server of `DATABASE_URL`, or `None`, said, without one.
    pub async fn postgres(name: &str) -> Option<Self> {
        let Ok(url) = std::env::var("DATABASE_URL") else {
            eprintln!("skipped: no PostgreSQL in DATABASE_URL");
            return None;
        };
        let name = format!("t{}_{}", std::process::id(), &name[..name.len().min(40)]);
        let admin = Connection::connect(&url).await.expect("the server of DATABASE_URL answers");
        admin.execute_unprepared(&format!("CREATE DATABASE \"{name}\"")).await.expect("a new database");
        admin.close().await.expect("the connection closes");
        let (base, options) = url
            .split_once('?')
            .map_or((url.as_str(), String::new()), |(base, options)| (base, format!("?{options}")));
        let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
        let own = format!("{server}/{name}{options}");
        let store = Store::open(&own).await.expect("the new database opens");
        Some(Self { store, url: own, folder: None, server: Some((url, name)) })
    }

    /// The store on it.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Opens the store again, as a new version of the service does.
    pub async fn reopened(&self) -> Store {
        Store::open(&self.url).await.expect("the database opens again")
    }

    /// Whether several instances of the service may share it.
    pub fn is_shared(&self) -> bool {
        self.server.is_some()
    }

    /// One connection beside the store's, that waits for nobody.
    pub async fn beside(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(&self.url);
        options.max_connections(1).idle_timeout(None).max_lifetime(None);
        options.map_sqlx_sqlite_opts(|options| options.busy_timeout(Duration::ZERO));
        Connection::connect(options).await.expect("the database answers")
    }

    /// Runs a statement behind the store's back.
    pub async fn tamper(&self, statement: &str) {
        let connection = Connection::connect(&self.url).await.expect("the database answers");
        connection.execute_unprepared(statement).await.expect("the statement is right");
    }

    /// Removes a database from its server.
    pub async fn drop(self) {
        let Some((url, name)) = &self.server else { return };
        let admin = Connection::connect(url).await.expect("the server of DATABASE_URL answers");
        let query = format!("DROP DATABASE \"{name}\" WITH (FORCE)");
        admin.execute_unprepared(&query).await.expect("the database is dropped");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
