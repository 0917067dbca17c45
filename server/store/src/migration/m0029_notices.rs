//! What people are told of dossiers, the mails that carry it, and where each receives theirs.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, integer, string, string_null, text, uuid},
};

/// Creates both tables. What happened before is told to nobody: it is old news.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut notices = Table::create();
        notices.table("notice").col(uuid("dossier_id")).col(string("key")).col(uuid("person_id"));
        notices.col(string("whom")).col(string("cause")).col(big_integer("at"));
        notices.col(text("subject")).col(text("text")).col(string("path")).col(big_integer_null("read_at"));
        notices.col(string("mail")).col(string_null("address")).col(string_null("reason"));
        notices.col(integer("tries")).col(big_integer("due_at")).col(big_integer("held_until"));
        // One a person and a thing that happened, however often it is told.
        notices.primary_key(Index::create().col("dossier_id").col("key").col("person_id"));
        manager.create_table(notices.clone()).await?;
        let mut own = Index::create();
        own.name("idx-notice-own").table("notice").col("person_id").col("at");
        manager.create_index(own.clone()).await?;
        let mut due = Index::create();
        due.name("idx-notice-due").table("notice").col("mail").col("due_at");
        manager.create_index(due.clone()).await?;
        let mut mailboxes = Table::create();
        mailboxes.table("mailbox").col(uuid("person_id").primary_key()).col(string("address"));
        manager.create_table(mailboxes.clone()).await
    }
}
