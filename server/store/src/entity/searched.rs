//! What words are looked for in, of a dossier that was sent. Derived from the log; the database keeps its index.

use sea_orm::entity::prelude::*;

/// A row of `searched`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "searched")]
pub struct Model {
    /// In the order in which dossiers were first sent.
    #[sea_orm(primary_key)]
    pub number: i64,
    #[sea_orm(unique)]
    pub dossier_id: Uuid,
    /// Who finds it and what it is for, a mark each: `_d29 _kaci _y2027 _ademand`.
    pub scope: String,
    /// Its words, a space between them.
    #[sea_orm(column_type = "Text")]
    pub words: String,
    /// The texts that are quoted, as JSON.
    #[sea_orm(column_type = "Text")]
    pub texts: String,
}

impl ActiveModelBehavior for ActiveModel {}
