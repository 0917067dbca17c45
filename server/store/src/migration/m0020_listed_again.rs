//! The queue of the services, written again: what a dossier awaits has more cases.

use sea_orm_migration::prelude::*;

use crate::repository::list_all;

/// Empties the table, and fills it from the snapshots.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut empty = Query::delete();
        manager.execute(empty.from_table("listed").take()).await?;
        list_all(manager.get_connection()).await
    }
}
