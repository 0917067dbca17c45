//! Sessions, and the names of people.

use async_trait::async_trait;
use domain::{Acting, PersonId, Result, StructureId, Timestamp, Viewer, ports::Sessions};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    Store,
    convert::{failed, from_json, json, micros},
    entity::{agent, colleague, person, session},
};

#[async_trait]
impl Sessions for Store {
    async fn open(&self, token: [u8; 32], viewer: &Viewer, until: Timestamp) -> Result<()> {
        let txn = self.begin().await.map_err(failed)?;
        let person = person::ActiveModel { id: Set(viewer.person.0), name: Set(viewer.name.clone()) };
        let renamed = OnConflict::column(person::Column::Id).update_column(person::Column::Name).to_owned();
        let query = person::Entity::insert(person).on_conflict(renamed);
        query.exec_without_returning(&txn).await.map_err(failed)?;
        let session = session::ActiveModel {
            token: Set(key(token)),
            viewer: Set(json(viewer)),
            until: Set(micros(until)),
        };
        session::Entity::insert(session).exec_without_returning(&txn).await.map_err(failed)?;
        if let Acting::Structure { id, .. } = &viewer.acting {
            let own = colleague::ActiveModel { structure_id: Set(id.0), person_id: Set(viewer.person.0) };
            let columns = [colleague::Column::StructureId, colleague::Column::PersonId];
            let known = OnConflict::columns(columns).do_nothing().to_owned();
            let query = colleague::Entity::insert(own).on_conflict(known);
            query.exec_without_returning(&txn).await.map_err(failed)?;
        }
        if let Some(service) = viewer.service() {
            let own = agent::ActiveModel {
                service: Set(service.as_str().to_owned()),
                person_id: Set(viewer.person.0),
            };
            let known = OnConflict::columns([agent::Column::Service, agent::Column::PersonId])
                .do_nothing()
                .to_owned();
            let query = agent::Entity::insert(own).on_conflict(known);
            query.exec_without_returning(&txn).await.map_err(failed)?;
        }
        txn.commit().await.map_err(failed)
    }

    async fn colleagues(&self, structure: StructureId) -> Result<Vec<(PersonId, String)>> {
        let own = colleague::Entity::find()
            .filter(colleague::COLUMN.structure_id.eq(structure.0))
            .all(&self.read)
            .await
            .map_err(failed)?;
        let people: Vec<PersonId> = own.into_iter().map(|row| PersonId(row.person_id)).collect();
        let mut named = self.names(&people).await?;
        named.sort_by(|(_, one), (_, other)| one.cmp(other));
        Ok(named)
    }

    async fn viewer(&self, token: [u8; 32], now: Timestamp) -> Result<Option<Viewer>> {
        let found = session::Entity::find_by_id(key(token))
            .filter(session::COLUMN.until.gt(micros(now)))
            .one(&self.read)
            .await
            .map_err(failed)?;
        found.map(|row| from_json(&row.viewer, "session")).transpose()
    }

    async fn close(&self, token: [u8; 32]) -> Result<()> {
        session::Entity::delete_by_id(key(token)).exec(&self.write).await.map_err(failed)?;
        Ok(())
    }

    async fn names(&self, people: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let rows = person::Entity::find()
            .filter(person::COLUMN.id.is_in(people.iter().map(|person| person.0)))
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().map(|row| (PersonId(row.id), row.name)).collect())
    }
}

fn key(token: [u8; 32]) -> String {
    use std::fmt::Write;
    token.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
