//! A convention as les emplois last told it.

use sea_orm::entity::prelude::*;

/// A row of `emplois_convention`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emplois_convention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub asp_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    pub siret_signature: String,
    pub active: bool,
    pub deactivated: Option<String>,
    /// Day it was told.
    pub delivered: String,
}

impl ActiveModelBehavior for ActiveModel {}
