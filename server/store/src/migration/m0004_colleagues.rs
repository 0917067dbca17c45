//! Who acts for which structure: the people a step may be given to.

use sea_orm_migration::{prelude::*, schema::uuid};

/// Creates the table of colleagues.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("colleague").col(uuid("structure_id")).col(uuid("person_id"));
        let mut key = Index::create();
        key.name("pk-colleague").primary().col("structure_id").col("person_id");
        manager.create_table(table.primary_key(&mut key).clone()).await
    }
}
