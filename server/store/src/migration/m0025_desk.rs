//! Where each person looked last at a dossier, and the answers that services keep at hand.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, text, uuid},
};

/// Creates both tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut looked = Table::create();
        looked.table("looked").col(uuid("person_id")).col(uuid("dossier_id"));
        looked.col(big_integer("seq")).col(big_integer("at"));
        let mut key = Index::create();
        key.name("pk-looked").primary().col("person_id").col("dossier_id");
        manager.create_table(looked.primary_key(&mut key).clone()).await?;
        let mut canned = Table::create();
        canned.table("canned").col(string("service")).col(string("title"));
        canned.col(string("tags")).col(text("text"));
        let mut key = Index::create();
        key.name("pk-canned").primary().col("service").col("title");
        manager.create_table(canned.primary_key(&mut key).clone()).await
    }
}
