//! What became of the data of the dossiers sent, and the last day of what is in store.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Departement, Kind, Result,
    access::ReviewScope,
    asp::realised,
    dossier::{About, DossierId, State},
    inventory::{Contest, Supply},
    ports::{ContestedLine, Counted, DossierTitle, KeptTally, Tallies},
    source::Source,
};
use form::{Date, french::time_of_day};
use sea_orm::{
    ActiveValue::Set,
    Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, OnConflict, Query, SelectStatement},
};

use super::dossiers::{in_scope, state_code};
use crate::{
    Store,
    convert::{damaged, day, failed, from_json, instant, json, micros},
    entity::{delivery, dossier, kept_answer, realised as realised_row, tally},
};

/// The services whose answers are kept, with what each gives.
const KEPT: [(Source, Supply); 6] = [
    (Source::Emplois, Supply::Siaes),
    (Source::EmploisReserved, Supply::Marche),
    (Source::ImmersionConventions, Supply::ImmersionConventions),
    (Source::ImmersionStatistics, Supply::ImmersionStatistics),
    (Source::RechercheEntreprises, Supply::Recherche),
    (Source::Sirene, Supply::Sirene),
];

#[async_trait]
impl Tallies for Store {
    async fn behind(&self, rule: i32, most: u64) -> Result<Vec<DossierId>> {
        let column = |column: tally::Column| Expr::col((tally::Entity, column));
        let done: SelectStatement = Query::select()
            .expr(Expr::val(1))
            .from(tally::Entity)
            .and_where(column(tally::Column::DossierId).equals((dossier::Entity, dossier::Column::Id)))
            .and_where(
                column(tally::Column::SubmittedAt).equals((dossier::Entity, dossier::Column::SubmittedAt)),
            )
            .and_where(column(tally::Column::Rule).eq(rule))
            .to_owned();
        let ids: Vec<uuid::Uuid> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Id)
            .filter(dossier::COLUMN.state.ne(state_code(State::Draft)))
            .filter(Expr::not_exists(done))
            .limit(most)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DossierId).collect())
    }

    async fn count(&self, id: DossierId, kept: KeptTally) -> Result<()> {
        let row = tally::ActiveModel {
            dossier_id: Set(id.0),
            submitted_at: Set(micros(kept.sent)),
            rule: Set(kept.rule),
            counted_at: Set(micros(kept.at)),
            body: Set(kept.body),
            contests: Set((!kept.contests.is_empty()).then(|| json(&kept.contests))),
        };
        let again = [
            tally::Column::SubmittedAt,
            tally::Column::Rule,
            tally::Column::CountedAt,
            tally::Column::Body,
            tally::Column::Contests,
        ];
        let known = OnConflict::column(tally::Column::DossierId).update_columns(again).to_owned();
        let txn = self.begin().await.map_err(failed)?;
        tally::Entity::insert(row).on_conflict(known).exec_without_returning(&txn).await.map_err(failed)?;
        txn.commit().await.map_err(failed)
    }

    async fn figures(&self, scope: &ReviewScope, about: About, year: i16) -> Result<Counted> {
        let sent = of_year(scope, about, year);
        let sent = sent.count(&self.read).await.map_err(failed)?;
        let (sums, last) = self.sums.read(&self.read, (scope, about, year)).await?;
        let at = last.map(instant).transpose()?;
        Ok(Counted { sent: u32::try_from(sent).unwrap_or(u32::MAX), sums, at })
    }

    async fn years(&self, about: About) -> Result<Vec<i16>> {
        let years: Vec<i32> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Year)
            .distinct()
            .filter(dossier::COLUMN.state.ne(state_code(State::Draft)))
            .filter(dossier::COLUMN.about.eq(about.code()))
            .order_by_desc(dossier::COLUMN.year)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        years.into_iter().map(|year| i16::try_from(year).map_err(|_| damaged("année"))).collect()
    }

    async fn contested(&self, scope: &ReviewScope, campaign: i16) -> Result<Vec<ContestedLine>> {
        let said = tally::Entity::find()
            .filter(tally::COLUMN.contests.is_not_null())
            .filter(tally::COLUMN.dossier_id.in_subquery(ids(of_campaign(scope, campaign))))
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut dossiers = self.contesting(scope, campaign).await?;
        let mut lines = Vec::new();
        for row in said {
            let Some(dossier) = dossiers.remove(&row.dossier_id) else { continue };
            let contests: Vec<Contest> =
                from_json(row.contests.as_deref().unwrap_or("[]"), "données contestées")?;
            let line = |contest| ContestedLine { dossier: dossier.clone(), contest };
            lines.extend(contests.into_iter().map(line));
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.contest.at));
        Ok(lines)
    }

    async fn in_store(&self, about: About, year: i16) -> Result<BTreeMap<Supply, Date>> {
        let mut store = BTreeMap::new();
        let views: Vec<(String, Option<String>)> = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::View)
            .column_as(Expr::col(delivery::Column::Date).max(), "last")
            .group_by(delivery::Column::View)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        for (view, last) in views {
            let supply = match view.as_str() {
                "Structure" => Supply::AspStructure,
                "AnnexeFinanciere" => Supply::AspAnnexe,
                domain::network::VIEW => Supply::Networks,
                _ => continue,
            };
            put(&mut store, supply, last)?;
        }
        let told: Vec<(String, Option<String>)> = realised_row::Entity::find()
            .select_only()
            .column(realised_row::Column::Source)
            .column_as(Expr::col(realised_row::Column::AsOf).max(), "last")
            .group_by(realised_row::Column::Source)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        for (source, last) in told {
            let supply = match from_json(&source, "source")? {
                realised::Source::Flux => Supply::AspMonthly,
                realised::Source::DataOn => Supply::AspYearly,
                realised::Source::Pop => Supply::Dgefp,
                realised::Source::Pilotage => Supply::Pilotage,
            };
            put(&mut store, supply, last)?;
        }
        self.answers_in_store(&mut store).await?;
        if let Some(sent) = self.last_taken_over(about, year).await? {
            store.insert(Supply::Previous, sent);
        }
        Ok(store)
    }
}

impl Store {
    /// The last day of the answers kept of each service, in one statement.
    async fn answers_in_store(&self, store: &mut BTreeMap<Supply, Date>) -> Result<()> {
        type Day = Option<String>;
        let mut query = kept_answer::Entity::find().select_only();
        for (source, supply) in KEPT {
            let own = kept_answer::COLUMN.key.like(format!("{}/%", source.code()));
            let day: Expr = Expr::case(own, Expr::col(kept_answer::Column::Day)).into();
            query = query.column_as(day.max(), supply.code());
        }
        let found: Option<(Day, Day, Day, Day, Day, Day)> =
            query.into_tuple().one(&self.read).await.map_err(failed)?;
        let days = found.map(<[Day; 6]>::from).into_iter().flatten();
        for ((_, supply), last) in KEPT.into_iter().zip(days) {
            put(store, supply, last)?;
        }
        Ok(())
    }

    /// The day of the last version sent among the dossiers that those of a year take over: the demands and the bilans of
    /// the years before, for demands; the demands of the same year, for bilans.
    async fn last_taken_over(&self, about: About, year: i16) -> Result<Option<Date>> {
        let taken_over = match about {
            About::Demand => dossier::COLUMN.year.lt(i32::from(year)),
            About::Bilan => {
                dossier::COLUMN.year.eq(i32::from(year)).and(dossier::COLUMN.about.eq(About::Demand.code()))
            }
        };
        let last: Option<Option<i64>> = dossier::Entity::find()
            .select_only()
            .column_as(Expr::col(dossier::Column::SubmittedAt).max(), "last")
            .filter(taken_over)
            .into_tuple()
            .one(&self.read)
            .await
            .map_err(failed)?;
        let last = last.flatten().map(instant).transpose()?;
        Ok(last.map(|at| time_of_day(at).0))
    }

    /// The names of the dossiers of a campaign that contest something.
    async fn contesting(
        &self,
        scope: &ReviewScope,
        campaign: i16,
    ) -> Result<BTreeMap<uuid::Uuid, DossierTitle>> {
        type Row = (uuid::Uuid, Option<String>, String, String, String, String);
        let contesting = tally::Entity::find()
            .select_only()
            .column(tally::Column::DossierId)
            .filter(tally::COLUMN.contests.is_not_null())
            .into_query();
        let rows: Vec<Row> = of_campaign(scope, campaign)
            .filter(dossier::COLUMN.id.in_subquery(contesting))
            .select_only()
            .columns([
                dossier::Column::Id,
                dossier::Column::Reference,
                dossier::Column::StructureName,
                dossier::Column::About,
                dossier::Column::Kind,
                dossier::Column::Departement,
            ])
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let title = |(id, reference, structure, about, kind, departement): Row| {
            let title = DossierTitle {
                id: DossierId(id),
                reference: reference.unwrap_or_default(),
                structure,
                about: About::of_code(&about).ok_or_else(|| damaged("objet"))?,
                kind: kind.parse::<Kind>().map_err(|_| damaged("type"))?,
                departement: Departement::parse(&departement).map_err(|_| damaged("département"))?,
            };
            Ok((id, title))
        };
        rows.into_iter().map(title).collect()
    }
}

fn put(store: &mut BTreeMap<Supply, Date>, supply: Supply, last: Option<String>) -> Result<()> {
    if let Some(last) = last {
        store.insert(supply, day(&last)?);
    }
    Ok(())
}

/// The dossiers sent of a scope, a form and a year.
pub(super) fn of_year(scope: &ReviewScope, about: About, year: i16) -> Select<dossier::Entity> {
    in_scope(scope).filter(is_of(about, year))
}

/// Those of a scope that belong to a campaign, whatever their form.
fn of_campaign(scope: &ReviewScope, campaign: i16) -> Select<dossier::Entity> {
    let forms = About::ALL.map(|about| is_of(about, about.year_in(campaign)));
    let any = forms.into_iter().fold(Condition::any(), Condition::add);
    in_scope(scope).filter(any)
}

fn is_of(about: About, year: i16) -> Condition {
    let of_year = dossier::COLUMN.year.eq(i32::from(year));
    Condition::all().add(dossier::COLUMN.about.eq(about.code())).add(of_year)
}

/// Their identifiers.
pub(super) fn ids(dossiers: Select<dossier::Entity>) -> SelectStatement {
    dossiers.select_only().column(dossier::Column::Id).into_query()
}
