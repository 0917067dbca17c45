//! Answers of other services, each with the day it came.

use async_trait::async_trait;
use domain::{
    Error, Result,
    source::{Cache, KeptAnswer},
};
use form::Date;
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

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
        let day = answer.day.to_string();
        // Days are written year first: their texts stand in their order.
        let not_newer = Expr::col((kept_answer::Entity, kept_answer::Column::Day)).lte(day.clone());
        let row =
            kept_answer::ActiveModel { key: Set(key.to_owned()), day: Set(day), bytes: Set(answer.bytes) };
        let again = [kept_answer::Column::Day, kept_answer::Column::Bytes];
        let known = OnConflict::column(kept_answer::Column::Key)
            .update_columns(again)
            .action_and_where(not_newer)
            .to_owned();
        let kept = kept_answer::Entity::insert(row).on_conflict(known);
        kept.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }

    async fn forget_before(&self, day: Date) -> Result<u64> {
        let old = kept_answer::Entity::delete_many().filter(kept_answer::COLUMN.day.lt(day.to_string()));
        old.exec(&self.write).await.map(|done| done.rows_affected).map_err(failed)
    }
}
