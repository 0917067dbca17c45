//! What is looked for in the queue, as conditions of the database.

use domain::{
    access::{Reader, ReviewScope, ServiceKey},
    queue::{Compare, Quantity, Search, Term, What, Whose, plain},
};
use form::{Date, Decimal};
use sea_orm::{
    Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, LikeExpr, SelectStatement},
};
use uuid::Uuid;

use super::{
    dossiers::{concerning, concerns, state_code},
    listed::BETWEEN,
    searched::Hits,
};
use crate::{
    convert::micros,
    entity::{followed, listed, shared},
};

/// The dossiers of a scope.
pub(super) fn within(scope: &ReviewScope) -> Select<listed::Entity> {
    let query = listed::Entity::find();
    let ReviewScope::Departements(departements) = scope else { return query };
    query.filter(listed::COLUMN.dossier_id.in_subquery(concerning(departements)))
}

/// Those of a scope among some dossiers.
fn among(ids: &[Uuid], scope: &ReviewScope) -> Select<listed::Entity> {
    let query = listed::Entity::find().filter(listed::COLUMN.dossier_id.is_in(ids.iter().copied()));
    let ReviewScope::Departements(departements) = scope else { return query };
    let own = Expr::col((listed::Entity, listed::Column::DossierId));
    query.filter(concerns(own, departements))
}

/// The dossiers of who reads that are what is looked for, among those that its words found.
pub(super) fn sought(reader: &Reader, search: &Search, hits: &Hits) -> Select<listed::Entity> {
    let query = match &hits.ids {
        Some(ids) => among(ids, &reader.scope),
        None => within(&reader.scope),
    };
    search.terms.iter().fold(query, |query, term| query.filter(condition(term, reader)))
}

fn condition(Term { not, what }: &Term, reader: &Reader) -> Condition {
    let all = Condition::all();
    let found = match what {
        // Found already, or left out already.
        What::Words(_) => return all,
        What::State(states) => {
            all.add(listed::COLUMN.state.is_in(states.iter().map(|state| state_code(*state))))
        }
        What::Awaits(awaits) => {
            all.add(listed::COLUMN.awaits.is_in(awaits.iter().map(|awaits| awaits.code())))
        }
        What::Kind(kinds) => all.add(listed::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.code()))),
        What::About(about) => all.add(listed::COLUMN.about.is_in(about.iter().map(|about| about.code()))),
        What::Departement(departements) => {
            all.add(listed::COLUMN.dossier_id.in_subquery(concerning(departements)))
        }
        What::Year(years) => all.add(listed::COLUMN.year.is_in(years.iter().map(|year| i32::from(*year)))),
        What::Since(day) => all.add(listed::COLUMN.submitted_at.gte(midnight(*day))),
        What::Before(day) => all.add(listed::COLUMN.submitted_at.lt(midnight(*day))),
        What::Number(quantity, compare, number) => compared(*quantity, *compare, *number),
        What::Left(compare, days) => left(reader.delay, *compare, *days),
        What::Differs => all.add(listed::COLUMN.gap.is_not_null()).add(listed::COLUMN.gap.ne(0)),
        What::Found => all.add(listed::COLUMN.findings.gt(0)),
        What::Agent(some) => some.iter().fold(Condition::any(), |any, whose| any.add(taken(whose, reader))),
        What::Label(labels) => {
            let any = labels.iter().fold(Condition::any(), |any, label| {
                let label = format!("{BETWEEN}{label}{BETWEEN}");
                any.add(Expr::col(shared::Column::PlainLabels).like(holding(&label)))
            });
            all.add(listed::COLUMN.dossier_id.in_subquery(noted(reader, any)))
        }
        What::Followed => {
            let own = followed::Entity::find()
                .select_only()
                .column(followed::Column::DossierId)
                .filter(followed::COLUMN.person_id.eq(reader.person.0));
            all.add(listed::COLUMN.dossier_id.in_subquery(QueryTrait::into_query(own)))
        }
    };
    if *not { found.not() } else { found }
}

/// That a text holds some letters, as they are.
fn holding(letters: &str) -> LikeExpr {
    let escaped = letters.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// That somebody of the reader's service takes care of a dossier, or nobody.
fn taken(whose: &Whose, reader: &Reader) -> Condition {
    let by = |people: Vec<Uuid>| {
        let theirs = Condition::all().add(shared::COLUMN.agent.is_in(people));
        Condition::all().add(listed::COLUMN.dossier_id.in_subquery(noted(reader, theirs)))
    };
    match whose {
        Whose::Mine => by(vec![reader.person.0]),
        Whose::Named(name) => {
            // A whole name is its own, though another holds it.
            let alike = |alike: &dyn Fn(&str) -> bool| -> Vec<Uuid> {
                let named = reader.agents.iter().filter(|(_, known)| alike(&plain(known)));
                named.map(|(agent, _)| agent.0).collect()
            };
            let exact = alike(&|known| known == name);
            by(if exact.is_empty() { alike(&|known| known.contains(name.as_str())) } else { exact })
        }
        Whose::Nobody => {
            let anybody = Condition::all().add(shared::COLUMN.agent.is_not_null());
            Condition::all().add(listed::COLUMN.dossier_id.in_subquery(noted(reader, anybody))).not()
        }
    }
}

/// The identifiers of the dossiers on which the reader's service noted something; none for who is of no service.
fn noted(reader: &Reader, what: Condition) -> SelectStatement {
    let service = reader.service.as_ref().map_or("", ServiceKey::as_str);
    let rows = shared::Entity::find()
        .select_only()
        .column(shared::Column::DossierId)
        .filter(shared::COLUMN.service.eq(service))
        .filter(what);
    QueryTrait::into_query(rows)
}

/// Microseconds since 1970 at the beginning of a day in Paris.
pub(super) fn midnight(day: Date) -> i64 {
    let far = if day.year() > 0 { i64::MAX } else { i64::MIN };
    form::french::midnight(day).map_or(far, micros)
}

/// That the delay runs, and that what is left of it compares so with a number of days: it began on a day for which so
/// many are left, before or after.
fn left((today, delay): (Date, u16), compare: Compare, days: i32) -> Condition {
    let begun = |days: i32| {
        let since = jiff::Span::new().days(i64::from(days) - i64::from(delay));
        today.checked_add(since).map_or(i64::MIN, midnight)
    };
    let known = || Expr::col(listed::Column::RunningFrom);
    let (before, after) = (known().lt(begun(days)), known().gte(begun(days)));
    let (no_later, later) = (known().lt(begun(days + 1)), known().gte(begun(days + 1)));
    let all = Condition::all().add(known().is_not_null());
    match compare {
        Compare::Below => all.add(before),
        Compare::AtMost => all.add(no_later),
        Compare::Equal => all.add(after).add(no_later),
        Compare::AtLeast => all.add(after),
        Compare::Above => all.add(later),
    }
}

/// That a quantity is known, and compares so with a number.
fn compared(quantity: Quantity, compare: Compare, number: Decimal) -> Condition {
    let (column, scale) = match quantity {
        Quantity::Posts => (listed::Column::Posts, Decimal::ONE_HUNDRED),
        Quantity::Amount => (listed::Column::Amount, Decimal::ONE_HUNDRED),
        Quantity::Gap => (listed::Column::Gap, Decimal::ONE_HUNDRED),
        Quantity::Findings => (listed::Column::Findings, Decimal::ONE),
    };
    // What no column holds is larger, or smaller, than all of them.
    let far = if number.is_sign_negative() { i64::MIN } else { i64::MAX };
    let scaled = number.checked_mul(scale);
    let near = |round: fn(&Decimal) -> Decimal| {
        scaled.and_then(|scaled| i64::try_from(round(&scaled)).ok()).unwrap_or(far)
    };
    let known = Expr::col(column);
    let found = match compare {
        Compare::Below => known.clone().lt(near(Decimal::ceil)),
        Compare::AtMost => known.clone().lte(near(Decimal::floor)),
        Compare::AtLeast => known.clone().gte(near(Decimal::ceil)),
        Compare::Above => known.clone().gt(near(Decimal::floor)),
        Compare::Equal if scaled.is_some_and(|scaled| !scaled.fract().is_zero()) => Expr::val(1).eq(0),
        Compare::Equal => known.clone().eq(near(Decimal::floor)),
    };
    Condition::all().add(known.is_not_null()).add(found)
}
