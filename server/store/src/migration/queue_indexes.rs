//! The indexes that the queue is read from: one that a dossier is found in, one for a part of the whole country.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;

/// Their names, what each begins with, what it ends with.
const INDEXES: [(&str, [&str; 2], Option<&str>); 2] = [
    ("idx-listed-dossier", ["dossier_id", "awaits"], None),
    ("idx-listed-part", ["awaits", "kind"], Some("dossier_id")),
];

/// Creates them on what the queue filters and orders by.
pub(super) async fn create(manager: &SchemaManager<'_>, read: &[&'static str]) -> Result<(), DbErr> {
    // The name is in the index where that is bounded by nothing.
    let name = (manager.get_database_backend() == DatabaseBackend::Sqlite).then_some("plain_name");
    for (index, first, last) in INDEXES {
        let mut created = Index::create();
        created.name(index).table("listed");
        let rest = read.iter().copied().filter(|column| !first.contains(column));
        for column in first.into_iter().chain(rest).chain(name).chain(last) {
            created.col(column);
        }
        manager.create_index(created.clone()).await?;
    }
    Ok(())
}

/// Takes them away, before they are created on something else.
pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (index, ..) in INDEXES {
        manager.drop_index(Index::drop().name(index).table("listed").to_owned()).await?;
    }
    Ok(())
}
