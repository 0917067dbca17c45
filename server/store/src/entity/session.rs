//! A session; the secret stays with the person, its digest is here.

use sea_orm::entity::prelude::*;

/// A row of `session`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token: String,
    /// Who asks and in whose name, as JSON.
    #[sea_orm(column_type = "Text")]
    pub viewer: String,
    /// Microseconds since 1970.
    pub until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
