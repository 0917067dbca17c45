//! A membership of a network, as the sheet last told it.

use sea_orm::entity::prelude::*;

/// A row of `network_member`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "network_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub siret: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub network: String,
    /// Day of the sheet.
    pub delivered: String,
}

impl ActiveModelBehavior for ActiveModel {}
