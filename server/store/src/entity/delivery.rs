//! A file that was imported.

use sea_orm::entity::prelude::*;

/// A row of `delivery`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// SHA-256 of the file, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    pub name: String,
    pub view: String,
    /// Day of the delivery.
    pub date: String,
    pub rows: i64,
    pub rejected: i64,
    /// Microseconds since 1970.
    pub imported_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
