//! A change of a dossier: read, decided, written, in one transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::{
    Error, Result,
    dossier::{ClientId, Digest, DossierId, Event, Snapshot, chain::chain as link},
    ports::{Decide, Since},
};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::dossiers::row;
use crate::{
    Store,
    convert::{column, damaged, failed, from_json},
    entity::{dossier, event},
};

impl Store {
    /// Makes a change in a transaction of its own.
    pub(super) async fn change_alone(&self, id: DossierId, since: Since, decide: Decide) -> Result<Changed> {
        let txn = self.begin().await.map_err(failed)?;
        let Some(decided) = decided(&txn, id, since, decide).await? else { return Ok(Changed::Absent) };
        if decided.events.is_empty() {
            return Ok(Changed::Nothing);
        }
        written(&txn, id, decided).await?;
        self.announce_in(&txn, id).await?;
        txn.commit().await.map_err(failed)?;
        Ok(Changed::Added)
    }
}

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

/// What was decided on a dossier, not yet written.
pub(crate) struct Decided {
    /// Events to add.
    pub(crate) events: Vec<Event>,
    /// The dossier with them.
    snapshot: Snapshot,
    /// Digest of its log before them.
    previous: Digest,
}

/// Reads a dossier and decides; writes nothing. None when there is no such dossier.
pub(crate) async fn decided(
    txn: &DatabaseTransaction,
    id: DossierId,
    since: Since,
    decide: Decide,
) -> Result<Option<Decided>> {
    let found = dossier::Entity::find_by_id(id.0).lock_exclusive().one(txn).await.map_err(failed)?;
    let Some(found) = found else { return Ok(None) };
    let mut snapshot: Snapshot = from_json(&found.snapshot, "dossier")?;
    let recent = recent(txn, id, since).await?;
    let events = decide(&snapshot, &recent)?;
    for event in &events {
        snapshot.apply(event).map_err(Error::unavailable)?;
    }
    let previous = found.digest.as_slice().try_into().map(Digest).map_err(|_| damaged("empreinte"))?;
    Ok(Some(Decided { events, snapshot, previous }))
}

/// Writes what was decided.
pub(crate) async fn written(txn: &DatabaseTransaction, id: DossierId, decided: Decided) -> Result<()> {
    let Decided { events, snapshot, previous } = decided;
    let (links, digest) = links(id, previous, &events);
    event::Entity::insert_many(links).exec_without_returning(txn).await.map_err(failed)?;
    let row = row(id, &snapshot, digest);
    dossier::Entity::update_many()
        .set(dossier::ActiveModel {
            state: Set(row.state),
            reference: Set(row.reference),
            head: Set(row.head),
            digest: Set(row.digest),
            changed_at: Set(row.changed_at),
            submitted_at: Set(row.submitted_at),
            snapshot: Set(row.snapshot),
            ..Default::default()
        })
        .filter(dossier::COLUMN.id.eq(id.0))
        .exec(txn)
        .await
        .map(drop)
        .map_err(failed)
}

/// The events a decision needs to see, in one statement or none.
async fn recent(txn: &DatabaseTransaction, id: DossierId, since: Since) -> Result<Vec<Event>> {
    if since.seq == u64::MAX && since.client.is_none() {
        return Ok(Vec::new());
    }
    let mut wanted = Condition::any().add(event::COLUMN.seq.gt(column(since.seq)));
    if let Some((client, number)) = &since.client {
        wanted = wanted.add(
            Condition::all()
                .add(event::COLUMN.client_id.eq(client.as_str()))
                .add(event::COLUMN.client_number.gte(column(*number))),
        );
    }
    let rows = event::Entity::find()
        .filter(event::COLUMN.dossier_id.eq(id.0))
        .filter(wanted)
        .order_by_asc(event::COLUMN.seq)
        .all(txn)
        .await
        .map_err(failed)?;
    rows.iter().map(|row| from_json(&row.body, "événement")).collect()
}

/// The rows of new events, chained after a digest, and the last digest.
pub(super) fn links(id: DossierId, previous: Digest, events: &[Event]) -> (Vec<event::ActiveModel>, Digest) {
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
