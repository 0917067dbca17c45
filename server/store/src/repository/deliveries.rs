//! Deliveries: one transaction a file, rows a chunk at a time; those of ASP.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Result, StructureId, Timestamp, asp,
    ports::{Chunks, DeliveredRows, Deliveries, DeliveryFile, Imported},
};
use form::Date;
use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction, EntityTrait, ExprTrait,
    sea_query::{Expr, OnConflict},
};

use super::{networks, population};
use crate::{
    Store,
    convert::{column, failed, instant, json, micros, number},
    entity::{annexe, annexe_rejection, delivery, structure},
};

#[async_trait]
impl Deliveries for Store {
    async fn imported(&self, digest: [u8; 32]) -> Result<Option<Imported>> {
        let found = delivery::Entity::find_by_id(hex(&digest)).one(&self.read).await.map_err(failed)?;
        found
            .map(|row| {
                Ok(Imported {
                    rows: number(row.rows),
                    rejected: number(row.rejected),
                    at: instant(row.imported_at)?,
                })
            })
            .transpose()
    }

    async fn import(&self, file: &DeliveryFile, chunks: &mut dyn Chunks, at: Timestamp) -> Result<Imported> {
        let txn = self.begin().await.map_err(failed)?;
        let mut rows = 0_u64;
        while let Some(chunk) = chunks.next().await? {
            rows += match chunk {
                DeliveredRows::Structures(structures) => {
                    import_structures(&txn, &structures, file.date).await?
                }
                DeliveredRows::Annexes(annexes) => import_annexes(&txn, annexes, file.date).await?,
                DeliveredRows::EmploisConventions(told) => {
                    population::import_conventions(&txn, told, file.date).await?
                }
                DeliveredRows::EmploisAnnexes(told) => {
                    population::import_annexes(&txn, told, file.date).await?
                }
                DeliveredRows::Memberships(told) => {
                    networks::import_memberships(&txn, told, file.date).await?
                }
            };
        }
        let imported = Imported { rows, rejected: chunks.rejected(), at };
        let row = delivery::ActiveModel {
            digest: Set(hex(&file.digest)),
            name: Set(file.name.clone()),
            view: Set(file.view.clone()),
            date: Set(file.date.to_string()),
            rows: Set(column(imported.rows)),
            rejected: Set(column(imported.rejected)),
            imported_at: Set(micros(at)),
        };
        delivery::Entity::insert(row).exec_without_returning(&txn).await.map_err(failed)?;
        txn.commit().await.map_err(failed)?;
        Ok(imported)
    }
}

async fn import_structures(
    txn: &DatabaseTransaction,
    structures: &[asp::Structure],
    delivered: Date,
) -> Result<u64> {
    // One statement may not touch the same row twice: the last of a chunk speaks.
    let unique: BTreeMap<i64, &asp::Structure> =
        structures.iter().map(|structure| (structure.asp_id, structure)).collect();
    let rows = unique.into_values().map(|asp| structure::ActiveModel {
        id: Set(StructureId::of_asp(asp.asp_id).0),
        asp_id: Set(asp.asp_id),
        name: Set(asp.name.clone()),
        siret: Set(asp.siret.to_string()),
        departement: Set(asp.seat.departement().map(|departement| departement.code().to_owned())),
        delivered: Set(delivered.to_string()),
        body: Set(json(asp)),
    });
    let replace = OnConflict::column(structure::Column::Id)
        .update_columns([
            structure::Column::Name,
            structure::Column::Siret,
            structure::Column::Departement,
            structure::Column::Delivered,
            structure::Column::Body,
        ])
        .action_and_where(not_newer("structure", delivered))
        .to_owned();
    let query = structure::Entity::insert_many(rows).on_conflict(replace);
    query.exec_without_returning(txn).await.map_err(failed)?;
    Ok(structures.len() as u64)
}

async fn import_annexes(
    txn: &DatabaseTransaction,
    annexes: Vec<asp::Annexe>,
    delivered: Date,
) -> Result<u64> {
    let count = annexes.len() as u64;
    let reasons: Vec<annexe_rejection::ActiveModel> = annexes
        .iter()
        .flat_map(|annexe| annexe.workflow.rejections.iter().map(|reason| (annexe.row_id, reason.clone())))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .map(|(row_id, reason)| annexe_rejection::ActiveModel { row_id: Set(row_id), reason: Set(reason) })
        .collect();
    let unique: BTreeMap<i64, asp::Annexe> =
        annexes.into_iter().map(|annexe| (annexe.row_id, annexe)).collect();
    let rows = unique.into_values().map(|mut annexe| {
        // The reasons have a table of their own: an annexe refused twice has two rows in the file.
        annexe.workflow.rejections.clear();
        annexe::ActiveModel {
            row_id: Set(annexe.row_id),
            asp_id: Set(annexe.structure_asp_id),
            measure: Set(annexe.measure.to_string()),
            year: Set(annexe.end.year().into()),
            state: Set(annexe.state.code().to_owned()),
            delivered: Set(delivered.to_string()),
            body: Set(json(&annexe)),
        }
    });
    let replace = OnConflict::column(annexe::Column::RowId)
        .update_columns([
            annexe::Column::AspId,
            annexe::Column::Measure,
            annexe::Column::Year,
            annexe::Column::State,
            annexe::Column::Delivered,
            annexe::Column::Body,
        ])
        .action_and_where(not_newer("annexe", delivered))
        .to_owned();
    annexe::Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(txn)
        .await
        .map_err(failed)?;
    annexe_rejection::Entity::insert_many(reasons)
        .on_conflict_do_nothing()
        .exec_without_returning(txn)
        .await
        .map_err(failed)?;
    Ok(count)
}

/// Whether the row in place comes from no newer delivery.
pub(super) fn not_newer(table: &'static str, delivered: Date) -> Expr {
    Expr::col((table, "delivered")).lte(delivered.to_string())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
