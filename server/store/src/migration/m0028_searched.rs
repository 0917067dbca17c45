//! The words of the queue: those of the texts that structures sent, with an index that the database keeps itself; and
//! indexes from which the queue is read without its rows.

use sea_orm::DatabaseBackend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, string, text, uuid},
};

use super::queue_indexes;
use crate::repository::search_all;

/// Creates the table and its index, fills it from the snapshots, and replaces the indexes of the queue.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An FTS5 index beside the table: it holds no text of its own, and what writes a row writes it in the same statement.
/// Words come without accents nor capitals, a space between them.
const SQLITE: &str = r"
CREATE VIRTUAL TABLE searched_words USING fts5(
    scope, words, content='searched', content_rowid='number',
    tokenize='unicode61 remove_diacritics 0', prefix='3 4');
CREATE TRIGGER searched_added AFTER INSERT ON searched BEGIN
    INSERT INTO searched_words(rowid, scope, words) VALUES (new.number, new.scope, new.words);
END;
CREATE TRIGGER searched_removed AFTER DELETE ON searched BEGIN
    INSERT INTO searched_words(searched_words, rowid, scope, words)
    VALUES ('delete', old.number, old.scope, old.words);
END;
CREATE TRIGGER searched_changed AFTER UPDATE ON searched BEGIN
    INSERT INTO searched_words(searched_words, rowid, scope, words)
    VALUES ('delete', old.number, old.scope, old.words);
    INSERT INTO searched_words(rowid, scope, words) VALUES (new.number, new.scope, new.words);
END;
";

/// A column that PostgreSQL derives itself. Marks are taken as they are, words by the plain configuration: no extension
/// is needed, accents are gone already.
const POSTGRES: &str = r#"
ALTER TABLE searched ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS
    (to_tsvector('simple', words) || array_to_tsvector(string_to_array(scope, ' '))) STORED;
CREATE INDEX "idx-searched-vector" ON searched USING GIN (vector);
"#;

/// What SQLite's planner is told of these indexes, for it counts nothing by itself: a dossier is one row of each, and
/// few things are awaited. Without it, it reads the rows of the key's index one by one.
const STATISTICS: &str = r"
ANALYZE sqlite_master;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('listed', 'sqlite_autoindex_listed_1', '500000 1'),
    ('listed', 'idx-listed-dossier', '500000 1 1 1 1 1 1 1 1 1 1 1 1 1 1'),
    ('listed', 'idx-listed-part', '500000 70000 20000 5000 5000 5000 1 1 1 1 1 1 1 1 1'),
    ('dossier_territory', 'idx-dossier_territory-places', '500000 5000 1'),
    ('dossier_territory', 'sqlite_autoindex_dossier_territory_1', '500000 1 1');
ANALYZE sqlite_master;
";

/// What the queue filtered and ordered by then.
const READ: [&str; 11] = [
    "kind",
    "year",
    "about",
    "state",
    "submitted_at",
    "since",
    "running_from",
    "posts",
    "gap",
    "amount",
    "findings",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        let mut table = Table::create();
        table.table("searched").col(big_pk_auto("number")).col(uuid("dossier_id").unique_key());
        table.col(string("scope")).col(text("words")).col(text("texts"));
        manager.create_table(table.clone()).await?;
        let db = manager.get_connection();
        db.execute_unprepared(if is_sqlite { SQLITE } else { POSTGRES }).await?;
        search_all(db).await?;
        for (table, name) in [
            ("listed", "idx-listed-running_from"),
            ("listed", "idx-listed-submitted_at"),
            ("listed", "idx-listed-since"),
            ("dossier_territory", "idx-dossier_territory-departement"),
        ] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        let mut places = Index::create();
        places.name("idx-dossier_territory-places").table("dossier_territory");
        places.col("departement").col("dossier_id");
        manager.create_index(places.clone()).await?;
        queue_indexes::create(manager, &READ).await?;
        if is_sqlite {
            db.execute_unprepared(STATISTICS).await?;
        }
        Ok(())
    }
}
