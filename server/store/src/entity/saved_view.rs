//! A view of the queue that a person keeps.

use sea_orm::entity::prelude::*;

/// A row of `saved_view`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "own")]
    pub person_id: Uuid,
    #[sea_orm(unique_key = "own")]
    pub name: String,
    /// What follows the path in its address.
    #[sea_orm(column_type = "Text")]
    pub query: String,
}

impl ActiveModelBehavior for ActiveModel {}
