//! What the queue reads, written with the change that moves a dossier.

use domain::{
    access::ServiceKey,
    dossier::{DossierId, Snapshot, sharing::Share},
    queue::{Listed, plain},
};
use form::Decimal;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QuerySelect,
    sea_query::OnConflict,
};

use super::{dossiers::state_code, searched::search_rows};
use crate::{
    convert::{column, micros},
    entity::{dossier, line_change, listed, shared},
};

/// The row of a dossier; none for a draft.
pub(super) fn row(id: DossierId, snapshot: &Snapshot) -> Option<listed::Model> {
    let Listed { awaits, running_from, pressing, posts, gap, amount, findings, places, words } =
        Listed::of(snapshot)?;
    let (opening, sent) = (&snapshot.opening, snapshot.submission()?);
    Some(listed::Model {
        dossier_id: id.0,
        awaits: awaits.code().to_owned(),
        state: state_code(snapshot.state()).to_owned(),
        about: opening.about.code().to_owned(),
        kind: opening.kind.code().to_owned(),
        year: opening.year.into(),
        structure_name: opening.structure_name.clone(),
        plain_name: plain(&opening.structure_name),
        places,
        reference: sent.reference.as_str().to_owned(),
        submitted_at: micros(sent.at),
        since: micros(snapshot.awaits_since()?),
        running_from: running_from.map(micros),
        pressing,
        posts: posts.and_then(hundredths),
        gap: gap.and_then(hundredths),
        amount: amount.and_then(hundredths),
        findings: i32::try_from(findings).unwrap_or(i32::MAX),
        words,
    })
}

/// What the services noted on a dossier, a row each, in their order.
pub(super) fn notes(id: DossierId, snapshot: &Snapshot) -> Vec<shared::Model> {
    let row = |(service, share): (&ServiceKey, &Share)| {
        let labels = share.labels.iter().fold(String::new(), |text, label| text + label + BETWEEN);
        let labels = if labels.is_empty() { labels } else { format!("{BETWEEN}{labels}") };
        shared::Model {
            dossier_id: id.0,
            service: service.as_str().to_owned(),
            agent: share.agent().map(|agent| agent.0),
            given: column(share.given()),
            plain_labels: plain(&labels),
            labels,
        }
    };
    snapshot.instruction.sharing.services().map(row).collect()
}

/// What stands before and after each label in its column: no label holds it.
pub(super) const BETWEEN: &str = "\n";

/// A number as its column keeps it; none for one that no column holds.
fn hundredths(number: Decimal) -> Option<i64> {
    i64::try_from(number.checked_mul(Decimal::ONE_HUNDRED)?.round()).ok()
}

/// Writes what the queue reads of some dossiers as they stand: their rows, their words, what services noted, and when
/// that was.
pub(crate) async fn list<'a, C: ConnectionTrait>(
    db: &C,
    moved: impl IntoIterator<Item = (DossierId, &'a Snapshot)>,
) -> Result<(), DbErr> {
    let moved: Vec<_> = moved.into_iter().collect();
    let changes: Vec<line_change::ActiveModel> = moved
        .iter()
        .map(|(id, snapshot)| line_change::ActiveModel {
            dossier_id: Set(id.0),
            at: Set(micros(snapshot.at)),
        })
        .collect();
    if !changes.is_empty() {
        let again = OnConflict::column(line_change::Column::DossierId)
            .update_column(line_change::Column::At)
            .to_owned();
        line_change::Entity::insert_many(changes).on_conflict(again).exec_without_returning(db).await?;
    }
    let notes = moved.iter().flat_map(|(id, snapshot)| notes(*id, snapshot));
    let notes: Vec<shared::ActiveModel> = notes.map(IntoActiveModel::into_active_model).collect();
    if !notes.is_empty() {
        let own = [shared::Column::DossierId, shared::Column::Service];
        let columns = [
            shared::Column::Agent,
            shared::Column::Given,
            shared::Column::Labels,
            shared::Column::PlainLabels,
        ];
        let again = OnConflict::columns(own).update_columns(columns).to_owned();
        shared::Entity::insert_many(notes).on_conflict(again).exec_without_returning(db).await?;
    }
    search_rows(db, moved.iter().copied()).await?;
    list_rows(db, moved).await
}

/// Writes the rows of some dossiers as they stand, and nothing beside: a migration knows no later table.
async fn list_rows<'a, C: ConnectionTrait>(
    db: &C,
    moved: impl IntoIterator<Item = (DossierId, &'a Snapshot)>,
) -> Result<(), DbErr> {
    let rows = moved.into_iter().filter_map(|(id, snapshot)| row(id, snapshot));
    let rows: Vec<listed::ActiveModel> = rows.map(IntoActiveModel::into_active_model).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let columns = listed::Column::iter().filter(|column| !matches!(column, listed::Column::DossierId));
    let again = OnConflict::column(listed::Column::DossierId).update_columns(columns).to_owned();
    listed::Entity::insert_many(rows).on_conflict(again).exec_without_returning(db).await.map(drop)
}

/// Writes the row of every dossier, one at a time: for the migration that creates them.
pub(crate) async fn list_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let ids: Vec<uuid::Uuid> =
        dossier::Entity::find().select_only().column(dossier::Column::Id).into_tuple().all(db).await?;
    for id in ids {
        let Some(found) = dossier::Entity::find_by_id(id).one(db).await? else { continue };
        let snapshot: Snapshot = serde_json::from_str(&found.snapshot)
            .map_err(|error| DbErr::Custom(format!("dossier {id}: {error}")))?;
        list_rows(db, [(DossierId(id), &snapshot)]).await?;
    }
    Ok(())
}
