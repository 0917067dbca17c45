//! An annexe as les emplois last told it.

use sea_orm::entity::prelude::*;

/// A row of `emplois_annexe`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emplois_annexe")]
pub struct Model {
    /// With its amendments.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    #[sea_orm(indexed)]
    pub asp_id: i64,
    pub kind: String,
    pub state: String,
    pub first_day: String,
    pub last_day: String,
    /// Day it was told.
    pub delivered: String,
}

impl ActiveModelBehavior for ActiveModel {}
