//! How the people of a service share out their work: who they are, what they follow, the views they keep.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    PersonId, Result, Timestamp,
    access::{Reader, ServiceKey},
    dossier::DossierId,
    ports::{Desks, Sessions},
    queue::{Load, View, ViewId},
};
use form::Date;
use sea_orm::{
    ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{listed::BETWEEN, sought::within};
use crate::{
    Store,
    convert::{failed, micros},
    entity::{agent, followed, line_change, listed, saved_view, shared},
};

/// Dossiers that changed, told at once at most.
const MOST_CHANGED: u64 = 200;

#[async_trait]
impl Desks for Store {
    async fn agents(&self, service: &ServiceKey) -> Result<Vec<(PersonId, String)>> {
        let people: Vec<Uuid> = agent::Entity::find()
            .select_only()
            .column(agent::Column::PersonId)
            .filter(agent::COLUMN.service.eq(service.as_str()))
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut named = self.names(&people.into_iter().map(PersonId).collect::<Vec<_>>()).await?;
        named.sort_by(|(_, one), (_, other)| one.cmp(other));
        Ok(named)
    }

    async fn labels(&self, service: &ServiceKey) -> Result<Vec<String>> {
        let texts: Vec<String> = shared::Entity::find()
            .select_only()
            .column(shared::Column::Labels)
            .distinct()
            .filter(shared::COLUMN.service.eq(service.as_str()))
            .filter(shared::COLUMN.labels.ne(""))
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let labels = texts.iter().flat_map(|text| text.split(BETWEEN)).filter(|label| !label.is_empty());
        Ok(labels.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect())
    }

    async fn load(&self, reader: &Reader, days: &[Date]) -> Result<Vec<Load>> {
        self.loads(reader, days).await
    }

    async fn follow(&self, reader: &Reader, ids: &[DossierId], on: bool) -> Result<Vec<DossierId>> {
        let asked = ids.iter().map(|id| id.0);
        let may: BTreeSet<Uuid> = within(&reader.scope)
            .select_only()
            .column(listed::Column::DossierId)
            .filter(listed::COLUMN.dossier_id.is_in(asked))
            .into_tuple::<Uuid>()
            .all(&self.read)
            .await
            .map_err(failed)?
            .into_iter()
            .collect();
        let own = followed::Entity::find()
            .filter(followed::COLUMN.person_id.eq(reader.person.0))
            .filter(followed::COLUMN.dossier_id.is_in(may.iter().copied()));
        let known: BTreeSet<Uuid> =
            own.all(&self.read).await.map_err(failed)?.into_iter().map(|row| row.dossier_id).collect();
        let changed: Vec<Uuid> = may.into_iter().filter(|id| known.contains(id) != on).collect();
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        if on {
            let rows = changed
                .iter()
                .map(|id| followed::ActiveModel { person_id: Set(reader.person.0), dossier_id: Set(*id) });
            let columns = [followed::Column::PersonId, followed::Column::DossierId];
            let known = OnConflict::columns(columns).do_nothing().to_owned();
            let query = followed::Entity::insert_many(rows).on_conflict(known);
            query.exec_without_returning(&self.write).await.map_err(failed)?;
        } else {
            followed::Entity::delete_many()
                .filter(followed::COLUMN.person_id.eq(reader.person.0))
                .filter(followed::COLUMN.dossier_id.is_in(changed.iter().copied()))
                .exec(&self.write)
                .await
                .map_err(failed)?;
        }
        Ok(changed.into_iter().map(DossierId).collect())
    }

    async fn changed(
        &self,
        reader: &Reader,
        among: Option<&[DossierId]>,
        since: Option<Timestamp>,
    ) -> Result<Vec<DossierId>> {
        let mut query = within(&reader.scope).select_only().column(listed::Column::DossierId);
        if let Some(ids) = among {
            query = query.filter(listed::COLUMN.dossier_id.is_in(ids.iter().map(|id| id.0)));
        }
        if let Some(since) = since {
            let later = line_change::Entity::find()
                .select_only()
                .column(line_change::Column::DossierId)
                .filter(line_change::COLUMN.at.gt(micros(since)));
            query = query.filter(listed::COLUMN.dossier_id.in_subquery(QueryTrait::into_query(later)));
        }
        let found = query.limit(MOST_CHANGED).into_tuple::<Uuid>().all(&self.read).await.map_err(failed)?;
        Ok(found.into_iter().map(DossierId).collect())
    }

    async fn views(&self, person: PersonId) -> Result<Vec<View>> {
        let rows = saved_view::Entity::find()
            .filter(saved_view::COLUMN.person_id.eq(person.0))
            .order_by_asc(saved_view::COLUMN.name)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let view = |row: saved_view::Model| View { id: ViewId(row.id), name: row.name, query: row.query };
        Ok(rows.into_iter().map(view).collect())
    }

    async fn keep_view(&self, person: PersonId, view: View) -> Result<()> {
        let txn = self.begin().await.map_err(failed)?;
        // In place of itself, and of one of the same name that came meanwhile.
        let same = sea_orm::Condition::any()
            .add(saved_view::COLUMN.id.eq(view.id.0))
            .add(saved_view::COLUMN.name.eq(view.name.as_str()));
        saved_view::Entity::delete_many()
            .filter(saved_view::COLUMN.person_id.eq(person.0))
            .filter(same)
            .exec(&txn)
            .await
            .map_err(failed)?;
        let row = saved_view::ActiveModel {
            id: Set(view.id.0),
            person_id: Set(person.0),
            name: Set(view.name),
            query: Set(view.query),
        };
        saved_view::Entity::insert(row).exec_without_returning(&txn).await.map_err(failed)?;
        txn.commit().await.map_err(failed)
    }

    async fn forget_view(&self, person: PersonId, id: ViewId) -> Result<()> {
        saved_view::Entity::delete_many()
            .filter(saved_view::COLUMN.person_id.eq(person.0))
            .filter(saved_view::COLUMN.id.eq(id.0))
            .exec(&self.write)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
