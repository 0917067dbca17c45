//! An answer of another service, kept with the day it came.

use sea_orm::entity::prelude::*;

/// A row of `kept_answer`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The day, `2026-11-26`.
    pub day: String,
    #[sea_orm(column_type = "Blob")]
    pub bytes: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
