//! The mails that wait: taken by one at a time, sent again when they could not leave.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    PersonId, Result, Timestamp,
    dossier::DossierId,
    notice::Cause,
    ports::notices::{Fate, Letter, MailName, Outbox},
};
use sea_orm::{ActiveValue::Set, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::notices::{BOUNCED, GIVEN_UP, KEPT, SENT, WAITING};
use crate::{
    Store,
    convert::{damaged, failed, instant, micros},
    entity::{mailbox, notice},
};

#[async_trait]
impl Outbox for Store {
    async fn due(&self, now: Timestamp, most: u64) -> Result<Vec<Letter>> {
        let rows = notice::Entity::find()
            .filter(notice::COLUMN.mail.eq(WAITING))
            .filter(notice::COLUMN.due_at.lte(micros(now)))
            .filter(notice::COLUMN.held_until.lte(micros(now)))
            .order_by_asc(notice::COLUMN.due_at)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(failed)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let people = rows.iter().map(|row| row.person_id);
        let known = mailbox::Entity::find().filter(mailbox::COLUMN.person_id.is_in(people));
        let known = known.all(&self.read).await.map_err(failed)?;
        let addresses: BTreeMap<Uuid, String> =
            known.into_iter().map(|row| (row.person_id, row.address)).collect();
        let letter = |row: notice::Model| {
            Ok(Letter {
                dossier: DossierId(row.dossier_id),
                address: addresses.get(&row.person_id).cloned(),
                person: PersonId(row.person_id),
                cause: Cause::of_code(&row.cause).ok_or_else(|| damaged("cause d’une notification"))?,
                key: row.key,
                subject: row.subject,
                text: row.text,
                tries: u32::try_from(row.tries).unwrap_or_default(),
                due: instant(row.due_at)?,
            })
        };
        rows.into_iter().map(letter).collect()
    }

    async fn claim(&self, letter: &Letter, now: Timestamp, until: Timestamp) -> Result<Option<Letter>> {
        let held = notice::ActiveModel { held_until: Set(micros(until)), ..Default::default() };
        let free = same(letter).add(notice::COLUMN.held_until.lte(micros(now)));
        let taken = notice::Entity::update_many().set(held).filter(free).exec(&self.write).await;
        Ok((taken.map_err(failed)?.rows_affected > 0).then(|| Letter { due: until, ..letter.clone() }))
    }

    async fn put_off(&self, letter: &Letter, until: Timestamp, why: &str) -> Result<()> {
        self.becomes(
            letter,
            notice::ActiveModel {
                tries: Set(i32::try_from(letter.tries.saturating_add(1)).unwrap_or(i32::MAX)),
                reason: Set(Some(why.to_owned())),
                due_at: Set(micros(until)),
                held_until: Set(0),
                ..Default::default()
            },
        )
        .await
    }

    async fn settle(&self, letter: &Letter, fate: &Fate) -> Result<()> {
        let (mail, reason) = columns(fate);
        self.becomes(
            letter,
            notice::ActiveModel {
                mail: Set(mail.to_owned()),
                address: Set(letter.address.clone()),
                reason: Set(reason.cloned()),
                ..Default::default()
            },
        )
        .await
    }

    async fn came_back(&self, mail: &MailName, fate: &Fate) -> Result<bool> {
        let left = Condition::all()
            .add(notice::COLUMN.mail.eq(SENT))
            .add(notice::COLUMN.dossier_id.eq(mail.dossier.0))
            .add(notice::COLUMN.person_id.eq(mail.person.0))
            .add(notice::COLUMN.key.eq(mail.key.as_str()));
        let (became, reason) = columns(fate);
        let row = notice::ActiveModel {
            mail: Set(became.to_owned()),
            reason: Set(reason.cloned()),
            ..Default::default()
        };
        let written = notice::Entity::update_many().set(row).filter(left).exec(&self.write).await;
        Ok(written.map_err(failed)?.rows_affected > 0)
    }
}

/// A fate as the columns hold it: what became of the mail, and why.
fn columns(fate: &Fate) -> (&'static str, Option<&String>) {
    match fate {
        Fate::Sent => (SENT, None),
        Fate::Bounced(why) => (BOUNCED, Some(why)),
        Fate::GivenUp(why) => (GIVEN_UP, Some(why)),
        Fate::Kept => (KEPT, None),
    }
}

impl Store {
    /// Writes what becomes of what somebody claimed; nothing once another has it.
    async fn becomes(&self, letter: &Letter, row: notice::ActiveModel) -> Result<()> {
        let own = same(letter).add(notice::COLUMN.held_until.eq(micros(letter.due)));
        let written = notice::Entity::update_many().set(row).filter(own).exec(&self.write).await;
        written.map(drop).map_err(failed)
    }
}

/// The mails that wait to tell the same person the same thing of the same dossier.
fn same(letter: &Letter) -> Condition {
    Condition::all()
        .add(notice::COLUMN.mail.eq(WAITING))
        .add(notice::COLUMN.dossier_id.eq(letter.dossier.0))
        .add(notice::COLUMN.person_id.eq(letter.person.0))
        .add(notice::COLUMN.cause.eq(letter.cause.code()))
}
