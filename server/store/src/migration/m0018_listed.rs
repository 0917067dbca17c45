//! The queue of the services: a narrow row for each dossier that was sent.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, integer, string, text, uuid},
};

use crate::repository::list_all;

/// Creates the table, and fills it from the snapshots.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The orders of the queue that are read from their index: each within what a dossier awaits.
const ORDERS: [&str; 3] = ["running_from", "submitted_at", "since"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("listed").col(uuid("dossier_id").primary_key());
        for name in ["awaits", "state", "about", "kind"] {
            table.col(string(name));
        }
        table.col(integer("year"));
        for name in ["structure_name", "plain_name", "places", "reference"] {
            table.col(string(name));
        }
        table.col(big_integer("submitted_at")).col(big_integer("since"));
        for name in ["running_from", "posts", "gap", "amount"] {
            table.col(big_integer_null(name));
        }
        table.col(integer("findings")).col(text("words"));
        // Later than this table: what fills it from the snapshots writes every column that rows have today.
        table.col(big_integer("pressing"));
        manager.create_table(table.clone()).await?;
        for order in ORDERS {
            let mut index = Index::create();
            index.name(format!("idx-listed-{order}")).table("listed");
            index.col("awaits").col(order).col("dossier_id");
            manager.create_index(index.clone()).await?;
        }
        list_all(manager.get_connection()).await
    }
}
