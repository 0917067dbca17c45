//! The dossiers: their logs, and the snapshots derived from them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Departement, Error, Kind, Result, StructureId,
    access::{Reader, ReviewScope},
    dossier::{Digest, DossierId, Event, Seq, Snapshot, State},
    ports::{Decide, DossierLine, Dossiers, Since},
    queue::{Asked, Beside, Found},
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, SqlErr,
    sea_query::{Expr, SelectStatement},
};

use super::change::{Changed, guarded, links};
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
        let changed = self.writer.change(id, since, guarded(decide)).await?;
        Ok((changed != Changed::Absent).then_some(()))
    }

    async fn history(&self, id: DossierId) -> Result<Vec<Event>> {
        let rows = log(&self.read, id).await?;
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
            .filter(dossier::COLUMN.state.ne(state_code(State::Draft)))
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

    async fn of_year(&self, structures: &[StructureId], year: i16) -> Result<Vec<DossierLine>> {
        let rows = dossier::Entity::find()
            .filter(dossier::COLUMN.structure_id.is_in(structures.iter().map(|id| id.0)))
            .filter(dossier::COLUMN.year.eq(i32::from(year)))
            .order_by_asc(dossier::COLUMN.departement)
            .order_by_asc(dossier::COLUMN.kind)
            .order_by_asc(dossier::COLUMN.id)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.iter().map(line).collect()
    }

    async fn queue(&self, reader: &Reader, asked: &Asked, most: u64) -> Result<Found> {
        self.found(reader, asked, most).await
    }

    async fn beside(&self, reader: &Reader, asked: &Asked, id: DossierId) -> Result<Beside> {
        self.around(reader, asked, id).await
    }
}

/// The rows of a dossier's whole log, in order.
pub(super) async fn log<C: ConnectionTrait>(connection: &C, id: DossierId) -> Result<Vec<event::Model>> {
    event::Entity::find()
        .filter(event::COLUMN.dossier_id.eq(id.0))
        .order_by_asc(event::COLUMN.seq)
        .all(connection)
        .await
        .map_err(failed)
}

/// The dossiers sent that a person may review.
pub(super) fn in_scope(scope: &ReviewScope) -> Select<dossier::Entity> {
    let sent = dossier::Entity::find().filter(dossier::COLUMN.state.ne(state_code(State::Draft)));
    let ReviewScope::Departements(departements) = scope else { return sent };
    sent.filter(dossier::COLUMN.id.in_subquery(concerning(departements)))
}

/// The identifiers of the dossiers that concern one of some départements.
pub(super) fn concerning(departements: &[Departement]) -> SelectStatement {
    let concerned = dossier_territory::Entity::find()
        .select_only()
        .column(dossier_territory::Column::DossierId)
        .filter(dossier_territory::COLUMN.departement.is_in(departements.iter().map(Departement::code)));
    QueryTrait::into_query(concerned)
}

/// That the dossier of a column concerns one of some départements: asked of each, for a few whose identifiers are known;
/// of many, [`concerning`] is read once.
pub(super) fn concerns(dossier: Expr, departements: &[Departement]) -> Expr {
    let mut own = concerning(departements);
    let named = (dossier_territory::Entity, dossier_territory::Column::DossierId);
    Expr::exists(own.and_where(Expr::col(named).eq(dossier)).to_owned())
}

pub(super) fn row(id: DossierId, snapshot: &Snapshot, digest: Digest) -> dossier::Model {
    let opening = &snapshot.opening;
    dossier::Model {
        id: id.0,
        structure_id: opening.structure.0,
        kind: opening.kind.code().to_owned(),
        year: opening.year.into(),
        about: opening.about.code().to_owned(),
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

/// One line a state: it, its code in a column.
const STATES: [(State, &str); 8] = [
    (State::Draft, "draft"),
    (State::Submitted, "submitted"),
    (State::ToCorrect, "to_correct"),
    (State::Complete, "complete"),
    (State::Proposed, "proposed"),
    (State::Granted, "granted"),
    (State::Refused, "refused"),
    (State::Withdrawn, "withdrawn"),
];

pub(super) fn state_code(state: State) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("", |(_, code)| code)
}

pub(super) fn state_of(code: &str) -> Option<State> {
    STATES.iter().find(|(_, known)| *known == code).map(|(state, _)| *state)
}
