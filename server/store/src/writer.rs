//! The writers of changes: those that come while one commit reaches the disk share the next.
//!
//! A durable commit is what a change costs (`synchronous=FULL` on SQLite); shared, a crowd pays it once. Nobody is
//! answered before the commit that holds what they wrote. What a dossier was when it was last written is kept, so
//! that a crowd does not read again what it has just written (`kept`).

mod group;
mod kept;

use domain::{
    Error, Result,
    dossier::DossierId,
    ports::{Decide, Since},
};
use sea_orm::DatabaseConnection;
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

use self::{group::Group, kept::Kept};
use crate::{
    announce::{Announcer, announce_in},
    connect::begin,
    convert::failed,
    repository::Changed,
};

/// Changes that share a commit, at most: the last of them waits for all.
const MOST: usize = 64;
/// Changes that wait for their turn; the next is told to come back.
const ROOM: usize = 256;

/// The way to the writers; they stop when the last of these is gone.
#[derive(Clone)]
pub(crate) struct Writer(Vec<mpsc::Sender<Job>>);

/// How the dossiers that a commit changes are told.
#[derive(Clone)]
pub(crate) enum Telling {
    /// Here, once it is committed: nobody else shares the database.
    Here(Announcer),
    /// By the database, to every instance, with the commit.
    ByDatabase,
}

struct Job {
    id: DossierId,
    since: Since,
    decide: Decide,
    answer: oneshot::Sender<Result<Changed>>,
}

impl Writer {
    /// Starts so many writers on a database; a dossier has always the same one.
    pub(crate) fn start(connection: &DatabaseConnection, telling: &Telling, writers: usize) -> Self {
        let start = |_| {
            let (sender, receiver) = mpsc::channel(ROOM);
            tokio::spawn(serve(connection.clone(), telling.clone(), receiver));
            sender
        };
        Self((0..writers.max(1)).map(start).collect())
    }

    /// Makes a change; answers once it is durable, or at once when too many wait already.
    pub(crate) async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Changed> {
        let (answer, told) = oneshot::channel();
        let full = "trop de modifications attendent leur tour";
        let gone = |()| Error::unavailable("l'écrivain de la base s'est arrêté");
        // The end of an identifier is drawn: its beginning is the time.
        let writer = usize::from(id.0.as_bytes()[15]) % self.0.len();
        self.0[writer].try_send(Job { id, since, decide, answer }).map_err(|error| match error {
            TrySendError::Full(_) => Error::unavailable(full),
            TrySendError::Closed(_) => gone(()),
        })?;
        told.await.unwrap_or_else(|_| Err(gone(())))
    }
}

/// Takes what has come, writes it, and again, until nobody is left to ask.
async fn serve(connection: DatabaseConnection, telling: Telling, mut receiver: mpsc::Receiver<Job>) {
    let mut kept = Kept::default();
    let mut jobs = Vec::with_capacity(MOST);
    while receiver.recv_many(&mut jobs, MOST).await > 0 {
        let (connection, telling, known) = (connection.clone(), telling.clone(), std::mem::take(&mut kept));
        let full = std::mem::replace(&mut jobs, Vec::with_capacity(MOST));
        // A change that panics takes those beside it, whose authors are told, and what was kept, and nothing
        // else: the transaction is dropped with the task.
        let written = tokio::spawn(async move { write(&connection, &telling, known, full).await });
        kept = written.await.unwrap_or_default();
    }
}

/// Makes changes in one transaction, and answers each once it is committed; what is then known of the dossiers.
async fn write(connection: &DatabaseConnection, telling: &Telling, mut kept: Kept, jobs: Vec<Job>) -> Kept {
    let (mut asked, mut decides, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for Job { id, since, decide, answer } in jobs {
        asked.push((id, since));
        decides.push(decide);
        answers.push(answer);
    }
    match in_transaction(connection, telling, &mut kept, (&asked, decides)).await {
        Ok(made) => {
            for (((id, _), answer), made) in asked.into_iter().zip(answers).zip(made) {
                if let (Telling::Here(announcer), Ok(Changed::Added)) = (telling, &made) {
                    // Told here: who asked may have gone, and others listen.
                    let _ = announcer.send(id);
                }
                // Who asked may have gone.
                let _ = answer.send(made);
            }
            kept
        }
        Err(error) => {
            // A refusal too may rest on a change that is not kept.
            for answer in answers {
                let _ = answer.send(Err(Error::unavailable(error.cause())));
            }
            Kept::default()
        }
    }
}

/// Makes changes and commits them; what became of each, or why nothing of them is there.
async fn in_transaction(
    connection: &DatabaseConnection,
    telling: &Telling,
    kept: &mut Kept,
    (asked, decides): (&[(DossierId, Since)], Vec<Decide>),
) -> Result<Vec<Result<Changed>>> {
    let mut txn = begin(connection).await.map_err(failed)?;
    let mut group = Group::read(&txn, kept, asked).await?;
    let mut made: Vec<Result<Changed>> =
        asked.iter().zip(decides).map(|((id, since), decide)| group.decide(*id, since, decide)).collect();
    if group.write(&txn).await.is_err() {
        // Half written, all goes; then each is written alone, so that the one that cannot be fails alone. What
        // another program wrote meanwhile makes a change fail too: its numbers follow no more.
        txn.rollback().await.map_err(failed)?;
        txn = begin(connection).await.map_err(failed)?;
        group.write_apart(&txn, asked, &mut made).await?;
    }
    if matches!(telling, Telling::ByDatabase) {
        announce_in(&txn, group.changed()).await?;
    }
    txn.commit().await.map_err(failed)?;
    group.keep(kept);
    Ok(made)
}
