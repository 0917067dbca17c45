//! What other services are to be asked, and what they answered.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, string, string_null, uuid},
};

/// Creates the tables of questions and of answers.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut questions = Table::create();
        questions.table("awaited_source").col(uuid("dossier_id")).col(string("source"));
        questions.col(integer("tries")).col(big_integer("due_at")).col(string_null("silence"));
        let mut key = Index::create();
        key.name("pk-awaited-source").primary().col("dossier_id").col("source");
        manager.create_table(questions.primary_key(&mut key).clone()).await?;
        let mut answers = Table::create();
        answers.table("kept_answer").col(string("key").primary_key()).col(string("day")).col(blob("bytes"));
        manager.create_table(answers.clone()).await
    }
}
