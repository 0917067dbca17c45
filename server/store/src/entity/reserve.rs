//! What is in store of the data of a form and a year, for some structures. Derived from the deliveries.

use sea_orm::entity::prelude::*;

/// A row of `reserve`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reserve")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub about: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// Codes of the départements of the structures, each between two commas; `*` for the whole country.
    #[sea_orm(primary_key, auto_increment = false)]
    pub places: String,
    /// What the measure was made from.
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    /// Microseconds since 1970.
    pub measured_at: i64,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
