//! The queue of the services, written again: what its lines say of a dossier has changed.

use sea_orm_migration::prelude::*;

use crate::repository::list_all;

/// Empties the table and fills it from the snapshots, under the name of what changed.
pub(crate) struct Relisted(pub(crate) &'static str);

impl MigrationName for Relisted {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Relisted {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut empty = Query::delete();
        manager.execute(empty.from_table("listed").take()).await?;
        list_all(manager.get_connection()).await
    }
}
