//! The questions that sources are still to be asked.

use async_trait::async_trait;
use domain::{
    Result, Timestamp,
    dossier::DossierId,
    ports::{AwaitedSource, AwaitedSources},
    source::{Silence, Source},
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use crate::{
    Store,
    convert::{failed, instant, micros},
    entity::awaited_source,
};

#[async_trait]
impl AwaitedSources for Store {
    async fn ask(&self, dossier: DossierId, source: Source, at: Timestamp) -> Result<()> {
        let row = awaited_source::ActiveModel {
            dossier_id: Set(dossier.0),
            source: Set(source.code().to_owned()),
            tries: Set(0),
            due_at: Set(micros(at)),
            silence: Set(None),
        };
        let columns = [awaited_source::Column::DossierId, awaited_source::Column::Source];
        let again =
            [awaited_source::Column::Tries, awaited_source::Column::DueAt, awaited_source::Column::Silence];
        let known = OnConflict::columns(columns).update_columns(again).to_owned();
        let asked = awaited_source::Entity::insert(row).on_conflict(known);
        asked.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }

    async fn due(&self, source: Source, now: Timestamp, most: u64) -> Result<Vec<AwaitedSource>> {
        let rows = awaited_source::Entity::find()
            .filter(awaited_source::COLUMN.source.eq(source.code()))
            .filter(awaited_source::COLUMN.due_at.lte(micros(now)))
            .order_by_asc(awaited_source::COLUMN.due_at)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.into_iter().filter_map(|row| read(row).transpose()).collect()
    }

    async fn of(&self, dossier: DossierId) -> Result<Vec<AwaitedSource>> {
        let rows = awaited_source::Entity::find()
            .filter(awaited_source::COLUMN.dossier_id.eq(dossier.0))
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut all: Vec<AwaitedSource> =
            rows.into_iter().filter_map(|row| read(row).transpose()).collect::<Result<_>>()?;
        all.sort_by_key(|awaited| awaited.source);
        Ok(all)
    }

    async fn claim(&self, awaited: &AwaitedSource, until: Timestamp) -> Result<Option<AwaitedSource>> {
        let taken = self.delayed_source(awaited, (until, awaited.tries), awaited.silence).await? > 0;
        Ok(taken.then(|| AwaitedSource { due: until, ..awaited.clone() }))
    }

    async fn put_off(
        &self,
        awaited: &AwaitedSource,
        until: Timestamp,
        silence: Option<Silence>,
    ) -> Result<()> {
        let tries = awaited.tries.saturating_add(1);
        self.delayed_source(awaited, (until, tries), silence).await.map(drop)
    }

    async fn settle(&self, awaited: &AwaitedSource) -> Result<()> {
        awaited_source::Entity::delete_many()
            .filter(awaited_source::COLUMN.due_at.eq(micros(awaited.due)))
            .filter(awaited_source::COLUMN.dossier_id.eq(awaited.dossier.0))
            .filter(awaited_source::COLUMN.source.eq(awaited.source.code()))
            .exec(&self.write)
            .await
            .map(drop)
            .map_err(failed)
    }
}

impl Store {
    /// Gives one another turn, unless it has had another meanwhile; how many that was.
    async fn delayed_source(
        &self,
        awaited: &AwaitedSource,
        (until, tries): (Timestamp, u32),
        silence: Option<Silence>,
    ) -> Result<u64> {
        awaited_source::Entity::update_many()
            .set(awaited_source::ActiveModel {
                tries: Set(i32::try_from(tries).unwrap_or(i32::MAX)),
                due_at: Set(micros(until)),
                silence: Set(silence.map(|silence| code(silence).to_owned())),
                ..Default::default()
            })
            .filter(awaited_source::COLUMN.dossier_id.eq(awaited.dossier.0))
            .filter(awaited_source::COLUMN.source.eq(awaited.source.code()))
            .filter(awaited_source::COLUMN.due_at.eq(micros(awaited.due)))
            .exec(&self.write)
            .await
            .map(|done| done.rows_affected)
            .map_err(failed)
    }
}

/// A question as it is written; none of a source that this version does not know.
fn read(row: awaited_source::Model) -> Result<Option<AwaitedSource>> {
    let Some(source) = Source::ALL.into_iter().find(|known| known.code() == row.source) else {
        return Ok(None);
    };
    let due = instant(row.due_at)?;
    let silence = row.silence.as_deref().and_then(|code| silence(code, due));
    let tries = u32::try_from(row.tries).unwrap_or_default();
    Ok(Some(AwaitedSource { dossier: DossierId(row.dossier_id), source, tries, due, silence }))
}

fn code(silence: Silence) -> &'static str {
    match silence {
        Silence::Absent => "absent",
        Silence::KeyRefused => "cle_refusee",
        Silence::Unavailable { .. } => "indisponible",
        Silence::Misunderstood => "incomprise",
    }
}

/// Why it said nothing; it is asked again when its turn comes.
fn silence(code: &str, due: Timestamp) -> Option<Silence> {
    match code {
        "absent" => Some(Silence::Absent),
        "cle_refusee" => Some(Silence::KeyRefused),
        "indisponible" => Some(Silence::Unavailable { next: due }),
        "incomprise" => Some(Silence::Misunderstood),
        _ => None,
    }
}
