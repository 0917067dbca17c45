//! The départements a dossier concerns.

use sea_orm::entity::prelude::*;

/// A row of `dossier_territory`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_territory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub departement: String,
}

impl ActiveModelBehavior for ActiveModel {}
