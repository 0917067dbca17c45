//! What a service noted on a dossier. Derived from the log.

use sea_orm::entity::prelude::*;

/// A row of `shared`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shared")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// The service, as its key says it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub service: String,
    /// Who takes care of it.
    pub agent: Option<Uuid>,
    /// The event since which they do, or nobody does.
    pub given: i64,
    /// The labels, each after and before a line feed.
    #[sea_orm(column_type = "Text")]
    pub labels: String,
    /// The same without capitals nor accents: they are searched by it.
    #[sea_orm(column_type = "Text")]
    pub plain_labels: String,
}

impl ActiveModelBehavior for ActiveModel {}
