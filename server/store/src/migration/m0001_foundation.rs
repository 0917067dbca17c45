//! The first tables: log, dossiers, deliveries of ASP, people and sessions.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, string, string_null, text, uuid},
};

/// Creates the first tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            dossier(),
            dossier_territory(),
            event(),
            structure(),
            annexe(),
            annexe_rejection(),
            delivery(),
            person(),
            session(),
        ] {
            manager.create_table(table).await?;
        }
        for index in [
            index("dossier", "demand", &["structure_id", "kind", "year"]).unique().to_owned(),
            index("dossier", "reference", &["reference"]).unique().to_owned(),
            index("dossier", "queue", &["state", "submitted_at"]),
            index("dossier_territory", "departement", &["departement"]),
            index("event", "stamp", &["dossier_id", "client_id", "client_number"]).unique().to_owned(),
            index("structure", "asp_id", &["asp_id"]).unique().to_owned(),
            index("annexe", "asp_id", &["asp_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn index(table: &'static str, name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("idx-{table}-{name}")).table(table);
    for column in columns {
        index.col(*column);
    }
    index.clone()
}

fn key(table: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    key.name(format!("pk-{table}")).primary();
    for column in columns {
        key.col(*column);
    }
    key.clone()
}

fn dossier() -> TableCreateStatement {
    Table::create()
        .table("dossier")
        .col(uuid("id").primary_key())
        .col(uuid("structure_id"))
        .col(string("kind"))
        .col(integer("year"))
        .col(string("structure_name"))
        .col(string("departement"))
        .col(string("state"))
        .col(string("deadline"))
        .col(string_null("reference"))
        .col(big_integer("head"))
        .col(blob("digest"))
        .col(big_integer("changed_at"))
        .col(big_integer_null("submitted_at"))
        .col(text("snapshot"))
        .to_owned()
}

fn dossier_territory() -> TableCreateStatement {
    Table::create()
        .table("dossier_territory")
        .col(uuid("dossier_id"))
        .col(string("departement"))
        .primary_key(&mut key("dossier_territory", &["dossier_id", "departement"]))
        .to_owned()
}

fn event() -> TableCreateStatement {
    Table::create()
        .table("event")
        .col(uuid("dossier_id"))
        .col(big_integer("seq"))
        .col(string_null("client_id"))
        .col(big_integer_null("client_number"))
        .col(text("body"))
        .col(blob("digest"))
        .primary_key(&mut key("event", &["dossier_id", "seq"]))
        .to_owned()
}

fn structure() -> TableCreateStatement {
    Table::create()
        .table("structure")
        .col(uuid("id").primary_key())
        .col(big_integer("asp_id"))
        .col(string("name"))
        .col(string("siret"))
        .col(string_null("departement"))
        .col(string("delivered"))
        .col(text("body"))
        .to_owned()
}

fn annexe() -> TableCreateStatement {
    Table::create()
        .table("annexe")
        .col(big_integer("row_id").primary_key())
        .col(big_integer("asp_id"))
        .col(string("measure"))
        .col(integer("year"))
        .col(string("state"))
        .col(string("delivered"))
        .col(text("body"))
        .to_owned()
}

fn annexe_rejection() -> TableCreateStatement {
    Table::create()
        .table("annexe_rejection")
        .col(big_integer("row_id"))
        .col(string("reason"))
        .primary_key(&mut key("annexe_rejection", &["row_id", "reason"]))
        .to_owned()
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table("delivery")
        .col(string("digest").primary_key())
        .col(string("name"))
        .col(string("view"))
        .col(string("date"))
        .col(big_integer("rows"))
        .col(big_integer("rejected"))
        .col(big_integer("imported_at"))
        .to_owned()
}

fn person() -> TableCreateStatement {
    Table::create().table("person").col(uuid("id").primary_key()).col(string("name")).to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(string("token").primary_key())
        .col(text("viewer"))
        .col(big_integer("until"))
        .to_owned()
}
