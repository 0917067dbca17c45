//! What was done under the annexes, as sums.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer, string, string_null, text},
};

/// Creates the table of totals.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("realised").col(string("annexe")).col(integer("year")).col(string("source"));
        table.col(big_integer_null("annexe_id")).col(string_null("number")).col(string("as_of"));
        table.col(text("body"));
        let mut key = Index::create();
        key.name("pk-realised").primary().col("annexe").col("year").col("source");
        manager.create_table(table.primary_key(&mut key).clone()).await?;
        for column in ["annexe_id", "number"] {
            let mut index = Index::create();
            index.name(format!("idx-realised-{column}")).table("realised").col(column);
            manager.create_index(index.clone()).await?;
        }
        Ok(())
    }
}
