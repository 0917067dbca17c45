//! An answer that a service keeps at hand.

use sea_orm::entity::prelude::*;

/// A row of `canned`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "canned")]
pub struct Model {
    /// Level and départements: `departement 29`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub service: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub title: String,
    /// Parted by commas.
    pub tags: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
