//! The queue of a service: what is looked for becomes conditions, its order and its pages are read by their key.

use domain::{
    Kind, Result,
    access::ReviewScope,
    dossier::{About, Awaits, DossierId, Reference},
    queue::{Asked, Compare, Cursor, Found, Key, Line, Quantity, Search, Sort, Tab, Term, What},
};
use form::{Date, Decimal};
use sea_orm::{
    Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LikeExpr},
};

use super::dossiers::{concerning, state_code, state_of};
use crate::{
    Store,
    convert::{damaged, failed, instant, micros},
    entity::listed,
};

impl Store {
    /// A page of the queue of a scope, with how many dossiers are found by what they await: two statements.
    pub(super) async fn found(&self, scope: &ReviewScope, asked: &Asked, most: u64) -> Result<Found> {
        let sought = sought(scope, &asked.search);
        let counts: Vec<(String, i64)> = sought
            .clone()
            .select_only()
            .column(listed::Column::Awaits)
            .column_as(Expr::col(listed::Column::DossierId).count(), "dossiers")
            .group_by(listed::Column::Awaits)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let counts = counts
            .into_iter()
            .map(|(awaits, count)| Ok((awaits_of(&awaits)?, u64::try_from(count).unwrap_or_default())));
        let (by, order) = order(asked.tab, asked.sort);
        let codes = Awaits::all().filter(|awaits| asked.tab.holds(*awaits, asked.level)).map(Awaits::code);
        let mut page = sought.filter(listed::COLUMN.awaits.is_in(codes));
        if let Some(cursor) = &asked.after {
            page = page.filter(after(&by, &order, cursor));
        }
        let rows = page
            .order_by(by, order)
            .order_by_asc(listed::COLUMN.dossier_id)
            .limit(most + 1)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let shown = usize::try_from(most).unwrap_or(usize::MAX);
        let next = (rows.len() > shown).then(|| rows[..shown].last()).flatten();
        let next = next.map(|row| Cursor { key: key(row, asked.tab, asked.sort), id: row.dossier_id });
        let lines = rows.iter().take(shown).map(line).collect::<Result<_>>()?;
        Ok(Found { lines, next, counts: counts.collect::<Result<_>>()? })
    }
}

/// The dossiers of a scope that are what is looked for.
fn sought(scope: &ReviewScope, search: &Search) -> Select<listed::Entity> {
    let mut query = listed::Entity::find();
    if let ReviewScope::Departements(departements) = scope {
        query = query.filter(listed::COLUMN.dossier_id.in_subquery(concerning(departements)));
    }
    search.terms.iter().fold(query, |query, term| query.filter(condition(term)))
}

fn condition(Term { not, what }: &Term) -> Condition {
    let all = Condition::all();
    let found = match what {
        What::Words(words) => {
            let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
            all.add(Expr::col(listed::Column::Words).like(like))
        }
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
        What::Differs => all.add(listed::COLUMN.gap.is_not_null()).add(listed::COLUMN.gap.ne(0)),
        What::Found => all.add(listed::COLUMN.findings.gt(0)),
    };
    if *not { found.not() } else { found }
}

/// Microseconds since 1970 at the beginning of a day in Paris.
fn midnight(day: Date) -> i64 {
    let far = if day.year() > 0 { i64::MAX } else { i64::MIN };
    form::french::midnight(day).map_or(far, micros)
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

/// What a part is ordered by, and which way; a number that is not known comes last.
fn order(tab: Tab, sort: Sort) -> (Expr, Order) {
    let column = |column: listed::Column| Expr::col(column);
    let known = |name: listed::Column| Expr::col(name).if_null(UNKNOWN);
    match (sort, tab) {
        (Sort::Delay, Tab::Here) => (Expr::col(listed::Column::RunningFrom).if_null(NEVER), Order::Asc),
        (Sort::Delay, Tab::There) => (column(listed::Column::Since), Order::Asc),
        (Sort::Delay, Tab::Done) => (column(listed::Column::Since), Order::Desc),
        (Sort::Delay, Tab::All) | (Sort::Sent, _) => (column(listed::Column::SubmittedAt), Order::Desc),
        (Sort::Structure, _) => (column(listed::Column::PlainName), Order::Asc),
        (Sort::Posts, _) => (known(listed::Column::Posts), Order::Desc),
        (Sort::Amount, _) => (known(listed::Column::Amount), Order::Desc),
        (Sort::Gap, _) => {
            let gap: Expr = sea_orm::sea_query::Func::abs(Expr::col(listed::Column::Gap)).into();
            (gap.if_null(UNKNOWN), Order::Desc)
        }
        (Sort::Findings, _) => (column(listed::Column::Findings), Order::Desc),
    }
}

const UNKNOWN: i64 = -1;
const NEVER: i64 = i64::MAX;

/// What a row is ordered by.
fn key(row: &listed::Model, tab: Tab, sort: Sort) -> Key {
    Key::Number(match (sort, tab) {
        (Sort::Structure, _) => return Key::Text(row.plain_name.clone()),
        (Sort::Delay, Tab::Here) => row.running_from.unwrap_or(NEVER),
        (Sort::Delay, Tab::There | Tab::Done) => row.since,
        (Sort::Delay, Tab::All) | (Sort::Sent, _) => row.submitted_at,
        (Sort::Posts, _) => row.posts.unwrap_or(UNKNOWN),
        (Sort::Amount, _) => row.amount.unwrap_or(UNKNOWN),
        (Sort::Gap, _) => row.gap.map_or(UNKNOWN, i64::abs),
        (Sort::Findings, _) => row.findings.into(),
    })
}

/// That a row comes after a line, in an order in which identifiers part what is equal.
fn after(by: &Expr, order: &Order, cursor: &Cursor) -> Condition {
    let key: Expr = match &cursor.key {
        Key::Number(number) => Expr::val(*number),
        Key::Text(text) => Expr::val(text.clone()),
    };
    let further = match order {
        Order::Desc => by.clone().lt(key.clone()),
        _ => by.clone().gt(key.clone()),
    };
    let equal = Condition::all().add(by.clone().eq(key)).add(listed::COLUMN.dossier_id.gt(cursor.id));
    Condition::any().add(further).add(equal)
}

fn awaits_of(code: &str) -> Result<Awaits> {
    Awaits::of_code(code).ok_or_else(|| damaged("attente"))
}

fn line(row: &listed::Model) -> Result<Line> {
    let number = |hundredths: i64| Decimal::new(hundredths, 2);
    Ok(Line {
        id: DossierId(row.dossier_id),
        about: About::of_code(&row.about).ok_or_else(|| damaged("objet"))?,
        structure: row.structure_name.clone(),
        kind: row.kind.parse::<Kind>().map_err(|_| damaged("type"))?,
        year: i16::try_from(row.year).map_err(|_| damaged("année"))?,
        places: row.places.clone(),
        state: state_of(&row.state).ok_or_else(|| damaged("état"))?,
        awaits: awaits_of(&row.awaits)?,
        reference: Reference::read(&row.reference).ok_or_else(|| damaged("référence"))?,
        since: instant(row.since)?,
        submitted: instant(row.submitted_at)?,
        running_from: row.running_from.map(instant).transpose()?,
        posts: row.posts.map(number),
        gap: row.gap.map(number),
        amount: row.amount.map(number),
        findings: u32::try_from(row.findings).map_err(|_| damaged("constats"))?,
    })
}
