//! The sums of the counts of many dossiers, kept by département: a page reads again only what was counted since.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use domain::{
    Error, Result,
    access::ReviewScope,
    dossier::About,
    inventory::{RULE, Sums},
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::tallies::{ids, of_year};
use crate::{
    convert::failed,
    entity::{dossier, tally},
};

/// Sums kept, at most: those of a country's départements for several years and readers.
const MOST: usize = 4_096;

/// What is asked, and of which département's seats.
type Part = (String, About, i16, String);

/// What tells that a part is as it was: dossiers, the last time one was counted, and a mix of all those times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    dossiers: i64,
    last: i64,
    mix: i64,
}

/// Sums that are kept, as long as nothing of theirs is counted again.
#[derive(Clone, Default)]
pub(crate) struct KeptSums(Arc<Mutex<BTreeMap<Part, (Stamp, Sums)>>>);

impl KeptSums {
    /// The sums of a scope, and when the last of its dossiers was counted, in microseconds: one statement, and one
    /// more where something was counted since.
    pub(super) async fn read(
        &self,
        db: &DatabaseConnection,
        (scope, about, year): (&ReviewScope, About, i16),
    ) -> Result<(Sums, Option<i64>)> {
        let stamps = stamps(db, (scope, about, year)).await.map_err(failed)?;
        let part = |seat: &str| (named(scope), about, year, seat.to_owned());
        let mut sums = Sums::default();
        let mut behind = BTreeMap::new();
        {
            let kept = self.0.lock().expect("nobody panics while holding sums");
            for (seat, stamp) in &stamps {
                match kept.get(&part(seat)) {
                    Some((known, own)) if known == stamp => sums.join(own),
                    _ => drop(behind.insert(seat.clone(), Sums::default())),
                }
            }
        }
        if !behind.is_empty() {
            for (seat, body) in bodies(db, (scope, about, year), behind.keys()).await.map_err(failed)? {
                behind.entry(seat).or_default().add(&body).map_err(Error::unavailable)?;
            }
            let mut kept = self.0.lock().expect("nobody panics while holding sums");
            if kept.len() + behind.len() > MOST {
                kept.clear();
            }
            for (seat, own) in behind {
                sums.join(&own);
                // Counted between the two statements: kept under what it was, it is read again the next time.
                if let Some((_, stamp)) = stamps.iter().find(|(known, _)| *known == seat) {
                    kept.insert(part(&seat), (*stamp, own));
                }
            }
        }
        Ok((sums, stamps.iter().map(|(_, stamp)| stamp.last).max()))
    }
}

/// A scope by its name.
fn named(scope: &ReviewScope) -> String {
    let ReviewScope::Departements(departements) = scope else { return "*".to_owned() };
    let mut codes: Vec<&str> = departements.iter().map(domain::Departement::code).collect();
    codes.sort_unstable();
    codes.join(",")
}

/// The counts of a scope under the present rules, with the seat of each.
fn counted((scope, about, year): (&ReviewScope, About, i16)) -> SelectStatement {
    let own = Expr::col((tally::Entity, tally::Column::DossierId));
    Query::select()
        .column((dossier::Entity, dossier::Column::Departement))
        .from(tally::Entity)
        .inner_join(dossier::Entity, own.clone().equals((dossier::Entity, dossier::Column::Id)))
        // What was counted under an earlier rule is being counted again.
        .and_where(Expr::col((tally::Entity, tally::Column::Rule)).eq(RULE))
        .and_where(own.in_subquery(ids(of_year(scope, about, year))))
        .to_owned()
}

async fn stamps(
    db: &DatabaseConnection,
    asked: (&ReviewScope, About, i16),
) -> std::result::Result<Vec<(String, Stamp)>, DbErr> {
    let at = || Expr::col((tally::Entity, tally::Column::CountedAt));
    let mut query = counted(asked);
    query
        .expr(at().count())
        .expr(at().max())
        .expr(at().modulo(1_000_000_007_i64).sum().cast_as("BIGINT"))
        .group_by_col((dossier::Entity, dossier::Column::Departement));
    let row = |row: QueryResult| {
        let stamp = Stamp {
            dossiers: row.try_get_by_index(1)?,
            last: row.try_get_by_index(2)?,
            mix: row.try_get_by_index(3)?,
        };
        Ok((row.try_get_by_index(0)?, stamp))
    };
    db.query_all(&query).await?.into_iter().map(row).collect()
}

async fn bodies(
    db: &DatabaseConnection,
    asked: (&ReviewScope, About, i16),
    seats: impl Iterator<Item = &String>,
) -> std::result::Result<Vec<(String, String)>, DbErr> {
    let mut query = counted(asked);
    query
        .column((tally::Entity, tally::Column::Body))
        .and_where(Expr::col((dossier::Entity, dossier::Column::Departement)).is_in(seats.cloned()));
    let row = |row: QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    db.query_all(&query).await?.into_iter().map(row).collect()
}
