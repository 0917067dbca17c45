//! What became of the data of each dossier sent.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text, text_null, uuid},
};

/// Creates the table of counts; dossiers sent before are counted when the service starts.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("tally").col(uuid("dossier_id").primary_key());
        table.col(big_integer("submitted_at")).col(integer("rule")).col(big_integer("counted_at"));
        table.col(text("body")).col(text_null("contests"));
        manager.create_table(table.clone()).await
    }
}
