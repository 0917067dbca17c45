//! The country as les emplois tells it: conventions and annexes, written and counted.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Kind, Result,
    emplois::{Annexe, Convention, Held, Population},
};
use form::Date;
use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{OnConflict, Query},
};

use super::deliveries::not_newer;
use crate::{
    Store,
    convert::{failed, number},
    entity::{emplois_annexe, emplois_convention, structure},
};

#[async_trait]
impl Population for Store {
    async fn held(&self) -> Result<Vec<Held>> {
        let known = Query::select().column(structure::Column::AspId).from(structure::Entity).to_owned();
        let conventions = by_kind::<emplois_convention::Entity>(emplois_convention::Column::Kind);
        let delivered = conventions.clone().filter(emplois_convention::COLUMN.asp_id.in_subquery(known));
        let annexes = by_kind::<emplois_annexe::Entity>(emplois_annexe::Column::Kind);
        let (conventions, delivered, annexes) =
            (counts(self, conventions).await?, counts(self, delivered).await?, counts(self, annexes).await?);
        let of = |counts: &BTreeMap<String, u64>, kind: Kind| counts.get(kind.code()).copied().unwrap_or(0);
        let held = Kind::ALL.into_iter().map(|kind| Held {
            kind,
            conventions: of(&conventions, kind),
            delivered: of(&delivered, kind),
            annexes: of(&annexes, kind),
        });
        Ok(held.filter(|held| held.conventions + held.annexes > 0).collect())
    }
}

/// The rows of a table, counted by kind.
fn by_kind<E: EntityTrait>(kind: E::Column) -> sea_orm::Select<E> {
    use sea_orm::ColumnTrait;
    E::find().select_only().column(kind).column_as(kind.count(), "rows").group_by(kind)
}

async fn counts<E: EntityTrait>(store: &Store, query: sea_orm::Select<E>) -> Result<BTreeMap<String, u64>> {
    let counted = query.into_tuple::<(String, i64)>().all(&store.read).await.map_err(failed)?;
    Ok(counted.into_iter().map(|(kind, rows)| (kind, number(rows))).collect())
}

/// Writes conventions; one that a newer file told stays as it is.
pub(super) async fn import_conventions(
    txn: &DatabaseTransaction,
    conventions: Vec<Convention>,
    delivered: Date,
) -> Result<u64> {
    let count = conventions.len() as u64;
    // One statement may not touch the same row twice: the last of a chunk speaks.
    let unique: BTreeMap<(i64, Kind), Convention> =
        conventions.into_iter().map(|told| ((told.asp_id, told.kind), told)).collect();
    let rows = unique.into_values().map(|told| emplois_convention::ActiveModel {
        asp_id: Set(told.asp_id),
        kind: Set(told.kind.code().to_owned()),
        siret_signature: Set(told.siret_signature.to_string()),
        active: Set(told.active),
        deactivated: Set(told.deactivated.map(|day| day.to_string())),
        delivered: Set(delivered.to_string()),
    });
    let key = [emplois_convention::Column::AspId, emplois_convention::Column::Kind];
    let replace = OnConflict::columns(key)
        .update_columns([
            emplois_convention::Column::SiretSignature,
            emplois_convention::Column::Active,
            emplois_convention::Column::Deactivated,
            emplois_convention::Column::Delivered,
        ])
        .action_and_where(not_newer("emplois_convention", delivered))
        .to_owned();
    let query = emplois_convention::Entity::insert_many(rows).on_conflict(replace);
    query.exec_without_returning(txn).await.map_err(failed)?;
    Ok(count)
}

/// Writes annexes; one that a newer file told stays as it is.
pub(super) async fn import_annexes(
    txn: &DatabaseTransaction,
    annexes: Vec<Annexe>,
    delivered: Date,
) -> Result<u64> {
    let count = annexes.len() as u64;
    let unique: BTreeMap<_, Annexe> =
        annexes.into_iter().map(|annexe| (annexe.number.clone(), annexe)).collect();
    let rows = unique.into_values().map(|annexe| emplois_annexe::ActiveModel {
        number: Set(annexe.number.into()),
        asp_id: Set(annexe.asp_id),
        kind: Set(annexe.kind.code().to_owned()),
        state: Set(annexe.state.code().to_owned()),
        first_day: Set(annexe.start.to_string()),
        last_day: Set(annexe.end.to_string()),
        delivered: Set(delivered.to_string()),
    });
    let replace = OnConflict::column(emplois_annexe::Column::Number)
        .update_columns([
            emplois_annexe::Column::AspId,
            emplois_annexe::Column::Kind,
            emplois_annexe::Column::State,
            emplois_annexe::Column::FirstDay,
            emplois_annexe::Column::LastDay,
            emplois_annexe::Column::Delivered,
        ])
        .action_and_where(not_newer("emplois_annexe", delivered))
        .to_owned();
    let query = emplois_annexe::Entity::insert_many(rows).on_conflict(replace);
    query.exec_without_returning(txn).await.map_err(failed)?;
    Ok(count)
}
