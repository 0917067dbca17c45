//! The documents that wait for the antivirus.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string, uuid},
};

/// Creates the table of documents that wait.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("awaited_piece").col(uuid("dossier_id")).col(string("digest"));
        table.col(integer("tries")).col(big_integer("due_at"));
        let mut key = Index::create();
        key.name("pk-awaited-piece").primary().col("dossier_id").col("digest");
        manager.create_table(table.primary_key(&mut key).clone()).await
    }
}
