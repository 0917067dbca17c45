//! What is in store of the data before any dossier: the register read page by page, and what was measured in it.

use async_trait::async_trait;
use domain::{
    Departement, Error, Result, Structure, Timestamp,
    access::ReviewScope,
    asp::realised::Realised,
    dossier::About,
    inventory::Reserve,
    ports::{Measure, Reserves},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{realised::of_each, register::with_annexes};
use crate::{
    Store,
    convert::{failed, instant, micros},
    entity::{delivery, realised, reserve, structure},
};

/// The row of the whole country: a scope of départements adds its own up.
const WHOLE: &str = "*";
/// The views whose rows say what is in store; les emplois has its own.
const VIEWS: [&str; 3] = ["Structure", "AnnexeFinanciere", domain::network::VIEW];
/// Rows written at once; it bounds the parameters of one statement.
const CHUNK: usize = 200;

#[async_trait]
impl Reserves for Store {
    async fn deliveries(&self) -> Result<String> {
        type Last<T> = (i64, Option<T>);
        let files: Option<Last<i64>> = delivery::Entity::find()
            .select_only()
            .column_as(Expr::col(delivery::Column::Digest).count(), "files")
            .column_as(Expr::col(delivery::Column::ImportedAt).max(), "last")
            .filter(delivery::COLUMN.view.is_in(VIEWS))
            .into_tuple()
            .one(&self.read)
            .await
            .map_err(failed)?;
        let totals: Option<Last<String>> = realised::Entity::find()
            .select_only()
            .column_as(Expr::col(realised::Column::Annexe).count(), "totals")
            .column_as(Expr::col(realised::Column::AsOf).max(), "last")
            .into_tuple()
            .one(&self.read)
            .await
            .map_err(failed)?;
        let (files, imported) = files.unwrap_or_default();
        let (totals, day) = totals.unwrap_or_default();
        let (imported, day) = (imported.unwrap_or_default(), day.unwrap_or_default());
        Ok(format!("{files} {imported} {totals} {day}"))
    }

    async fn structures_after(&self, asp_id: i64, most: u64) -> Result<Vec<(Structure, Realised)>> {
        let rows = structure::Entity::find()
            .filter(structure::COLUMN.asp_id.gt(asp_id))
            .order_by_asc(structure::COLUMN.asp_id)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(failed)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let structures = with_annexes(&self.read, &rows).await?;
        let realised = of_each(&self.read, &structures).await?;
        Ok(structures.into_iter().zip(realised).collect())
    }

    async fn parted(&self, stretches: u64) -> Result<Vec<i64>> {
        let count = structure::Entity::find().count(&self.read).await.map_err(failed)?;
        let mut ends = Vec::new();
        for stretch in 1..stretches {
            let place = count * stretch / stretches;
            let end: Option<i64> = structure::Entity::find()
                .select_only()
                .column(structure::Column::AspId)
                .order_by_asc(structure::COLUMN.asp_id)
                .offset(place.saturating_sub(1))
                .limit(1)
                .into_tuple()
                .one(&self.read)
                .await
                .map_err(failed)?;
            ends.extend(end.filter(|_| place > 0));
        }
        Ok(ends)
    }

    async fn keep_measure(&self, measure: Measure) -> Result<()> {
        let Measure { about, year, basis, at, whole, parts } = measure;
        let row = |places: String, reserve: &Reserve| reserve::ActiveModel {
            about: Set(about.code().to_owned()),
            year: Set(year.into()),
            places: Set(places),
            basis: Set(basis.clone()),
            measured_at: Set(micros(at)),
            body: Set(reserve.written()),
        };
        let parts = parts.iter().map(|(places, reserve)| row(coded(places), reserve));
        let rows: Vec<reserve::ActiveModel> =
            std::iter::once(row(WHOLE.to_owned(), &whole)).chain(parts).collect();
        let key = [reserve::Column::About, reserve::Column::Year, reserve::Column::Places];
        let again = [reserve::Column::Basis, reserve::Column::MeasuredAt, reserve::Column::Body];
        let txn = self.begin().await.map_err(failed)?;
        reserve::Entity::delete_many().filter(is_of(about, year)).exec(&txn).await.map_err(failed)?;
        for rows in rows.chunks(CHUNK) {
            // Two instances may measure at once: the last one stays.
            let known = OnConflict::columns(key).update_columns(again).to_owned();
            reserve::Entity::insert_many(rows.to_vec())
                .on_conflict(known)
                .exec_without_returning(&txn)
                .await
                .map_err(failed)?;
        }
        txn.commit().await.map_err(failed)
    }

    async fn basis(&self, about: About, year: i16) -> Result<Option<String>> {
        reserve::Entity::find()
            .select_only()
            .column(reserve::Column::Basis)
            .filter(is_of(about, year))
            .filter(reserve::COLUMN.places.eq(WHOLE))
            .into_tuple()
            .one(&self.read)
            .await
            .map_err(failed)
    }

    async fn measured(
        &self,
        scope: &ReviewScope,
        about: About,
        year: i16,
    ) -> Result<Option<(Timestamp, Reserve)>> {
        let whole = Condition::any().add(reserve::COLUMN.places.eq(WHOLE));
        let own: &[Departement] = match scope {
            ReviewScope::Everywhere => &[],
            ReviewScope::Departements(own) => own,
        };
        let holds = |place| reserve::COLUMN.places.contains(coded(std::slice::from_ref(place)));
        let wanted = own.iter().map(holds);
        let rows = reserve::Entity::find()
            .filter(is_of(about, year))
            .filter(wanted.fold(whole, Condition::add))
            .all(&self.read)
            .await
            .map_err(failed)?;
        let Some(whole) = rows.iter().find(|row| row.places == WHOLE) else { return Ok(None) };
        let at = instant(whole.measured_at)?;
        let read = |row: &reserve::Model| Reserve::read(&row.body).map_err(Error::unavailable);
        if *scope == ReviewScope::Everywhere {
            return Ok(Some((at, read(whole)?)));
        }
        let mut reserve = Reserve::default();
        for row in rows.iter().filter(|row| row.places != WHOLE) {
            reserve.join(&read(row)?);
        }
        Ok(Some((at, reserve)))
    }
}

fn is_of(about: About, year: i16) -> Condition {
    let of_year = reserve::COLUMN.year.eq(i32::from(year));
    Condition::all().add(reserve::COLUMN.about.eq(about.code())).add(of_year)
}

/// Codes, each between two commas: one is found in several without being taken for a part of another.
fn coded(places: &[Departement]) -> String {
    let codes: String = places.iter().map(|place| format!("{},", place.code())).collect();
    format!(",{codes}")
}
