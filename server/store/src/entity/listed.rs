//! What the queue reads of a dossier that was sent. Derived from the log.

use sea_orm::entity::prelude::*;

/// A row of `listed`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    pub awaits: String,
    pub state: String,
    pub about: String,
    pub kind: String,
    pub year: i32,
    pub structure_name: String,
    /// The same without capitals nor accents: names are ordered by it.
    pub plain_name: String,
    pub places: String,
    pub reference: String,
    /// Microseconds since 1970: last version sent.
    pub submitted_at: i64,
    /// Microseconds since 1970: since when it awaits that.
    pub since: i64,
    /// Microseconds since 1970: since when the delay would run, had it never stopped.
    pub running_from: Option<i64>,
    /// How pressing it is among the others, the least first.
    pub pressing: i64,
    /// Hundredths.
    pub posts: Option<i64>,
    /// Hundredths of a percent.
    pub gap: Option<i64>,
    /// Cents.
    pub amount: Option<i64>,
    pub findings: i32,
    #[sea_orm(column_type = "Text")]
    pub words: String,
}

impl ActiveModelBehavior for ActiveModel {}
