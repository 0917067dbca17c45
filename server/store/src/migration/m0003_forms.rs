//! Snapshots keep the last change of form: each is folded again from its log.

use sea_orm_migration::prelude::*;

use crate::repository::refold;

/// Folds every log again.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        refold(manager.get_connection()).await
    }
}
