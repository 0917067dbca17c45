//! The queue of a service: what is looked for becomes conditions, its order and its pages are read by their key.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Kind, PersonId, Result,
    access::{Reader, ServiceKey},
    dossier::{About, Awaits, DossierId, Reference},
    queue::{Asked, Beside, Cursor, Found, Key, Line, Shared, Sort, Tab, Texts},
};
use form::Decimal;
use sea_orm::{
    Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, IntoCondition, JoinType},
};
use uuid::Uuid;

use super::{dossiers::state_of, listed::BETWEEN, sought::sought};
use crate::{
    Store,
    convert::{damaged, failed, from_json, instant, number as seq_of},
    entity::{followed, listed, searched, shared},
};

impl Store {
    /// A page of the queue, with how many dossiers are found by what they await: four statements, whatever the number
    /// of dossiers, and one more for words.
    pub(super) async fn found(&self, reader: &Reader, asked: &Asked, most: u64) -> Result<Found> {
        let hits = self.hits(reader, &asked.search).await?;
        let sought = sought(reader, &asked.search, &hits);
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
        let mut page = in_part(sought, asked);
        if let Some(cursor) = &asked.after {
            page = page.filter(after(&by, &order, cursor));
        }
        // Which lines is read from an index; their rows come after, those of the page alone.
        let ids = page
            .select_only()
            .column(listed::Column::DossierId)
            .order_by(by.clone(), order.clone())
            .order_by_asc(listed::COLUMN.dossier_id)
            .limit(most + 1);
        let rows = listed::Entity::find()
            .filter(listed::COLUMN.dossier_id.in_subquery(QueryTrait::into_query(ids)))
            .order_by(by, order)
            .order_by_asc(listed::COLUMN.dossier_id)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let shown = usize::try_from(most).unwrap_or(usize::MAX);
        let next = (rows.len() > shown).then(|| rows[..shown].last()).flatten();
        let next = next.map(|row| Cursor { key: key(row, asked.tab, asked.sort), id: row.dossier_id });
        let ids: Vec<Uuid> = rows.iter().take(shown).map(|row| row.dossier_id).collect();
        let is_worded = asked.search.phrases().next().is_some();
        let (mut notes, texts) = self.notes(reader, &ids, is_worded).await?;
        let lines = rows.iter().take(shown).map(|row| line(row, notes.remove(&row.dossier_id)));
        let lines = lines.collect::<Result<_>>()?;
        Ok(Found { lines, next, counts: counts.collect::<Result<_>>()?, is_more: hits.is_more, texts })
    }

    /// What the reader's service noted on some dossiers, and which of them the reader follows; with their texts, where
    /// words were looked for.
    async fn notes(
        &self,
        reader: &Reader,
        ids: &[Uuid],
        is_worded: bool,
    ) -> Result<(BTreeMap<Uuid, Shared>, Vec<(DossierId, Texts)>)> {
        let service = reader.service.as_ref().map_or("", ServiceKey::as_str);
        let of_service = Condition::all()
            .add(
                Expr::col((shared::Entity, shared::Column::DossierId))
                    .equals((searched::Entity, searched::Column::DossierId)),
            )
            .add(Expr::col((shared::Entity, shared::Column::Service)).eq(service));
        let texts = if is_worded { Expr::col(searched::Column::Texts) } else { Expr::val("") };
        let mut query = searched::Entity::find()
            .select_only()
            .column(searched::Column::DossierId)
            .column_as(texts, "texts")
            .filter(searched::COLUMN.dossier_id.is_in(ids.iter().copied()));
        for column in [shared::Column::Agent, shared::Column::Given, shared::Column::Labels] {
            QueryTrait::query(&mut query).column((shared::Entity, column));
        }
        QueryTrait::query(&mut query).join(JoinType::LeftJoin, shared::Entity, of_service.into_condition());
        let rows: Vec<Noted> = query.into_tuple().all(&self.read).await.map_err(failed)?;
        let own: Vec<Uuid> = followed::Entity::find()
            .select_only()
            .column(followed::Column::DossierId)
            .filter(followed::COLUMN.person_id.eq(reader.person.0))
            .filter(followed::COLUMN.dossier_id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        let (mut notes, mut texts) = (BTreeMap::new(), Vec::new());
        for (id, said, agent, given, labels) in rows {
            if is_worded {
                texts.push((DossierId(id), from_json(&said, "textes transmis")?));
            }
            notes.insert(id, shared_as(agent, given, &labels.unwrap_or_default()));
        }
        for id in own.into_iter().collect::<BTreeSet<_>>() {
            notes.entry(id).or_default().followed = true;
        }
        Ok((notes, texts))
    }

    /// The dossiers just before and just after one in what is asked: three statements at most, and one more
    /// for words.
    pub(super) async fn around(&self, reader: &Reader, asked: &Asked, id: DossierId) -> Result<Beside> {
        let own = listed::Entity::find_by_id(id.0).one(&self.read).await.map_err(failed)?;
        let Some(own) = own else { return Ok(Beside::default()) };
        let cursor = Cursor { key: key(&own, asked.tab, asked.sort), id: own.dossier_id };
        let (by, order) = order(asked.tab, asked.sort);
        let hits = self.hits(reader, &asked.search).await?;
        let page = || {
            let part = in_part(sought(reader, &asked.search, &hits), asked);
            part.select_only().column(listed::Column::DossierId)
        };
        let following = page()
            .filter(after(&by, &order, &cursor))
            .order_by(by.clone(), order.clone())
            .order_by_asc(listed::COLUMN.dossier_id);
        let back = if order == Order::Desc { Order::Asc } else { Order::Desc };
        let preceding = page()
            .filter(before(&by, &order, &cursor))
            .order_by(by, back)
            .order_by_desc(listed::COLUMN.dossier_id);
        let first = async |query: Select<listed::Entity>| {
            let found = query.limit(1).into_tuple::<Uuid>().one(&self.read).await.map_err(failed)?;
            Ok(found.map(DossierId))
        };
        Ok(Beside { before: first(preceding).await?, after: first(following).await? })
    }
}

/// Those of a part of the queue.
fn in_part(sought: Select<listed::Entity>, asked: &Asked) -> Select<listed::Entity> {
    if asked.tab == Tab::All {
        return sought;
    }
    let codes = Awaits::all().filter(|awaits| asked.tab.holds(*awaits, asked.level)).map(Awaits::code);
    sought.filter(listed::COLUMN.awaits.is_in(codes))
}

/// What is read beside a line: the dossier, its texts, who takes care of it and since which event, its labels.
type Noted = (Uuid, String, Option<Uuid>, Option<i64>, Option<String>);

fn shared_as(agent: Option<Uuid>, given: Option<i64>, labels: &str) -> Shared {
    let labels = labels.split(BETWEEN).filter(|label| !label.is_empty());
    Shared {
        agent: agent.map(PersonId),
        given: seq_of(given.unwrap_or_default()),
        labels: labels.map(str::to_owned).collect(),
        followed: false,
    }
}

/// What a part is ordered by, and which way; a number that is not known comes last.
fn order(tab: Tab, sort: Sort) -> (Expr, Order) {
    let column = |column: listed::Column| Expr::col(column);
    let known = |name: listed::Column| Expr::col(name).if_null(UNKNOWN);
    match (sort, tab) {
        (Sort::Delay, Tab::Here | Tab::All) => (column(listed::Column::Pressing), Order::Asc),
        (Sort::Delay, Tab::There) => (column(listed::Column::Since), Order::Asc),
        (Sort::Delay, Tab::Done) => (column(listed::Column::Since), Order::Desc),
        (Sort::Sent, _) => (column(listed::Column::SubmittedAt), Order::Desc),
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

/// What a row is ordered by.
fn key(row: &listed::Model, tab: Tab, sort: Sort) -> Key {
    Key::Number(match (sort, tab) {
        (Sort::Structure, _) => return Key::Text(row.plain_name.clone()),
        (Sort::Delay, Tab::Here | Tab::All) => row.pressing,
        (Sort::Delay, Tab::There | Tab::Done) => row.since,
        (Sort::Sent, _) => row.submitted_at,
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

/// That a row comes before a line, in the same order.
fn before(by: &Expr, order: &Order, cursor: &Cursor) -> Condition {
    let own = Condition::all().add(listed::COLUMN.dossier_id.eq(cursor.id));
    Condition::all().add(after(by, order, cursor).not()).add(own.not())
}

fn awaits_of(code: &str) -> Result<Awaits> {
    Awaits::of_code(code).ok_or_else(|| damaged("attente"))
}

fn line(row: &listed::Model, shared: Option<Shared>) -> Result<Line> {
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
        shared: shared.unwrap_or_default(),
    })
}
