//! Answers of other services, each with the day it came.

use async_trait::async_trait;
use domain::{
    Error, Result,
    source::{Cache, KeptAnswer},
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{Store, convert::failed, entity::kept_answer};

#[async_trait]
impl Cache for Store {
    async fn get(&self, key: &str) -> Result<Option<KeptAnswer>> {
        let found = kept_answer::Entity::find_by_id(key.to_owned()).one(&self.read).await.map_err(failed)?;
        let kept = |row: kept_answer::Model| {
            let day =
                row.day.parse().map_err(|_| Error::unavailable(format!("jour illisible de {}", row.key)))?;
            Ok(KeptAnswer { day, bytes: row.bytes })
        };
        found.map(kept).transpose()
    }

    async fn put(&self, key: &str, answer: KeptAnswer) -> Result<()> {
        let row = kept_answer::ActiveModel {
            key: Set(key.to_owned()),
            day: Set(answer.day.to_string()),
            bytes: Set(answer.bytes),
        };
        let again = [kept_answer::Column::Day, kept_answer::Column::Bytes];
        let known = OnConflict::column(kept_answer::Column::Key).update_columns(again).to_owned();
        let kept = kept_answer::Entity::insert(row).on_conflict(known);
        kept.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }
}
