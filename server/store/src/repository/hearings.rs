//! The last day that sources said again what they had said of a dossier.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{Result, dossier::DossierId, ports::Hearings, source::Source};
use form::Date;
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::{
    Store,
    convert::{day, failed},
    entity::hearing,
};

#[async_trait]
impl Hearings for Store {
    async fn say_again(&self, dossier: DossierId, heard: &[(Source, Date)]) -> Result<()> {
        if heard.is_empty() {
            return Ok(());
        }
        let rows = heard.iter().map(|(source, day)| hearing::ActiveModel {
            dossier_id: Set(dossier.0),
            source: Set(source.code().to_owned()),
            day: Set(day.to_string()),
        });
        // Days are written from the year on: their texts are in their order.
        let known = Expr::col((hearing::Entity, hearing::Column::Day));
        let told = Expr::col(("excluded", hearing::Column::Day));
        let mut later = OnConflict::columns([hearing::Column::DossierId, hearing::Column::Source]);
        later.update_column(hearing::Column::Day).action_and_where(known.lt(told));
        let kept = hearing::Entity::insert_many(rows).on_conflict(later);
        kept.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }

    async fn said_again(&self, dossier: DossierId) -> Result<BTreeMap<Source, Date>> {
        let rows = hearing::Entity::find()
            .filter(hearing::COLUMN.dossier_id.eq(dossier.0))
            .all(&self.read)
            .await
            .map_err(failed)?;
        let known = |row: hearing::Model| {
            // One of a source that this version does not know says nothing here.
            let source = Source::ALL.into_iter().find(|known| known.code() == row.source)?;
            Some(day(&row.day).map(|day| (source, day)))
        };
        rows.into_iter().filter_map(known).collect()
    }
}
