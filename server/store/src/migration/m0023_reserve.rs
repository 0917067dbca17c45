//! What is in store of the data of a form and a year, before any dossier.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string, text},
};

/// Creates the table of measures; the first is made when the service starts.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("reserve").col(string("about")).col(integer("year")).col(string("places"));
        table.col(text("basis")).col(big_integer("measured_at")).col(text("body"));
        let mut key = Index::create();
        key.name("pk-reserve").primary().col("about").col("year").col("places");
        manager.create_table(table.primary_key(&mut key).clone()).await
    }
}
