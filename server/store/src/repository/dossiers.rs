//! The dossiers: their logs, and the snapshots derived from them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Departement, Error, Kind, Result, StructureId,
    access::ReviewScope,
    dossier::{ClientId, Digest, DossierId, Event, Seq, Snapshot, State, chain, chain::chain as link},
    ports::{Decide, DossierLine, Dossiers, Since},
};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, SqlErr,
};

use crate::{
    Store,
    convert::{column, damaged, day, failed, from_json, instant, json, micros},
    entity::{dossier, dossier_territory, event},
};

#[async_trait]
impl Dossiers for Store {
    async fn create(&self, id: DossierId, events: Vec<Event>) -> Result<bool> {
        let snapshot = Snapshot::fold(&events).map_err(Error::unavailable)?;
        let (links, digest) = links(id, Digest::default(), &events);
        let txn = self.begin().await.map_err(failed)?;
        let row = row(id, &snapshot, digest).into_active_model();
        match dossier::Entity::insert(row).exec_without_returning(&txn).await {
            Ok(_) => {}
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                txn.rollback().await.map_err(failed)?;
                return Ok(false);
            }
            Err(error) => return Err(failed(error)),
        }
        let territories =
            snapshot.opening.territories.iter().map(|departement| dossier_territory::ActiveModel {
                dossier_id: Set(id.0),
                departement: Set(departement.code().to_owned()),
            });
        dossier_territory::Entity::insert_many(territories)
            .exec_without_returning(&txn)
            .await
            .map_err(failed)?;
        event::Entity::insert_many(links).exec_without_returning(&txn).await.map_err(failed)?;
        txn.commit().await.map_err(failed)?;
        Ok(true)
    }

    async fn snapshot(&self, id: DossierId) -> Result<Option<Snapshot>> {
        let row = dossier::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)?;
        row.map(|row| from_json(&row.snapshot, "dossier")).transpose()
    }

    async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Option<()>> {
        let txn = self.begin().await.map_err(failed)?;
        let found = dossier::Entity::find_by_id(id.0).lock_exclusive().one(&txn).await.map_err(failed)?;
        let Some(found) = found else { return Ok(None) };
        let mut snapshot: Snapshot = from_json(&found.snapshot, "dossier")?;
        let recent = recent(&txn, id, since).await?;
        let events = decide(&snapshot, &recent)?;
        if events.is_empty() {
            return Ok(Some(()));
        }
        for event in &events {
            snapshot.apply(event).map_err(Error::unavailable)?;
        }
        let previous = found.digest.as_slice().try_into().map(Digest).map_err(|_| damaged("empreinte"))?;
        let (links, digest) = links(id, previous, &events);
        event::Entity::insert_many(links).exec_without_returning(&txn).await.map_err(failed)?;
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
            .exec(&txn)
            .await
            .map_err(failed)?;
        self.announce_in(&txn, id).await?;
        txn.commit().await.map_err(failed)?;
        self.announced(id);
        Ok(Some(()))
    }

    async fn history(&self, id: DossierId) -> Result<Vec<Event>> {
        let rows = event::Entity::find()
            .filter(event::COLUMN.dossier_id.eq(id.0))
            .order_by_asc(event::COLUMN.seq)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.iter().map(|row| from_json(&row.body, "événement")).collect()
    }

    async fn after(&self, id: DossierId, seq: Seq) -> Result<Vec<Event>> {
        let rows = event::Entity::find()
            .filter(event::COLUMN.dossier_id.eq(id.0))
            .filter(event::COLUMN.seq.gt(column(seq)))
            .order_by_asc(event::COLUMN.seq)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.iter().map(|row| from_json(&row.body, "événement")).collect()
    }

    async fn last_sent(&self, most: u64) -> Result<Vec<Vec<Event>>> {
        let last: Vec<uuid::Uuid> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Id)
            .filter(dossier::COLUMN.state.eq(state_code(State::Submitted)))
            .order_by_desc(dossier::COLUMN.submitted_at)
            .limit(most)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let rows = event::Entity::find()
            .filter(event::COLUMN.dossier_id.is_in(last.clone()))
            .order_by_asc(event::COLUMN.seq)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut logs: BTreeMap<uuid::Uuid, Vec<Event>> = BTreeMap::new();
        for row in &rows {
            logs.entry(row.dossier_id).or_default().push(from_json(&row.body, "événement")?);
        }
        Ok(last.iter().filter_map(|id| logs.remove(id)).collect())
    }

    async fn drafts(&self) -> Result<Vec<DossierId>> {
        let ids: Vec<uuid::Uuid> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Id)
            .filter(dossier::COLUMN.state.eq(state_code(State::Draft)))
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DossierId).collect())
    }

    async fn of_structure(&self, structure: StructureId) -> Result<Vec<DossierLine>> {
        let rows = dossier::Entity::find()
            .filter(dossier::COLUMN.structure_id.eq(structure.0))
            .order_by_desc(dossier::COLUMN.year)
            .order_by_asc(dossier::COLUMN.kind)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.iter().map(line).collect()
    }

    async fn submitted(&self, scope: &ReviewScope) -> Result<Vec<DossierLine>> {
        let mut query =
            dossier::Entity::find().filter(dossier::COLUMN.state.eq(state_code(State::Submitted)));
        if let ReviewScope::Departements(departements) = scope {
            let codes = departements.iter().map(Departement::code);
            let concerned = dossier_territory::Entity::find()
                .select_only()
                .column(dossier_territory::Column::DossierId)
                .filter(dossier_territory::COLUMN.departement.is_in(codes));
            query = query.filter(dossier::COLUMN.id.in_subquery(sea_orm::QueryTrait::into_query(concerned)));
        }
        let rows = query.order_by_asc(dossier::COLUMN.submitted_at).all(&self.read).await.map_err(failed)?;
        rows.iter().map(line).collect()
    }
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
fn links(id: DossierId, previous: Digest, events: &[Event]) -> (Vec<event::ActiveModel>, Digest) {
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

fn row(id: DossierId, snapshot: &Snapshot, digest: Digest) -> dossier::Model {
    let opening = &snapshot.opening;
    dossier::Model {
        id: id.0,
        structure_id: opening.structure.0,
        kind: opening.kind.code().to_owned(),
        year: opening.year.into(),
        structure_name: opening.structure_name.clone(),
        departement: opening.departement.code().to_owned(),
        state: state_code(snapshot.state()).to_owned(),
        deadline: opening.deadline.to_string(),
        reference: snapshot.submission().map(|submission| submission.reference.as_str().to_owned()),
        head: column(snapshot.seq),
        digest: digest.0.to_vec(),
        changed_at: micros(snapshot.at),
        submitted_at: snapshot.submission().map(|submission| micros(submission.at)),
        snapshot: json(snapshot),
    }
}

fn line(row: &dossier::Model) -> Result<DossierLine> {
    let snapshot: Snapshot = from_json(&row.snapshot, "dossier")?;
    Ok(DossierLine {
        id: DossierId(row.id),
        structure: StructureId(row.structure_id),
        structure_name: row.structure_name.clone(),
        kind: row.kind.parse::<Kind>().map_err(|_| damaged("type"))?,
        year: i16::try_from(row.year).map_err(|_| damaged("année"))?,
        departement: Departement::parse(&row.departement).map_err(|_| damaged("département"))?,
        state: snapshot.state(),
        deadline: day(&row.deadline)?,
        changed: instant(row.changed_at)?,
        submitted: row.submitted_at.map(instant).transpose()?,
        reference: snapshot.submission().map(|submission| submission.reference.clone()),
        snapshot,
    })
}

fn state_code(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Submitted => "submitted",
    }
}

/// What `verify` finds in one dossier.
impl Store {
    /// Checks a dossier: every digest, and that the snapshot is the log folded.
    ///
    /// `None` when there is no such dossier; otherwise the number of events, or what is wrong.
    pub async fn verify(&self, id: DossierId) -> Result<Option<std::result::Result<usize, String>>> {
        let Some(found) = dossier::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)? else {
            return Ok(None);
        };
        let rows = event::Entity::find()
            .filter(event::COLUMN.dossier_id.eq(id.0))
            .order_by_asc(event::COLUMN.seq)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut digest = Digest::default();
        let mut events = Vec::new();
        for row in &rows {
            digest = chain::digest(digest, &row.body);
            if digest.0.as_slice() != row.digest {
                return Ok(Some(Err(format!("événement {} : l'empreinte ne correspond pas", row.seq))));
            }
            match serde_json::from_str::<Event>(&row.body) {
                Ok(event) if column(event.seq) == row.seq => events.push(event),
                _ => return Ok(Some(Err(format!("événement {} : texte illisible", row.seq)))),
            }
        }
        if digest.0.as_slice() != found.digest {
            return Ok(Some(Err("la dernière empreinte n'est pas celle du dossier".to_owned())));
        }
        let folded = Snapshot::fold(&events).map(|snapshot| json(&snapshot));
        Ok(Some(match folded {
            Err(broken) => Err(broken.to_string()),
            Ok(text) if text != found.snapshot => Err("l'instantané n'est pas le journal replié".to_owned()),
            Ok(_) => Ok(rows.len()),
        }))
    }

    /// Every dossier, in no order.
    pub async fn all_dossiers(&self) -> Result<Vec<DossierId>> {
        let ids: Vec<uuid::Uuid> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Id)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DossierId).collect())
    }
}
