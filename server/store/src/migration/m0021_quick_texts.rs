//! Snapshots in PostgreSQL are compressed by LZ4: its own way takes more of the processor than the commit does.

use sea_orm_migration::prelude::*;

/// Asks for LZ4 where the database was built with it; elsewhere snapshots stay as they are, and are slower to write.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SUPPORTED: &str =
    "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)";
const QUICK: &str = "ALTER TABLE dossier ALTER COLUMN snapshot SET COMPRESSION lz4";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (database, backend) = (manager.get_connection(), manager.get_database_backend());
        if backend != sea_orm::DatabaseBackend::Postgres {
            return Ok(());
        }
        let supported = sea_orm::Statement::from_string(backend, SUPPORTED);
        if database.query_one_raw(supported).await?.is_some() {
            database.execute_unprepared(QUICK).await?;
        }
        Ok(())
    }
}
