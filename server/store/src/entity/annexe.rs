//! An avenant of an annexe as the last delivery of ASP tells it.

use sea_orm::entity::prelude::*;

/// A row of `annexe`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "annexe")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: i64,
    #[sea_orm(indexed)]
    pub asp_id: i64,
    pub measure: String,
    pub year: i32,
    pub state: String,
    /// Day of the delivery.
    pub delivered: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
