//! An event of a dossier's log: written once, never changed.

use sea_orm::entity::prelude::*;

/// A row of `event`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, unique_key = "stamp")]
    pub dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    #[sea_orm(unique_key = "stamp")]
    pub client_id: Option<String>,
    #[sea_orm(unique_key = "stamp")]
    pub client_number: Option<i64>,
    /// The event as JSON: the exact text the digest covers.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// SHA-256 of the previous digest and of the text.
    #[sea_orm(column_type = "Blob")]
    pub digest: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
