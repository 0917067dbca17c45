//! The answers that services keep at hand.

use async_trait::async_trait;
use domain::{Result, access::ServiceKey, canned::CannedAnswer, ports::CannedAnswers};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use crate::{Store, convert::failed, entity::canned};

#[async_trait]
impl CannedAnswers for Store {
    async fn of(&self, service: &ServiceKey) -> Result<Vec<CannedAnswer>> {
        let rows = canned::Entity::find()
            .filter(canned::COLUMN.service.eq(service.as_str()))
            .order_by_asc(canned::Column::Title)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let answer = |row: canned::Model| CannedAnswer { title: row.title, tags: row.tags, text: row.text };
        Ok(rows.into_iter().map(answer).collect())
    }

    async fn keep(&self, service: &ServiceKey, answer: CannedAnswer) -> Result<()> {
        let row = canned::ActiveModel {
            service: Set(service.as_str().to_owned()),
            title: Set(answer.title),
            tags: Set(answer.tags),
            text: Set(answer.text),
        };
        let again = OnConflict::columns([canned::Column::Service, canned::Column::Title])
            .update_columns([canned::Column::Tags, canned::Column::Text])
            .to_owned();
        let kept = canned::Entity::insert(row).on_conflict(again);
        kept.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }

    async fn forget(&self, service: &ServiceKey, title: &str) -> Result<()> {
        let key = (service.as_str().to_owned(), title.to_owned());
        canned::Entity::delete_by_id(key).exec(&self.write).await.map(drop).map_err(failed)
    }
}
