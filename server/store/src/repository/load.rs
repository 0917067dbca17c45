//! How many dossiers each agent of a service has, by age: counted by the database.

use std::collections::BTreeMap;

use domain::{
    PersonId, Result,
    access::{Reader, ServiceKey},
    dossier::Awaits,
    queue::Load,
};
use form::Date;
use sea_orm::{
    Condition, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, IntoCondition, JoinType},
};
use uuid::Uuid;

use super::sought::{midnight, within};
use crate::{
    Store,
    convert::failed,
    entity::{listed, shared},
};

impl Store {
    /// What each agent has that nobody decided, by age; one statement.
    pub(super) async fn loads(&self, reader: &Reader, days: &[Date]) -> Result<Vec<Load>> {
        let service = reader.service.as_ref().map_or("", ServiceKey::as_str).to_owned();
        let age = days.iter().zip(0_i32..).fold(CaseStatement::new(), |case, (day, place)| {
            case.case(Expr::col(listed::Column::SubmittedAt).gte(midnight(*day)), place)
        });
        let oldest = i32::try_from(days.len()).unwrap_or(i32::MAX);
        let age: Expr = age.finally(oldest).into();
        let of_service = Condition::all()
            .add(
                Expr::col((shared::Entity, shared::Column::DossierId))
                    .equals((listed::Entity, listed::Column::DossierId)),
            )
            .add(Expr::col((shared::Entity, shared::Column::Service)).eq(service));
        let mut query = within(&reader.scope)
            .select_only()
            .column_as(Expr::col((shared::Entity, shared::Column::Agent)), "agent")
            .column_as(age, "age")
            .column_as(Expr::col((listed::Entity, listed::Column::DossierId)).count(), "dossiers")
            .filter(listed::COLUMN.awaits.ne(Awaits::Nobody.code()));
        QueryTrait::query(&mut query)
            .join(JoinType::LeftJoin, shared::Entity, of_service.into_condition())
            .add_group_by([Expr::cust("1"), Expr::cust("2")]);
        let rows: Vec<(Option<Uuid>, i32, i64)> = query.into_tuple().all(&self.read).await.map_err(failed)?;
        let mut loads: BTreeMap<Option<Uuid>, Vec<u64>> = BTreeMap::new();
        for (agent, age, count) in rows {
            let by_age = loads.entry(agent).or_insert_with(|| vec![0; days.len() + 1]);
            let of_age = usize::try_from(age).ok().and_then(|age| by_age.get_mut(age));
            if let Some(of_age) = of_age {
                *of_age = u64::try_from(count).unwrap_or_default();
            }
        }
        Ok(loads.into_iter().map(|(agent, by_age)| Load { agent: agent.map(PersonId), by_age }).collect())
    }
}
