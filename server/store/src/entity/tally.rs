//! What became of the data of a dossier, as it was last sent. Derived from the log.

use sea_orm::entity::prelude::*;

/// A row of `tally`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// Microseconds since 1970: when the version counted was sent.
    pub submitted_at: i64,
    /// Version of the rules that counted it.
    pub rule: i32,
    /// Microseconds since 1970.
    pub counted_at: i64,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// What is contested in it, as JSON; none where nothing is.
    #[sea_orm(column_type = "Text", nullable)]
    pub contests: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
