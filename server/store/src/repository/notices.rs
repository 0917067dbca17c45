//! What people are told of dossiers, and what they read of it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    PersonId, Result, StructureId, Timestamp,
    access::{IS_ADVISED, ReviewScope, ServiceKey},
    dossier::{Awaits, DossierId, State},
    notice::{Audience, Cause, Heard, Hearer, Notice, Whom},
    ports::notices::{Carried, Notices, ToRecall, Told, Undelivered},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, OnConflict, SelectStatement},
};
use uuid::Uuid;

use super::{
    dossiers::{in_scope, state_code},
    followers::{followers, following},
};
use crate::{
    Store,
    convert::{damaged, failed, instant, micros},
    entity::{agent, colleague, dossier, listed, mailbox, notice},
};

/// Rows in one statement, at most: databases bind so many values and no more.
const ROWS: usize = 1_000;

/// Mails read of a dossier to say which did not arrive, at most.
const MOST_MAILS: u64 = 500;

/// What becomes of a mail, in a column.
pub(super) const WAITING: &str = "waiting";
pub(super) const SENT: &str = "sent";
pub(super) const BOUNCED: &str = "bounced";
pub(super) const GIVEN_UP: &str = "given_up";
pub(super) const KEPT: &str = "kept";

/// Writes what people are told, for each of them, in the transaction of what they are told of.
pub(crate) async fn tell<C: ConnectionTrait>(connection: &C, told: &[(DossierId, Notice)]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    receive(connection, told).await?;
    let members = members(connection, told).await?;
    let agents = agents(connection, told).await?;
    let following = following(connection, told).await?;
    let mut rows: BTreeMap<(Uuid, &str, Uuid), notice::ActiveModel> = BTreeMap::new();
    for (id, notice) in told {
        let people: Vec<PersonId> = match &notice.audience {
            Audience::Members(structure) => members.get(structure).cloned().unwrap_or_default(),
            Audience::Agents(people) => {
                people.iter().copied().chain(followers(&following, *id, notice)).collect()
            }
            Audience::Account(address) => vec![PersonId::of_address(address)],
            audience @ Audience::Service(..) => {
                let own = agents.iter().filter(|(service, _)| audience.holds(service));
                own.map(|(_, person)| *person).collect()
            }
        };
        for person in people.into_iter().filter(|person| Some(*person) != notice.except) {
            // Who is on both sides, as a demonstration may have it, is told once.
            rows.entry((id.0, &notice.key, person.0)).or_insert_with(|| row(*id, person, notice));
        }
    }
    let mut rows = rows.into_values().peekable();
    while rows.peek().is_some() {
        let some: Vec<notice::ActiveModel> = rows.by_ref().take(ROWS).collect();
        let names = [notice::Column::DossierId, notice::Column::Key, notice::Column::PersonId];
        let known = OnConflict::columns(names).do_nothing().to_owned();
        let query = notice::Entity::insert_many(some).on_conflict(known);
        query.exec_without_returning(connection).await.map_err(failed)?;
    }
    Ok(())
}

/// Notes where those receive their mail who are known by their address alone, and may never have logged in.
async fn receive<C: ConnectionTrait>(connection: &C, told: &[(DossierId, Notice)]) -> Result<()> {
    let mut rows = BTreeMap::new();
    for (_, notice) in told {
        if let Audience::Account(address) = &notice.audience {
            let person = PersonId::of_address(address).0;
            let row = mailbox::ActiveModel { person_id: Set(person), address: Set(address.clone()) };
            rows.insert(person, row);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let known = OnConflict::column(mailbox::Column::PersonId).do_nothing().to_owned();
    let query = mailbox::Entity::insert_many(rows.into_values()).on_conflict(known);
    query.exec_without_returning(connection).await.map(drop).map_err(failed)
}

fn row(id: DossierId, person: PersonId, notice: &Notice) -> notice::ActiveModel {
    notice::ActiveModel {
        dossier_id: Set(id.0),
        key: Set(notice.key.clone()),
        person_id: Set(person.0),
        whom: Set(notice.whom.code().to_owned()),
        cause: Set(notice.cause.code().to_owned()),
        at: Set(micros(notice.at)),
        subject: Set(notice.subject.clone()),
        text: Set(notice.text.clone()),
        path: Set(notice.path.clone()),
        read_at: Set(None),
        mail: Set(if notice.cause.is_mailed() { WAITING } else { KEPT }.to_owned()),
        address: Set(None),
        reason: Set(None),
        tries: Set(0),
        due_at: Set(micros(notice.due)),
        held_until: Set(0),
    }
}

/// The people of the structures that are told something.
async fn members<C: ConnectionTrait>(
    connection: &C,
    told: &[(DossierId, Notice)],
) -> Result<BTreeMap<StructureId, Vec<PersonId>>> {
    let structures: Vec<Uuid> = told
        .iter()
        .filter_map(|(_, notice)| match &notice.audience {
            Audience::Members(structure) => Some(structure.0),
            Audience::Service(..) | Audience::Agents(_) | Audience::Account(_) => None,
        })
        .collect();
    let mut members: BTreeMap<StructureId, Vec<PersonId>> = BTreeMap::new();
    if !structures.is_empty() {
        let own = colleague::Entity::find().filter(colleague::COLUMN.structure_id.is_in(structures));
        for row in own.all(connection).await.map_err(failed)? {
            members.entry(StructureId(row.structure_id)).or_default().push(PersonId(row.person_id));
        }
    }
    Ok(members)
}

/// The people of the services that are told something.
async fn agents<C: ConnectionTrait>(
    connection: &C,
    told: &[(DossierId, Notice)],
) -> Result<Vec<(ServiceKey, PersonId)>> {
    let audiences: Vec<&Audience> = told
        .iter()
        .map(|(_, notice)| &notice.audience)
        .filter(|audience| matches!(audience, Audience::Service(..)))
        .collect();
    if audiences.is_empty() {
        return Ok(Vec::new());
    }
    // Which services answer for a département is for the domain to say; there are few of them.
    let services: Vec<String> = agent::Entity::find()
        .select_only()
        .column(agent::Column::Service)
        .distinct()
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    let is_told = |service: &String| {
        let service = ServiceKey::parse(service);
        audiences.iter().any(|audience| audience.holds(&service))
    };
    let services = services.into_iter().filter(is_told);
    let own = agent::Entity::find().filter(agent::COLUMN.service.is_in(services));
    let rows = own.all(connection).await.map_err(failed)?;
    Ok(rows.into_iter().map(|row| (ServiceKey::parse(&row.service), PersonId(row.person_id))).collect())
}

/// The notices that somebody may read: theirs, on the side they act for, of dossiers that are still theirs to read.
fn heard_by(hearer: &Hearer) -> Condition {
    let (whom, dossiers) = match &hearer.of {
        Heard::Structure(structure) => {
            let own = dossier::Entity::find().filter(dossier::COLUMN.structure_id.eq(structure.0));
            (Whom::Structure, ids(own))
        }
        Heard::Service(whom, departements) => {
            (*whom, ids(in_scope(&ReviewScope::Departements(departements.clone()))))
        }
        Heard::Adviser => {
            let instructed = IS_ADVISED.into_iter().map(state_code);
            (Whom::Adviser, ids(dossier::Entity::find().filter(dossier::COLUMN.state.is_in(instructed))))
        }
    };
    Condition::all()
        .add(notice::COLUMN.person_id.eq(hearer.person.0))
        .add(notice::COLUMN.whom.eq(whom.code()))
        .add(notice::COLUMN.dossier_id.in_subquery(dossiers))
}

fn ids(dossiers: Select<dossier::Entity>) -> SelectStatement {
    QueryTrait::into_query(dossiers.select_only().column(dossier::Column::Id))
}

#[async_trait]
impl Notices for Store {
    async fn unread(&self, hearer: &Hearer) -> Result<usize> {
        let unread = notice::Entity::find().filter(heard_by(hearer)).filter(notice::COLUMN.read_at.is_null());
        let count = unread.count(&self.read).await.map_err(failed)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    async fn told(&self, hearer: &Hearer, most: u64) -> Result<Vec<Told>> {
        let rows = notice::Entity::find()
            .filter(heard_by(hearer))
            .order_by_desc(notice::COLUMN.at)
            .order_by_desc(notice::COLUMN.key)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(failed)?;
        rows.into_iter().map(told).collect()
    }

    async fn visit(
        &self,
        hearer: &Hearer,
        dossier: DossierId,
        key: &str,
        at: Timestamp,
    ) -> Result<Option<String>> {
        let one =
            heard_by(hearer).add(notice::COLUMN.dossier_id.eq(dossier.0)).add(notice::COLUMN.key.eq(key));
        let found = notice::Entity::find().filter(one).one(&self.read).await.map_err(failed)?;
        let Some(row) = found else { return Ok(None) };
        // Those before it of the same cause lead to the same page, and say no more.
        let same = heard_by(hearer)
            .add(notice::COLUMN.dossier_id.eq(dossier.0))
            .add(notice::COLUMN.cause.eq(row.cause))
            .add(notice::COLUMN.at.lte(row.at));
        self.mark(same, at).await?;
        Ok(Some(row.path))
    }

    async fn read_all(&self, hearer: &Hearer, until: Timestamp, at: Timestamp) -> Result<()> {
        self.mark(heard_by(hearer).add(notice::COLUMN.at.lte(micros(until))), at).await
    }

    async fn forget_before(&self, before: Timestamp) -> Result<u64> {
        let old = notice::Entity::delete_many().filter(notice::COLUMN.at.lt(micros(before)));
        old.exec(&self.write).await.map(|done| done.rows_affected).map_err(failed)
    }

    async fn carried(&self, dossier: DossierId) -> Result<Carried> {
        let reminder = Condition::all()
            .add(notice::COLUMN.whom.eq(Whom::Adviser.code()))
            .add(notice::COLUMN.cause.eq(Cause::OpinionDue.code()));
        let rows = notice::Entity::find()
            .filter(notice::COLUMN.dossier_id.eq(dossier.0))
            .filter(Condition::any().add(notice::COLUMN.mail.is_in([SENT, BOUNCED, GIVEN_UP])).add(reminder))
            .order_by_desc(notice::COLUMN.at)
            .limit(MOST_MAILS)
            .all(&self.read)
            .await
            .map_err(failed)?;
        let mut recalled = Vec::new();
        // The last mail to an address says whether it is right.
        let mut last: BTreeMap<String, Option<Undelivered>> = BTreeMap::new();
        for row in rows {
            let at = instant(row.at)?;
            if row.whom == Whom::Adviser.code() && row.cause == Cause::OpinionDue.code() {
                recalled.push((row.key, at));
            }
            // A reminder that waits, or that this installation sends to nobody, says nothing of its address.
            if ![SENT, BOUNCED, GIVEN_UP].contains(&row.mail.as_str()) {
                continue;
            }
            let Some(address) = row.address else { continue };
            let (subject, refused) = (row.subject, row.mail == BOUNCED);
            last.entry(address.clone()).or_insert_with(|| {
                (row.mail != SENT).then_some(Undelivered { address, subject, at, refused })
            });
        }
        recalled.reverse();
        let mut undelivered: Vec<Undelivered> = last.into_values().flatten().collect();
        undelivered.sort_by_key(|mail| std::cmp::Reverse(mail.at));
        Ok(Carried { undelivered, recalled })
    }

    async fn tell(&self, dossier: DossierId, notices: Vec<Notice>) -> Result<()> {
        let told: Vec<(DossierId, Notice)> = notices.into_iter().map(|notice| (dossier, notice)).collect();
        let txn = self.begin().await.map_err(failed)?;
        tell(&txn, &told).await?;
        txn.commit().await.map_err(failed)
    }

    async fn to_recall(
        &self,
        asked: &ToRecall,
        after: Option<DossierId>,
        most: u64,
    ) -> Result<Vec<DossierId>> {
        let (from, to) = asked.drafts;
        let drafts = Condition::all()
            .add(dossier::COLUMN.state.eq(state_code(State::Draft)))
            .add(dossier::COLUMN.deadline.between(from.to_string(), to.to_string()));
        let (begun, ending) = asked.running;
        let sent = listed::Entity::find().select_only().column(listed::Column::DossierId).filter(
            Condition::any()
                .add(listed::COLUMN.awaits.is_in([Awaits::Opinion, Awaits::Consulting].map(Awaits::code)))
                .add(listed::COLUMN.running_from.between(micros(begun), micros(ending))),
        );
        let wanted = Condition::any()
            .add(drafts)
            .add(dossier::COLUMN.state.eq(state_code(State::ToCorrect)))
            .add(dossier::COLUMN.id.in_subquery(QueryTrait::into_query(sent)));
        let mut query = dossier::Entity::find().select_only().column(dossier::Column::Id).filter(wanted);
        if let Some(DossierId(after)) = after {
            query = query.filter(dossier::COLUMN.id.gt(after));
        }
        let found: Vec<Uuid> = query
            .order_by_asc(dossier::COLUMN.id)
            .limit(most)
            .into_tuple()
            .all(&self.read)
            .await
            .map_err(failed)?;
        Ok(found.into_iter().map(DossierId).collect())
    }

    async fn receives_at(&self, person: PersonId, address: &str) -> Result<()> {
        let row = mailbox::ActiveModel { person_id: Set(person.0), address: Set(address.to_owned()) };
        let moved =
            OnConflict::column(mailbox::Column::PersonId).update_column(mailbox::Column::Address).to_owned();
        let query = mailbox::Entity::insert(row).on_conflict(moved);
        query.exec_without_returning(&self.write).await.map(drop).map_err(failed)
    }
}

impl Store {
    /// Marks as read those of some notices that are not.
    async fn mark(&self, some: Condition, at: Timestamp) -> Result<()> {
        notice::Entity::update_many()
            .col_expr(notice::Column::ReadAt, Expr::value(micros(at)))
            .filter(some)
            .filter(notice::COLUMN.read_at.is_null())
            .exec(&self.write)
            .await
            .map(drop)
            .map_err(failed)
    }
}

fn told(row: notice::Model) -> Result<Told> {
    Ok(Told {
        dossier: DossierId(row.dossier_id),
        key: row.key,
        cause: Cause::of_code(&row.cause).ok_or_else(|| damaged("cause d’une notification"))?,
        at: instant(row.at)?,
        subject: row.subject,
        text: row.text,
        path: row.path,
        read: row.read_at.is_some(),
    })
}
