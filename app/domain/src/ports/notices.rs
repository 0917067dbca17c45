//! Telling people: their notices, the mails that carry them, who carries those.

use std::fmt;

use async_trait::async_trait;
use form::Date;

use crate::{
    PersonId, Result, Timestamp,
    dossier::DossierId,
    notice::{Cause, Hearer, Notice},
};

/// A notice as its reader has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The dossier.
    pub dossier: DossierId,
    /// Its name among those of the dossier.
    pub key: String,
    /// Why.
    pub cause: Cause,
    /// When.
    pub at: Timestamp,
    /// What happened, in a line.
    pub subject: String,
    /// What happened and what to do next.
    pub text: String,
    /// The page to go to.
    pub path: String,
    /// Whether it was read.
    pub read: bool,
}

/// A mail that did not arrive, and will not be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Where it was sent.
    pub address: String,
    /// What it said, in a line.
    pub subject: String,
    /// When what it said happened.
    pub at: Timestamp,
    /// Whether the address was refused; the other server was not reached for days otherwise.
    pub refused: bool,
}

/// What became of the mails about a dossier, as far as its service is to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Those that did not arrive, the last first, one an address.
    pub undelivered: Vec<Undelivered>,
    /// When those who are asked for an opinion were reminded, the first time first, with the key of each.
    pub recalled: Vec<(String, Timestamp)>,
}

/// What people are told of dossiers; what comes of an event is written with it, by [`super::Dossiers::change`].
#[async_trait]
pub trait Notices: Send + Sync {
    /// How many of their notices somebody has not read, of the dossiers that they may still read.
    async fn unread(&self, hearer: &Hearer) -> Result<usize>;

    /// The notices of somebody, of the dossiers that they may still read, the last first; so many at most.
    async fn told(&self, hearer: &Hearer, most: u64) -> Result<Vec<Told>>;

    /// Marks one as read, with those of the dossier before it that have the same cause, and answers the page to go to;
    /// none for one that they may not read.
    async fn visit(
        &self,
        hearer: &Hearer,
        dossier: DossierId,
        key: &str,
        at: Timestamp,
    ) -> Result<Option<String>>;

    /// Marks all that they may read as read, up to an instant: what came since was not seen.
    async fn read_all(&self, hearer: &Hearer, until: Timestamp, at: Timestamp) -> Result<()>;

    /// What became of the mails about a dossier.
    async fn carried(&self, dossier: DossierId) -> Result<Carried>;

    /// Tells what nobody was told yet; what was is left as it is.
    async fn tell(&self, dossier: DossierId, notices: Vec<Notice>) -> Result<()>;

    /// Dossiers after one, of which something may be to be recalled: drafts expected from a day to another, those that
    /// are corrected, those that await an opinion, those whose delay runs since a time between two. So many at most.
    async fn to_recall(
        &self,
        asked: &ToRecall,
        after: Option<DossierId>,
        most: u64,
    ) -> Result<Vec<DossierId>>;

    /// Forgets what was told before an instant, a mail that never left included; how many they were.
    async fn forget_before(&self, before: Timestamp) -> Result<u64>;

    /// Notes where somebody receives their mail, as who lets them log in says it.
    async fn receives_at(&self, person: PersonId, address: &str) -> Result<()>;
}

/// Which dossiers something may be to be recalled of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToRecall {
    /// Days between which a draft is expected.
    pub drafts: (Date, Date),
    /// Instants between which the delay began to run.
    pub running: (Timestamp, Timestamp),
}

/// A mail that waits to be sent: the same notice, however often it is told again meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The dossier it is about.
    pub dossier: DossierId,
    /// The notice.
    pub key: String,
    /// Who is told.
    pub person: PersonId,
    /// Why.
    pub cause: Cause,
    /// Where they receive their mail; none where nobody said.
    pub address: Option<String>,
    /// What happened, in a line.
    pub subject: String,
    /// What happened and what to do next.
    pub text: String,
    /// How often it was tried in vain.
    pub tries: u32,
    /// When its turn comes; claimed, until when it is one's own.
    pub due: Timestamp,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The other server took it.
    Sent,
    /// The other server refuses the address, with why.
    Bounced(String),
    /// It was tried for days in vain, with why the last time.
    GivenUp(String),
    /// Nobody is to send it: the notice stays in the application.
    Kept,
}

/// The mails that wait, whatever stops meanwhile.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Mails whose turn has come, the longest due first.
    async fn due(&self, now: Timestamp, most: u64) -> Result<Vec<Letter>>;

    /// Takes one to send, until an instant, with all that tells the same person the same thing of the same dossier:
    /// nobody else has them meanwhile. None when somebody does.
    async fn claim(&self, letter: &Letter, now: Timestamp, until: Timestamp) -> Result<Option<Letter>>;

    /// Gives what was claimed another turn, after a try in vain.
    async fn put_off(&self, letter: &Letter, until: Timestamp, why: &str) -> Result<()>;

    /// Notes what became of what was claimed.
    async fn settle(&self, letter: &Letter, fate: &Fate) -> Result<()>;

    /// Notes what became of a mail that had left; false when none of that name did, or it is noted already.
    async fn came_back(&self, mail: &MailName, fate: &Fate) -> Result<bool>;
}

/// Name of a mail, always the same for one notice: who receives it twice may tell, and who sends it back says which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailName {
    /// The dossier it is about.
    pub dossier: DossierId,
    /// The notice.
    pub key: String,
    /// Who is told.
    pub person: PersonId,
}

impl fmt::Display for MailName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dossier, key, person } = self;
        write!(f, "{dossier}.{key}.{}", person.0)
    }
}

impl MailName {
    /// The name that a text is, if it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (dossier, rest) = text.split_once('.')?;
        let (key, person) = rest.rsplit_once('.')?;
        let (dossier, person) = (dossier.parse().ok()?, PersonId(person.parse().ok()?));
        Some(Self { dossier, key: key.to_owned(), person })
    }
}

/// A mail as it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its name.
    pub name: MailName,
    /// Where it goes.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// What the next server said of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It took it.
    Taken,
    /// It will never take it for this address, with why.
    Refused(String),
    /// It may take it another time, with why not now.
    Later(String),
}

/// Carries mails.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Gives a mail to the next server.
    async fn send(&self, mail: &Mail) -> Delivery;
}
