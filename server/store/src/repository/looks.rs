//! Where each person looked last at the dossiers of others.

use async_trait::async_trait;
use domain::{
    PersonId, Result,
    dossier::DossierId,
    ports::{Look, Looks},
};
use sea_orm::{
    ActiveValue::Set,
    EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{
    Store,
    convert::{column, failed, instant, micros, number},
    entity::looked,
};

#[async_trait]
impl Looks for Store {
    async fn look(&self, person: PersonId, dossier: DossierId) -> Result<Option<Look>> {
        let found =
            looked::Entity::find_by_id((person.0, dossier.0)).one(&self.read).await.map_err(failed)?;
        found.map(|row| Ok(Look { seq: number(row.seq), at: instant(row.at)? })).transpose()
    }

    async fn note(&self, person: PersonId, dossier: DossierId, look: Look) -> Result<()> {
        let row = looked::ActiveModel {
            person_id: Set(person.0),
            dossier_id: Set(dossier.0),
            seq: Set(column(look.seq)),
            at: Set(micros(look.at)),
        };
        // Another tab of the same person may have seen more.
        let further = OnConflict::columns([looked::Column::PersonId, looked::Column::DossierId])
            .update_columns([looked::Column::Seq, looked::Column::At])
            .action_and_where(Expr::col((looked::Entity, looked::Column::Seq)).lte(column(look.seq)))
            .to_owned();
        let noted = looked::Entity::insert(row).on_conflict(further);
        noted.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }
}
