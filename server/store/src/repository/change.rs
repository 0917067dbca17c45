//! What a change of a dossier writes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::{
    Error, Result,
    dossier::{ClientId, Digest, DossierId, Event, Snapshot, chain::chain as link},
    notice::notices,
    ports::Decide,
};
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, EntityTrait, InsertMany, IntoActiveModel, QuerySelect,
    sea_query::OnConflict,
};

use super::{dossiers::row, listed::list, notices::tell};
use crate::{
    convert::{column, damaged, failed, from_json},
    entity::{dossier, event},
};

/// A decision that fails alone: were it to panic, those that share its writer would lose it.
pub(super) fn guarded(decide: Decide) -> Decide {
    Box::new(move |snapshot: &Snapshot, events: &[Event]| {
        catch_unwind(AssertUnwindSafe(|| decide(snapshot, events)))
            .unwrap_or_else(|_| Err(Error::unavailable("une décision a échoué")))
    })
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// There is no such dossier.
    Absent,
    /// Nothing was to be added.
    Nothing,
    /// Events were added.
    Added,
}

/// Adds events to a dossier as it stands, in statements of their own.
pub(crate) async fn add(txn: &DatabaseTransaction, id: DossierId, events: &[Event]) -> Result<()> {
    let found = dossier::Entity::find_by_id(id.0).lock_exclusive().one(txn).await.map_err(failed)?;
    let found = found.ok_or(Error::NotFound)?;
    let mut snapshot: Snapshot = from_json(&found.snapshot, "dossier")?;
    let listed = snapshot.derived_at();
    let mut told = Vec::new();
    for event in events {
        snapshot.apply(event).map_err(Error::unavailable)?;
        told.extend(notices(id, event, &snapshot).into_iter().map(|notice| (id, notice)));
    }
    let (links, digest) = links(id, digest_of(&found.digest)?, events);
    event::Entity::insert_many(links).exec_without_returning(txn).await.map_err(failed)?;
    let written = update([(id, &snapshot, digest)]);
    written.exec_without_returning(txn).await.map_err(failed)?;
    tell(txn, &told).await?;
    if snapshot.derived_at() == listed { Ok(()) } else { list(txn, [(id, &snapshot)]).await.map_err(failed) }
}

/// The digest of a log, from its column.
pub(crate) fn digest_of(bytes: &[u8]) -> Result<Digest> {
    bytes.try_into().map(Digest).map_err(|_| damaged("empreinte"))
}

/// What writes dossiers that are there as their logs of a digest make them, in one statement.
///
/// It is written as the addition of rows that are known: the one form of it that both databases take for several.
pub(crate) fn update<'a>(
    changed: impl IntoIterator<Item = (DossierId, &'a Snapshot, Digest)>,
) -> InsertMany<dossier::ActiveModel> {
    let rows =
        changed.into_iter().map(|(id, snapshot, digest)| row(id, snapshot, digest).into_active_model());
    let written = [
        dossier::Column::State,
        dossier::Column::Reference,
        dossier::Column::Head,
        dossier::Column::Digest,
        dossier::Column::ChangedAt,
        dossier::Column::SubmittedAt,
        dossier::Column::Snapshot,
    ];
    let known = OnConflict::column(dossier::Column::Id).update_columns(written).to_owned();
    dossier::Entity::insert_many(rows).on_conflict(known)
}
/// The rows of new events, chained after a digest, and the last digest.
pub(crate) fn links(id: DossierId, previous: Digest, events: &[Event]) -> (Vec<event::ActiveModel>, Digest) {
    let mut digest = previous;
    let rows = events
        .iter()
        .map(|event| {
            let link = link(digest, event);
            digest = link.digest;
            event::ActiveModel {
                dossier_id: Set(id.0),
                seq: Set(column(event.seq)),
                client_id: Set(event.stamp.as_ref().map(|stamp| ClientId::as_str(&stamp.client).to_owned())),
                client_number: Set(event.stamp.as_ref().map(|stamp| column(stamp.number))),
                body: Set(link.text),
                digest: Set(link.digest.0.to_vec()),
            }
        })
        .collect();
    (rows, digest)
}
