//! The documents that wait for the antivirus.

use async_trait::async_trait;
use domain::{
    Result, Timestamp,
    dossier::DossierId,
    ports::{Awaited, AwaitedPieces},
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use crate::{
    Store,
    convert::{failed, instant, micros},
    entity::awaited_piece,
};

#[async_trait]
impl AwaitedPieces for Store {
    async fn ask(&self, dossier: DossierId, digest: &str, at: Timestamp) -> Result<()> {
        let row = awaited_piece::ActiveModel {
            dossier_id: Set(dossier.0),
            digest: Set(digest.to_owned()),
            tries: Set(0),
            due_at: Set(micros(at)),
        };
        let columns = [awaited_piece::Column::DossierId, awaited_piece::Column::Digest];
        let again = [awaited_piece::Column::Tries, awaited_piece::Column::DueAt];
        let known = OnConflict::columns(columns).update_columns(again).to_owned();
        let asked = awaited_piece::Entity::insert(row).on_conflict(known);
        asked.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }

    async fn due(&self, now: Timestamp, most: u64) -> Result<Vec<Awaited>> {
        let rows = awaited_piece::Entity::find()
            .filter(awaited_piece::COLUMN.due_at.lte(micros(now)))
            .order_by_asc(awaited_piece::COLUMN.due_at)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let awaited = |row: awaited_piece::Model| {
            Ok(Awaited {
                dossier: DossierId(row.dossier_id),
                digest: row.digest,
                tries: u32::try_from(row.tries).unwrap_or_default(),
                due: instant(row.due_at)?,
            })
        };
        rows.into_iter().map(awaited).collect()
    }

    async fn claim(&self, awaited: &Awaited, until: Timestamp) -> Result<Option<Awaited>> {
        let taken = self.delayed(awaited, until, awaited.tries).await? > 0;
        Ok(taken.then(|| Awaited { due: until, ..awaited.clone() }))
    }

    async fn put_off(&self, awaited: &Awaited, until: Timestamp) -> Result<()> {
        self.delayed(awaited, until, awaited.tries.saturating_add(1)).await.map(drop)
    }

    async fn settle(&self, awaited: &Awaited) -> Result<()> {
        awaited_piece::Entity::delete_many()
            .filter(awaited_piece::COLUMN.due_at.eq(micros(awaited.due)))
            .filter(awaited_piece::COLUMN.dossier_id.eq(awaited.dossier.0))
            .filter(awaited_piece::COLUMN.digest.eq(awaited.digest.as_str()))
            .exec(&self.write)
            .await
            .map(drop)
            .map_err(failed)
    }
}

impl Store {
    /// Gives one another turn, unless it has had another meanwhile; how many that was.
    async fn delayed(&self, awaited: &Awaited, until: Timestamp, tries: u32) -> Result<u64> {
        awaited_piece::Entity::update_many()
            .set(awaited_piece::ActiveModel {
                tries: Set(i32::try_from(tries).unwrap_or(i32::MAX)),
                due_at: Set(micros(until)),
                ..Default::default()
            })
            .filter(awaited_piece::COLUMN.dossier_id.eq(awaited.dossier.0))
            .filter(awaited_piece::COLUMN.digest.eq(awaited.digest.as_str()))
            .filter(awaited_piece::COLUMN.due_at.eq(micros(awaited.due)))
            .exec(&self.write)
            .await
            .map(|done| done.rows_affected)
            .map_err(failed)
    }
}
