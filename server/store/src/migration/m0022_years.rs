//! The dossiers of a form and a year, found without reading their snapshots.

use sea_orm_migration::prelude::*;

/// Creates an index that says all that a list of them asks: what a row holds after its snapshot is far to read.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::create();
        index.name("idx-dossier-year").table("dossier");
        for column in ["about", "year", "state", "departement", "id"] {
            index.col(column);
        }
        manager.create_index(index.clone()).await
    }
}
