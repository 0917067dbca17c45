//! How services share out their work: their people, what they note on dossiers, what each person follows and keeps.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, text, uuid, uuid_null},
};

/// Creates the tables. What is noted is in no log yet, so that nothing is to be derived.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut agents = Table::create();
        agents.table("agent").col(string("service")).col(uuid("person_id"));
        agents.primary_key(Index::create().col("service").col("person_id"));
        manager.create_table(agents.clone()).await?;
        let mut shared = Table::create();
        shared.table("shared").col(uuid("dossier_id")).col(string("service"));
        shared.col(uuid_null("agent")).col(big_integer("given"));
        shared.col(text("labels")).col(text("plain_labels"));
        shared.primary_key(Index::create().col("dossier_id").col("service"));
        manager.create_table(shared.clone()).await?;
        let mut of_agent = Index::create();
        of_agent.name("idx-shared-agent").table("shared").col("service").col("agent").col("dossier_id");
        manager.create_index(of_agent.clone()).await?;
        let mut followed = Table::create();
        followed.table("followed").col(uuid("person_id")).col(uuid("dossier_id"));
        followed.primary_key(Index::create().col("person_id").col("dossier_id"));
        manager.create_table(followed.clone()).await?;
        let mut changes = Table::create();
        changes.table("line_change").col(uuid("dossier_id").primary_key()).col(big_integer("at"));
        manager.create_table(changes.clone()).await?;
        let mut last = Index::create();
        last.name("idx-line_change-at").table("line_change").col("at");
        manager.create_index(last.clone()).await?;
        let mut views = Table::create();
        views.table("saved_view").col(uuid("id").primary_key());
        views.col(uuid("person_id")).col(string("name")).col(text("query"));
        manager.create_table(views.clone()).await?;
        let mut own = Index::create();
        own.name("idx-saved_view-own").table("saved_view").col("person_id").col("name").unique();
        manager.create_index(own.clone()).await
    }
}
