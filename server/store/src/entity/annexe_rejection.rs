//! Reasons ASP refused an annexe: one row of its file each.

use sea_orm::entity::prelude::*;

/// A row of `annexe_rejection`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "annexe_rejection")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub reason: String,
}

impl ActiveModelBehavior for ActiveModel {}
