//! A document that waits for the antivirus.

use sea_orm::entity::prelude::*;

/// A row of `awaited_piece`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "awaited_piece")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Tries in vain.
    pub tries: i32,
    /// When its turn comes.
    pub due_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
