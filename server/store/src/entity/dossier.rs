//! A dossier: its snapshot, and the columns that lists and searches need. Derived from the log.

use sea_orm::entity::prelude::*;

/// A row of `dossier`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "demand")]
    pub structure_id: Uuid,
    #[sea_orm(unique_key = "demand")]
    pub kind: String,
    #[sea_orm(unique_key = "demand")]
    pub year: i32,
    #[sea_orm(unique_key = "demand")]
    pub about: String,
    pub structure_name: String,
    pub departement: String,
    pub state: String,
    pub deadline: String,
    #[sea_orm(unique)]
    pub reference: Option<String>,
    /// Last event folded in the snapshot.
    pub head: i64,
    /// Digest of the last event.
    #[sea_orm(column_type = "Blob")]
    pub digest: Vec<u8>,
    /// Microseconds since 1970.
    pub changed_at: i64,
    pub submitted_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub snapshot: String,
}

impl ActiveModelBehavior for ActiveModel {}
