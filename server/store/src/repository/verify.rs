//! What `verify` finds: every digest of a log, its snapshot, and the columns derived from them.

use std::collections::BTreeSet;

use domain::{
    Departement, Result,
    dossier::{ClientId, Digest, DossierId, Event, Snapshot, chain},
};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use super::{
    dossiers::{log, row},
    listed::{notes, row as listed_as},
    searched::{Row, row as searched_as},
};
use crate::{
    Store,
    connect::begin_reading,
    convert::{column, failed},
    entity::{dossier, dossier_territory, event, listed, searched, shared},
};

impl Store {
    /// Checks a dossier: every digest, and that the snapshot and the columns are those of the log folded.
    ///
    /// `None` when there is no such dossier; otherwise the number of events, or what is wrong. All is read at one
    /// moment: what a running service writes meanwhile is no alarm.
    pub async fn verify(&self, id: DossierId) -> Result<Option<std::result::Result<usize, String>>> {
        let txn = begin_reading(&self.read).await.map_err(failed)?;
        let found = dossier::Entity::find_by_id(id.0).one(&txn).await.map_err(failed)?;
        let rows = log(&txn, id).await?;
        let territories = territories(&txn, id).await?;
        let listed = listed::Entity::find_by_id(id.0).one(&txn).await.map_err(failed)?;
        let searched = searched::Entity::find().filter(searched::COLUMN.dossier_id.eq(id.0));
        let searched = searched.one(&txn).await.map_err(failed)?.map(Row::from);
        let shared = shared::Entity::find().filter(shared::COLUMN.dossier_id.eq(id.0));
        let mut shared = shared.all(&txn).await.map_err(failed)?;
        // In the order of bytes, whatever that of the database.
        shared.sort_by(|one, other| one.service.cmp(&other.service));
        txn.commit().await.map_err(failed)?;
        Ok(match found {
            Some(found) => {
                Some(checked(&found, &rows, (&territories, listed, searched, &shared)).map(|()| rows.len()))
            }
            None if rows.is_empty() => None,
            None => Some(Err("son journal est là, le dossier n'y est plus".to_owned())),
        })
    }

    /// Every dossier, and every log that has lost its own, in no order.
    pub async fn all_dossiers(&self) -> Result<Vec<DossierId>> {
        let dossiers = dossier::Entity::find().select_only().column(dossier::Column::Id);
        let logs = event::Entity::find().select_only().column(event::Column::DossierId).distinct();
        let mut ids: BTreeSet<uuid::Uuid> =
            dossiers.into_tuple().all(&self.read).await.map_err(failed)?.into_iter().collect();
        ids.extend(logs.into_tuple::<uuid::Uuid>().all(&self.read).await.map_err(failed)?);
        Ok(ids.into_iter().map(DossierId).collect())
    }
}

/// The départements under which a dossier is found.
async fn territories(txn: &DatabaseTransaction, id: DossierId) -> Result<BTreeSet<String>> {
    let found = dossier_territory::Entity::find().filter(dossier_territory::COLUMN.dossier_id.eq(id.0));
    let rows = found.all(txn).await.map_err(failed)?;
    Ok(rows.into_iter().map(|row| row.departement).collect())
}

/// Why a dossier is not what its log says, if it is not.
fn checked(
    found: &dossier::Model,
    rows: &[event::Model],
    (territories, listed, searched, shared): (
        &BTreeSet<String>,
        Option<listed::Model>,
        Option<Row>,
        &[shared::Model],
    ),
) -> std::result::Result<(), String> {
    let (digest, events) = chained(rows)?;
    if digest.0.as_slice() != found.digest {
        return Err("la dernière empreinte n'est pas celle du dossier".to_owned());
    }
    let snapshot = Snapshot::fold(&events).map_err(|broken| broken.to_string())?;
    let derived = row(DossierId(found.id), &snapshot, digest);
    if derived.snapshot != found.snapshot {
        return Err("l'instantané n'est pas le journal replié".to_owned());
    }
    for (name, is_right) in [
        ("structure_id", derived.structure_id == found.structure_id),
        ("structure_name", derived.structure_name == found.structure_name),
        ("kind", derived.kind == found.kind),
        ("year", derived.year == found.year),
        ("about", derived.about == found.about),
        ("departement", derived.departement == found.departement),
        ("deadline", derived.deadline == found.deadline),
        ("state", derived.state == found.state),
        ("reference", derived.reference == found.reference),
        ("head", derived.head == found.head),
        ("changed_at", derived.changed_at == found.changed_at),
        ("submitted_at", derived.submitted_at == found.submitted_at),
    ] {
        if !is_right {
            return Err(format!("la colonne {name} n'est pas ce que dit le journal"));
        }
    }
    let concerned = snapshot.opening.territories.iter().map(Departement::code);
    if !territories.iter().map(String::as_str).eq(concerned.collect::<BTreeSet<_>>()) {
        return Err("les départements du dossier ne sont pas ceux du journal".to_owned());
    }
    if listed != listed_as(DossierId(found.id), &snapshot) {
        return Err("la file ne dit pas du dossier ce que dit le journal".to_owned());
    }
    if searched != searched_as(&snapshot) {
        return Err("les mots du dossier ne sont pas ceux de ce qui a été transmis".to_owned());
    }
    if shared != notes(DossierId(found.id), &snapshot) {
        return Err("la répartition du dossier n'est pas celle du journal".to_owned());
    }
    Ok(())
}

/// The events of a log whose digests follow each other, and the last digest.
fn chained(rows: &[event::Model]) -> std::result::Result<(Digest, Vec<Event>), String> {
    let mut digest = Digest::default();
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let wrong = |what: &str| format!("événement {} : {what}", row.seq);
        digest = chain::digest(digest, &row.body);
        if digest.0.as_slice() != row.digest {
            return Err(wrong("l'empreinte ne correspond pas"));
        }
        let event: Event = serde_json::from_str(&row.body).map_err(|_| wrong("texte illisible"))?;
        if column(event.seq) != row.seq {
            return Err(wrong("ce n'est pas son numéro"));
        }
        let stamp = event.stamp.as_ref();
        let sender =
            (stamp.map(|stamp| ClientId::as_str(&stamp.client)), stamp.map(|stamp| column(stamp.number)));
        if sender != (row.client_id.as_deref(), row.client_number) {
            return Err(wrong("le numéro de son envoi n'est pas le sien"));
        }
        events.push(event);
    }
    Ok((digest, events))
}
