//! A source that is to be asked about a dossier.

use sea_orm::entity::prelude::*;

/// A row of `awaited_source`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "awaited_source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// Code of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// Tries in vain.
    pub tries: i32,
    /// When its turn comes.
    pub due_at: i64,
    /// Why it said nothing the last time, by its code.
    pub silence: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
