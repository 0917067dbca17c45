//! How far a person has seen a dossier.

use sea_orm::entity::prelude::*;

/// A row of `looked`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "looked")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// The last event seen.
    pub seq: i64,
    /// Microseconds since 1970.
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
