//! How pressing a dossier is: a column of the queue, in the indexes that it is read from.

use sea_orm::DatabaseBackend;
use sea_orm_migration::{prelude::*, schema::big_integer};

use super::queue_indexes;
use crate::repository::list_all;

/// Adds the column, fills it from the snapshots, and replaces the indexes of the queue.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What SQLite's planner is told of these indexes, as when they were made.
const STATISTICS: &str = r"
ANALYZE sqlite_master;
DELETE FROM sqlite_stat1 WHERE tbl = 'listed';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listed', 'sqlite_autoindex_listed_1', '500000 1'),
    ('listed', 'idx-listed-dossier', '500000 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'),
    ('listed', 'idx-listed-part', '500000 70000 20000 5000 5000 5000 1 1 1 1 1 1 1 1 1 1');
ANALYZE sqlite_master;
";

/// What the queue filters and orders by.
const READ: [&str; 12] = [
    "kind",
    "year",
    "about",
    "state",
    "submitted_at",
    "since",
    "running_from",
    "pressing",
    "posts",
    "gap",
    "amount",
    "findings",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if !manager.has_column("listed", "pressing").await? {
            let mut table = Table::alter();
            table.table("listed").add_column(big_integer("pressing").default(0));
            manager.alter_table(table.clone()).await?;
        }
        queue_indexes::drop(manager).await?;
        queue_indexes::create(manager, &READ).await?;
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            db.execute_unprepared(STATISTICS).await?;
        }
        let mut empty = Query::delete();
        manager.execute(empty.from_table("listed").take()).await?;
        list_all(db).await
    }
}
