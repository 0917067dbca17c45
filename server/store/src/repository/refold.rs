//! Snapshots made again from their logs.

use domain::dossier::{Event, Snapshot};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    convert::json,
    entity::{dossier, event},
};

/// Folds every log again, one dossier at a time: for the migration that comes with a new shape of snapshots.
pub(crate) async fn refold<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let ids: Vec<uuid::Uuid> =
        dossier::Entity::find().select_only().column(dossier::Column::Id).into_tuple().all(db).await?;
    for id in ids {
        let bodies: Vec<String> = event::Entity::find()
            .select_only()
            .column(event::Column::Body)
            .filter(event::COLUMN.dossier_id.eq(id))
            .order_by_asc(event::COLUMN.seq)
            .into_tuple()
            .all(db)
            .await?;
        let read = |body: &String| serde_json::from_str::<Event>(body);
        let events = bodies.iter().map(read).collect::<Result<Vec<_>, _>>();
        let events = events.map_err(|error| DbErr::Custom(format!("dossier {id}: {error}")))?;
        let snapshot =
            Snapshot::fold(&events).map_err(|broken| DbErr::Custom(format!("dossier {id}: {broken}")))?;
        dossier::Entity::update_many()
            .set(dossier::ActiveModel { snapshot: Set(json(&snapshot)), ..Default::default() })
            .filter(dossier::COLUMN.id.eq(id))
            .exec(db)
            .await?;
    }
    Ok(())
}
