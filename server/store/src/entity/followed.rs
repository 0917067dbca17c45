//! A dossier that a person follows.

use sea_orm::entity::prelude::*;

/// A row of `followed`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "followed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
