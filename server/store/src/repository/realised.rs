//! What was done under the annexes, as sums.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    Result, Structure,
    asp::realised::{Realised, Totals},
    ports::Realisations,
};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use crate::{
    Store,
    convert::{failed, from_json, json},
    entity::realised,
};

/// Totals written at once; it bounds the parameters of one statement.
const CHUNK: usize = 200;

#[async_trait]
impl Realisations for Store {
    async fn keep(&self, told: Vec<Totals>) -> Result<()> {
        let txn = self.begin().await.map_err(failed)?;
        // Each is let go once it is written: a national delivery has hundreds of thousands.
        let mut told = told.into_iter();
        loop {
            let chunk: Vec<Totals> = told.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            keep(&txn, chunk).await?;
        }
        txn.commit().await.map_err(failed)
    }

    async fn of(&self, structure: &Structure) -> Result<Realised> {
        let found = of_each(&self.read, std::slice::from_ref(structure)).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

/// What was done under the annexes of each of some structures, in one statement.
pub(super) async fn of_each(
    connection: &DatabaseConnection,
    structures: &[Structure],
) -> Result<Vec<Realised>> {
    // By the identifier of an annexe and by its number: the structures that have it.
    let (mut ids, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for (place, structure) in structures.iter().enumerate() {
        for annexe in &structure.annexes {
            ids.entry(annexe.annexe_id).or_insert_with(BTreeSet::new).insert(place);
            numbers.entry(annexe.number.prefix()).or_insert_with(BTreeSet::new).insert(place);
        }
    }
    let own = Condition::any()
        .add(realised::COLUMN.annexe_id.is_in(ids.keys().copied()))
        .add(realised::COLUMN.number.is_in(numbers.keys().copied()));
    let rows = realised::Entity::find().filter(own).all(connection).await.map_err(failed)?;
    let mut totals: Vec<Vec<Totals>> = structures.iter().map(|_| Vec::new()).collect();
    for row in &rows {
        let by_id = row.annexe_id.and_then(|id| ids.get(&id));
        let by_number = row.number.as_deref().and_then(|number| numbers.get(number));
        let places: BTreeSet<usize> = by_id.into_iter().chain(by_number).flatten().copied().collect();
        for place in places {
            totals[place].push(from_json(&row.body, "totaux d'une annexe")?);
        }
    }
    Ok(totals.into_iter().map(Realised::of).collect())
}

/// Writes totals beside those that are known: of one annexe, year and source the last told stays.
async fn keep(txn: &DatabaseTransaction, told: Vec<Totals>) -> Result<()> {
    let keys: Vec<String> = told.iter().map(|totals| json(&totals.key)).collect();
    let known = realised::Entity::find()
        .filter(realised::COLUMN.annexe.is_in(keys))
        .all(txn)
        .await
        .map_err(failed)?;
    let known = known.iter().map(|row| from_json(&row.body, "totaux d'une annexe"));
    let mut all = Realised::of(known.collect::<Result<_>>()?);
    all.take(told);
    let rows: Vec<realised::ActiveModel> = all.totals().iter().map(row).collect();
    let key = [realised::Column::Annexe, realised::Column::Year, realised::Column::Source];
    let again = [realised::Column::AsOf, realised::Column::Body];
    for rows in rows.chunks(CHUNK) {
        let known = OnConflict::columns(key).update_columns(again).to_owned();
        realised::Entity::insert_many(rows.to_vec())
            .on_conflict(known)
            .exec_without_returning(txn)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

fn row(totals: &Totals) -> realised::ActiveModel {
    realised::ActiveModel {
        annexe: Set(json(&totals.key)),
        year: Set(totals.year.into()),
        source: Set(json(&totals.source)),
        annexe_id: Set(totals.key.id),
        number: Set(totals.key.number.clone()),
        as_of: Set(totals.as_of.to_string()),
        body: Set(json(totals)),
    }
}
