//! When the line of a dossier in the queue last changed.

use sea_orm::entity::prelude::*;

/// A row of `line_change`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "line_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// Microseconds since 1970.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
