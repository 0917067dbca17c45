//! The sheet of networks: written as it comes, read with the structures it names.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Result, Siret, Structure,
    network::{Membership, Networks},
};
use form::Date;
use sea_orm::{
    ActiveValue::Set,
    DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::deliveries::not_newer;
use crate::{
    convert::{damaged, day, failed},
    entity::network_member,
};

/// Writes memberships; one that a newer sheet told keeps its day.
pub(super) async fn import_memberships(
    txn: &DatabaseTransaction,
    told: Vec<Membership>,
    delivered: Date,
) -> Result<u64> {
    let count = told.len() as u64;
    // One statement may not touch the same row twice.
    let unique: BTreeSet<Membership> = told.into_iter().collect();
    let rows = unique.into_iter().map(|told| network_member::ActiveModel {
        siret: Set(told.siret.to_string()),
        network: Set(told.network),
        delivered: Set(delivered.to_string()),
    });
    let replace = OnConflict::columns([network_member::Column::Siret, network_member::Column::Network])
        .update_column(network_member::Column::Delivered)
        .action_and_where(not_newer("network_member", delivered))
        .to_owned();
    let query = network_member::Entity::insert_many(rows).on_conflict(replace);
    query.exec_without_returning(txn).await.map_err(failed)?;
    Ok(count)
}

/// Gives each of some structures its networks, in one statement: those of the last sheet, which is the whole list. The
/// SIRET of today speaks before that of the signature.
pub(super) async fn name_networks(
    connection: &DatabaseConnection,
    structures: &mut [Structure],
) -> Result<()> {
    let own =
        |structure: &Structure| [structure.asp.siret.to_string(), structure.asp.siret_signature.to_string()];
    let sirets: BTreeSet<String> = structures.iter().flat_map(own).collect();
    let last = Query::select()
        .expr(Expr::col(network_member::Column::Delivered).max())
        .from(network_member::Entity)
        .to_owned();
    let rows = network_member::Entity::find()
        .filter(network_member::COLUMN.siret.is_in(sirets))
        .filter(network_member::COLUMN.delivered.in_subquery(last))
        .order_by_asc(network_member::COLUMN.network)
        .all(connection)
        .await
        .map_err(failed)?;
    let mut told: BTreeMap<String, Vec<network_member::Model>> = BTreeMap::new();
    for row in rows {
        told.entry(row.siret.clone()).or_default().push(row);
    }
    for structure in structures {
        let found = own(structure).into_iter().find_map(|siret| told.get(&siret));
        structure.networks = found.map(|rows| networks(rows)).transpose()?;
    }
    Ok(())
}

/// The networks of a SIRET, out of its rows.
fn networks(rows: &[network_member::Model]) -> Result<Networks> {
    let damaged = || damaged("réseaux d'une structure");
    let first = rows.first().ok_or_else(damaged)?;
    Ok(Networks {
        siret: Siret::parse(&first.siret).map_err(|_| damaged())?,
        names: rows.iter().map(|row| row.network.clone()).collect(),
        as_of: day(&first.delivered)?,
    })
}
