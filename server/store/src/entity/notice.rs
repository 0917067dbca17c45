//! Something that a person is told of a dossier, and the mail that carries it.

use sea_orm::entity::prelude::*;

/// A row of `notice`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    /// Its name among those of the dossier: an event, or a deadline.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// On which side of the dossier its reader is.
    pub whom: String,
    /// Code of its cause.
    pub cause: String,
    /// Microseconds since 1970: when it happened.
    pub at: i64,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// The page to go to.
    pub path: String,
    /// Microseconds since 1970: when it was read.
    pub read_at: Option<i64>,
    /// What became of its mail: `waiting`, `sent`, `bounced`, `given_up`, `kept`.
    pub mail: String,
    /// Where the mail was sent.
    pub address: Option<String>,
    /// Why it did not leave the last time, or never will.
    pub reason: Option<String>,
    /// Tries in vain.
    pub tries: i32,
    /// Microseconds since 1970: when the turn of the mail comes.
    pub due_at: i64,
    /// Microseconds since 1970: until when somebody has it alone.
    pub held_until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
