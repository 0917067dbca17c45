//! Snapshots of a new shape: each is folded again from its log.

use sea_orm_migration::prelude::*;

use crate::repository::refold;

/// Folds every log again, under the name of what the snapshots gained.
pub(crate) struct Refolded(pub(crate) &'static str);

impl MigrationName for Refolded {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Refolded {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        refold(manager.get_connection()).await
    }
}
