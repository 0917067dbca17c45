//! Where a person receives their mail, as who let them log in last said it.

use sea_orm::entity::prelude::*;

/// A row of `mailbox`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub address: String,
}

impl ActiveModelBehavior for ActiveModel {}
