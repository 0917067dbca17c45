//! The structure that migrations make is the one that entities say.

use std::collections::BTreeSet;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, Schema, Statement,
};
use sea_orm_migration::MigratorTrait;

use super::{
    agent, annexe, annexe_rejection, awaited_piece, awaited_source, canned, colleague, delivery, dossier,
    dossier_territory, emplois_annexe, emplois_convention, event, followed, hearing, kept_answer,
    line_change, listed, looked, mailbox, network_member, notice, person, realised, reserve, saved_view,
    searched, session, shared, structure, tally,
};
use crate::migration::Migrator;

/// What the database itself tells: columns with their types, keys and unique indexes; but for the index of words, which
/// no entity says.
const SQLITE: &str = "\
    SELECT m.name || '.' || c.name || ' ' || lower(c.type) || ' null=' || (1 - c.\"notnull\") || ' key=' || c.pk \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'seaql%' AND m.name NOT LIKE 'sqlite%' \
        AND m.name NOT LIKE 'searched_words%' \
    UNION \
    SELECT m.name || ' unique ' || (SELECT group_concat(name, ',') FROM pragma_index_info(i.name)) \
    FROM sqlite_master m JOIN pragma_index_list(m.name) i \
    WHERE m.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk' AND m.name NOT LIKE 'seaql%'";
const POSTGRES: &str = "\
    SELECT table_name || '.' || column_name || ' ' || data_type || ' null=' || is_nullable \
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'seaql%' \
        AND table_name || column_name <> 'searchedvector' \
    UNION \
    SELECT t.relname || CASE WHEN i.indisprimary THEN ' key ' ELSE ' unique ' END \
        || (SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum)) \
            FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey)) \
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
    WHERE i.indisunique AND t.relnamespace = current_schema()::regnamespace AND t.relname NOT LIKE 'seaql%'";

async fn told(connection: &DatabaseConnection) -> BTreeSet<String> {
    let backend = connection.get_database_backend();
    let question = if backend == DbBackend::Sqlite { SQLITE } else { POSTGRES };
    let rows = connection.query_all_raw(Statement::from_string(backend, question)).await;
    rows.expect("the catalogue answers")
        .iter()
        .map(|row| row.try_get_by_index(0).expect("one text a row"))
        .collect()
}

async fn make<E: EntityTrait>(connection: &DatabaseConnection, entity: E) {
    let schema = Schema::new(connection.get_database_backend());
    let table = schema.create_table_from_entity(entity);
    connection.execute(&table).await.expect("a new table");
    for index in schema.create_index_from_entity(entity) {
        connection.execute(&index).await.expect("a new index");
    }
}

async fn make_all(connection: &DatabaseConnection) {
    make(connection, agent::Entity).await;
    make(connection, annexe::Entity).await;
    make(connection, followed::Entity).await;
    make(connection, line_change::Entity).await;
    make(connection, saved_view::Entity).await;
    make(connection, shared::Entity).await;
    make(connection, annexe_rejection::Entity).await;
    make(connection, delivery::Entity).await;
    make(connection, dossier::Entity).await;
    make(connection, dossier_territory::Entity).await;
    make(connection, emplois_annexe::Entity).await;
    make(connection, emplois_convention::Entity).await;
    make(connection, network_member::Entity).await;
    make(connection, event::Entity).await;
    make(connection, hearing::Entity).await;
    make(connection, awaited_piece::Entity).await;
    make(connection, awaited_source::Entity).await;
    make(connection, kept_answer::Entity).await;
    make(connection, listed::Entity).await;
    make(connection, canned::Entity).await;
    make(connection, colleague::Entity).await;
    make(connection, looked::Entity).await;
    make(connection, mailbox::Entity).await;
    make(connection, notice::Entity).await;
    make(connection, person::Entity).await;
    make(connection, realised::Entity).await;
    make(connection, reserve::Entity).await;
    make(connection, searched::Entity).await;
    make(connection, session::Entity).await;
    make(connection, structure::Entity).await;
    make(connection, tally::Entity).await;
}

async fn alone(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).idle_timeout(None).max_lifetime(None);
    Database::connect(options).await.expect("the database opens")
}

#[tokio::test]
async fn entities_say_what_migrations_make_on_sqlite() {
    let (migrated, made) = (alone("sqlite::memory:").await, alone("sqlite::memory:").await);
    Migrator::up(&migrated, None).await.expect("migrations pass");
    make_all(&made).await;
    assert_eq!(told(&migrated).await, told(&made).await);
}

#[tokio::test]
async fn entities_say_what_migrations_make_on_postgres() {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        eprintln!("skipped: no PostgreSQL in DATABASE_URL");
        return;
    };
    let connection = alone(&url).await;
    let enter = async |name: &str| {
        let query =
            format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path = {name}");
        connection.execute_unprepared(&query).await.expect("a new schema");
    };
    let name = |kind: &str| format!("{kind}_{}", std::process::id());
    enter(&name("migrated")).await;
    Migrator::up(&connection, None).await.expect("migrations pass");
    let migrated = told(&connection).await;
    enter(&name("made")).await;
    make_all(&connection).await;
    let made = told(&connection).await;
    for kind in ["migrated", "made"] {
        let query = format!("DROP SCHEMA {} CASCADE", name(kind));
        connection.execute_unprepared(&query).await.expect("the schema goes");
    }
    assert_eq!(migrated, made);
}
