//! Changes that share a transaction: what they read, what is decided, what is written, in few statements.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use domain::{
    Error, Result,
    dossier::{Digest, DossierId, Event, Seq, Snapshot},
    notice::{Notice, notices},
    ports::{Decide, Since},
};
use sea_orm::{
    Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};

use super::kept::Kept;
use crate::{
    convert::{column, failed, from_json},
    entity::{dossier, event},
    repository::{Changed, add, digest_of, links, list, tell, update},
};

/// Rows of the log in one statement, at most: databases bind so many values and no more.
const ROWS: usize = 2_000;

/// Dossiers written in one statement, at most: it costs a round trip, and the next are made ready during it.
const DOSSIERS: usize = 8;

/// Dossiers as the changes of one transaction find and leave them.
pub(super) struct Group {
    /// In their order: two instances that lock several never wait for each other.
    dossiers: BTreeMap<DossierId, Result<Standing>>,
    /// The changes that add something: whose, of which dossier, which of what was added to it.
    changes: Vec<(usize, DossierId, Range<usize>)>,
    /// How many changes were decided.
    decided: usize,
    /// Whether each change was written alone.
    apart: bool,
}

/// A dossier in the middle of a transaction.
struct Standing {
    snapshot: Snapshot,
    /// The last event that had changed what is kept of it for the queue, when it was read.
    listed: Seq,
    digest: Digest,
    /// Events of the database that some change of the group asked to see.
    recent: Vec<Event>,
    /// Events that the group adds, and their rows.
    added: Vec<Event>,
    rows: Vec<event::ActiveModel>,
    /// What people are told of them.
    told: Vec<(DossierId, Notice)>,
}

impl Group {
    /// Reads the dossiers of some changes, and locks them.
    pub(super) async fn read(
        txn: &DatabaseTransaction,
        kept: &mut Kept,
        asked: &[(DossierId, Since)],
    ) -> Result<Self> {
        let ids: BTreeSet<DossierId> = asked.iter().map(|(id, _)| *id).collect();
        let mut dossiers = BTreeMap::new();
        let mut unknown = ids.clone();
        if ids.iter().any(|id| kept.holds(*id)) {
            for (id, digest) in digests(txn, &ids).await? {
                if let Some(snapshot) = kept.take(id, digest) {
                    unknown.remove(&id);
                    dossiers.insert(id, Ok(Standing::new(snapshot, digest)));
                }
            }
        }
        if !unknown.is_empty() {
            for row in of(&unknown).all(txn).await.map_err(failed)? {
                dossiers.insert(DossierId(row.id), Standing::read(&row));
            }
        }
        for event in recent(txn, asked).await? {
            let id = DossierId(event.dossier_id);
            let Some(Ok(standing)) = dossiers.get_mut(&id) else { continue };
            match from_json(&event.body, "événement") {
                Ok(event) => standing.recent.push(event),
                Err(error) => drop(dossiers.insert(id, Err(error))),
            }
        }
        Ok(Self { dossiers, changes: Vec::new(), decided: 0, apart: false })
    }

    /// Decides one change on what the others of the group left; writes nothing.
    pub(super) fn decide(&mut self, id: DossierId, since: &Since, decide: Decide) -> Result<Changed> {
        let place = self.decided;
        self.decided += 1;
        let standing = match self.dossiers.get_mut(&id) {
            None => return Ok(Changed::Absent),
            Some(Err(error)) => return Err(Error::unavailable(error.cause())),
            Some(Ok(standing)) => standing,
        };
        let seen: Vec<Event> = standing
            .recent
            .iter()
            .chain(&standing.added)
            .filter(|event| since.asks(event))
            .cloned()
            .collect();
        let events = decide(&standing.snapshot, &seen)?;
        if events.is_empty() {
            return Ok(Changed::Nothing);
        }
        standing.snapshot.is_followed_by(&events).map_err(Error::unavailable)?;
        for event in &events {
            standing.snapshot.apply(event).map_err(Error::unavailable)?;
            let told = notices(id, event, &standing.snapshot);
            standing.told.extend(told.into_iter().map(|notice| (id, notice)));
        }
        let (rows, digest) = links(id, standing.digest, &events);
        let from = standing.added.len();
        standing.digest = digest;
        standing.added.extend(events);
        standing.rows.extend(rows);
        self.changes.push((place, id, from..standing.added.len()));
        Ok(Changed::Added)
    }

    /// Writes what was decided, in one statement for the log and one for some dossiers.
    pub(super) async fn write(&mut self, txn: &DatabaseTransaction) -> Result<()> {
        let mut rows = Vec::new();
        let (mut changed, mut moved, mut told) = (Vec::new(), Vec::new(), Vec::new());
        for (id, standing) in &mut self.dossiers {
            if let Ok(standing) = standing
                && !standing.rows.is_empty()
            {
                rows.append(&mut standing.rows);
                told.append(&mut standing.told);
                changed.push((*id, &standing.snapshot, standing.digest));
                if standing.snapshot.derived_at() > standing.listed {
                    moved.push((*id, &standing.snapshot));
                }
            }
        }
        while !rows.is_empty() {
            let some = rows.drain(..rows.len().min(ROWS));
            event::Entity::insert_many(some).exec_without_returning(txn).await.map_err(failed)?;
        }
        let mut next = changed.chunks(DOSSIERS).map(|some| update(some.iter().copied()));
        let mut made = next.next();
        while let Some(update) = made {
            // While the database writes some, the next are put into their texts.
            let (done, following) = tokio::join!(update.exec_without_returning(txn), async { next.next() });
            done.map_err(failed)?;
            made = following;
        }
        // Of what is typed nobody is told: neither this nor what follows is part of saving.
        tell(txn, &told).await?;
        if moved.is_empty() { Ok(()) } else { list(txn, moved).await.map_err(failed) }
    }

    /// Writes each change alone, when all of them together could not be.
    ///
    /// Those decided on what could not be written are not what they were answered: they are told to come back.
    pub(super) async fn write_apart(
        &mut self,
        txn: &DatabaseTransaction,
        asked: &[(DossierId, Since)],
        made: &mut [Result<Changed>],
    ) -> Result<()> {
        self.apart = true;
        let mut torn = BTreeSet::new();
        for (place, id, added) in &self.changes {
            let Some(Ok(standing)) = self.dossiers.get(id) else { continue };
            let point = txn.begin().await.map_err(failed)?;
            let alone = add(&point, *id, &standing.added[added.clone()]).await;
            let ended = if alone.is_ok() { point.commit().await } else { point.rollback().await };
            ended.map_err(failed)?;
            if let Err(error) = alone {
                made[*place] = Err(error);
                torn.insert(*id);
            }
        }
        for ((id, _), made) in asked.iter().zip(made.iter_mut()) {
            if torn.contains(id) && !matches!(made, Ok(Changed::Added)) {
                *made = Err(Error::unavailable("une modification du même dossier n'a pas pu être écrite"));
            }
        }
        self.changes.retain(|(place, ..)| made[*place].is_ok());
        Ok(())
    }

    /// The dossiers to which something was added.
    pub(super) fn changed(&self) -> impl Iterator<Item = DossierId> {
        let ids: BTreeSet<DossierId> = self.changes.iter().map(|(_, id, _)| *id).collect();
        ids.into_iter()
    }

    /// Keeps the dossiers as they were left, once that is durable.
    pub(super) fn keep(self, kept: &mut Kept) {
        // Written apart, some of what was decided may not be there.
        for (id, standing) in self.dossiers.into_iter().filter(|_| !self.apart) {
            if let Ok(Standing { snapshot, digest, .. }) = standing {
                kept.put(id, digest, snapshot);
            }
        }
    }
}

impl Standing {
    fn new(snapshot: Snapshot, digest: Digest) -> Self {
        let listed = snapshot.derived_at();
        Self {
            snapshot,
            listed,
            digest,
            recent: Vec::new(),
            added: Vec::new(),
            rows: Vec::new(),
            told: Vec::new(),
        }
    }

    fn read(row: &dossier::Model) -> Result<Self> {
        Ok(Self::new(from_json(&row.snapshot, "dossier")?, digest_of(&row.digest)?))
    }
}

/// Some dossiers, locked in their order.
fn of(ids: &BTreeSet<DossierId>) -> sea_orm::Select<dossier::Entity> {
    dossier::Entity::find()
        .filter(dossier::COLUMN.id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(dossier::COLUMN.id)
        .lock_exclusive()
}

/// The digests of some dossiers' logs.
async fn digests(txn: &DatabaseTransaction, ids: &BTreeSet<DossierId>) -> Result<Vec<(DossierId, Digest)>> {
    let columns = [dossier::Column::Id, dossier::Column::Digest];
    let rows: Vec<(uuid::Uuid, Vec<u8>)> =
        of(ids).select_only().columns(columns).into_tuple().all(txn).await.map_err(failed)?;
    rows.into_iter().map(|(id, bytes)| Ok((DossierId(id), digest_of(&bytes)?))).collect()
}

/// The events that some changes ask to see, in one statement or none.
async fn recent(txn: &DatabaseTransaction, asked: &[(DossierId, Since)]) -> Result<Vec<event::Model>> {
    let mut wanted = Condition::any();
    for (id, since) in asked {
        let mut own = Condition::any();
        if since.seq < u64::MAX {
            own = own.add(event::COLUMN.seq.gt(column(since.seq)));
        }
        if let Some((client, number)) = &since.client {
            let sent = Condition::all().add(event::COLUMN.client_id.eq(client.as_str()));
            own = own.add(sent.add(event::COLUMN.client_number.gte(column(*number))));
        }
        if !own.is_empty() {
            wanted = wanted.add(Condition::all().add(event::COLUMN.dossier_id.eq(id.0)).add(own));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let found = event::Entity::find().filter(wanted).order_by_asc(event::COLUMN.dossier_id);
    found.order_by_asc(event::COLUMN.seq).all(txn).await.map_err(failed)
}
