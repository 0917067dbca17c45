//! What was done under an annexe in a year, as one source tells it: sums, that name nobody.

use sea_orm::entity::prelude::*;

/// A row of `realised`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "realised")]
pub struct Model {
    /// The annexe as its source names it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub annexe: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// `af_id_annexe_financiere`, where the source tells it.
    #[sea_orm(indexed)]
    pub annexe_id: Option<i64>,
    /// Number without its amendments, where the source tells it.
    #[sea_orm(indexed)]
    pub number: Option<String>,
    /// Day it speaks of.
    pub as_of: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
