//! The last day that each source said again what it had said of a dossier.

use sea_orm_migration::{
    prelude::*,
    schema::{string, uuid},
};

/// Creates the table of hearings; it fills as sources are heard.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("hearing").col(uuid("dossier_id")).col(string("source")).col(string("day"));
        let mut key = Index::create();
        key.name("pk-hearing").primary().col("dossier_id").col("source");
        manager.create_table(table.primary_key(&mut key).clone()).await
    }
}
