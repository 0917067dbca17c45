//! The networks that structures belong to.

use sea_orm_migration::{prelude::*, schema::string};

/// Creates the table of the sheet of networks.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut members = Table::create();
        members.table("network_member").col(string("siret")).col(string("network")).col(string("delivered"));
        let mut key = Index::create();
        key.name("pk-network_member").primary().col("siret").col("network");
        manager.create_table(members.primary_key(&mut key).clone()).await?;
        let mut index = Index::create();
        index.name("idx-network_member-delivered").table("network_member").col("delivered");
        manager.create_index(index.clone()).await
    }
}
