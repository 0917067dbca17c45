//! The last day that a source said again what it had said of a dossier.

use sea_orm::entity::prelude::*;

/// A row of `hearing`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hearing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// Code of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// The day, `2026-11-23`.
    pub day: String,
}

impl ActiveModelBehavior for ActiveModel {}
