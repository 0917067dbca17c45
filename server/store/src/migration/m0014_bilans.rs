//! Dossiers that are bilans, one of each beside the demand of the same year.

use sea_orm_migration::{prelude::*, schema::string};

/// What each dossier is about; those of before ask for a convention.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const NAME: &str = "idx-dossier-demand";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::alter();
        table.table("dossier").add_column(string("about").default("demand"));
        manager.alter_table(table.clone()).await?;
        manager.drop_index(Index::drop().name(NAME).table("dossier").clone()).await?;
        let mut index = Index::create();
        index.name(NAME).table("dossier").unique();
        for column in ["structure_id", "kind", "year", "about"] {
            index.col(column);
        }
        manager.create_index(index.clone()).await
    }
}
