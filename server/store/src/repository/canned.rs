//! The answers that services keep at hand.

use async_trait::async_trait;
use domain::{Result, canned::CannedAnswer, ports::CannedAnswers};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use crate::{Store, convert::failed, entity::canned};

#[async_trait]
impl CannedAnswers for Store {
    async fn of(&self, service: &str) -> Result<Vec<CannedAnswer>> {
        let rows = canned::Entity::find()
            .filter(canned::COLUMN.service.eq(service))
            .order_by_asc(canned::Column::Title)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let answer = |row: canned::Model| CannedAnswer { title: row.title, tags: row.tags, text: row.text };
        Ok(rows.into_iter().map(answer).collect())
    }

    async fn keep(&self, service: &str, answer: CannedAnswer) -> Result<()> {
        let row = canned::ActiveModel {
            service: Set(service.to_owned()),
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

    async fn forget(&self, service: &str, title: &str) -> Result<()> {
        let key = (service.to_owned(), title.to_owned());
        canned::Entity::delete_by_id(key).exec(&self.write).await.map(drop).map_err(failed)
    }
}
