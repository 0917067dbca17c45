//! A structure as the last delivery of ASP tells it.

use sea_orm::entity::prelude::*;

/// A row of `structure`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "structure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub asp_id: i64,
    pub name: String,
    pub siret: String,
    pub departement: Option<String>,
    /// Day of the delivery.
    pub delivered: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
