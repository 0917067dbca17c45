//! The country as les emplois tells it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, string, string_null},
};

/// Creates the tables of conventions and annexes.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut conventions = Table::create();
        conventions.table("emplois_convention").col(big_integer("asp_id")).col(string("kind"));
        conventions.col(string("siret_signature")).col(boolean("active")).col(string_null("deactivated"));
        conventions.col(string("delivered"));
        let mut key = Index::create();
        key.name("pk-emplois_convention").primary().col("asp_id").col("kind");
        manager.create_table(conventions.primary_key(&mut key).clone()).await?;
        let mut annexes = Table::create();
        annexes.table("emplois_annexe").col(string("number").primary_key()).col(big_integer("asp_id"));
        annexes.col(string("kind")).col(string("state")).col(string("first_day")).col(string("last_day"));
        manager.create_table(annexes.col(string("delivered")).clone()).await?;
        let mut index = Index::create();
        index.name("idx-emplois_annexe-asp_id").table("emplois_annexe").col("asp_id");
        manager.create_index(index.clone()).await
    }
}
