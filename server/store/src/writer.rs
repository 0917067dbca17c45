//! SQLite's one writer: the changes that come while one commit reaches the disk share the next.
//!
//! A durable commit is what a change costs (`synchronous=FULL`); shared, a crowd pays it once. Nobody is
//! answered before the commit that holds what they wrote.

use domain::{
    Error, Result,
    dossier::DossierId,
    ports::{Decide, Since},
};
use sea_orm::{DatabaseConnection, DatabaseTransaction, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

use crate::{
    announce::Announcer,
    connect::begin,
    convert::failed,
    repository::{Changed, decided, written},
};

/// Changes that share a commit, at most: the last of them waits for all.
const MOST: usize = 64;
/// Changes that wait for their turn; the next waits at the door.
const ROOM: usize = 256;

/// The way to the writer; it stops when the last of these is gone.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Job>);

struct Job {
    id: DossierId,
    since: Since,
    decide: Decide,
    answer: oneshot::Sender<Result<Changed>>,
}

impl Writer {
    /// Starts the writer of a database.
    pub(crate) fn start(connection: DatabaseConnection, announcer: Announcer) -> Self {
        let (sender, mut receiver) = mpsc::channel(ROOM);
        tokio::spawn(async move {
            let mut jobs = Vec::with_capacity(MOST);
            while receiver.recv_many(&mut jobs, MOST).await > 0 {
                let (connection, announcer) = (connection.clone(), announcer.clone());
                let (full, next) = (jobs, Vec::with_capacity(MOST));
                jobs = next;
                // A change that panics takes those beside it, whose authors are told, and nobody else: the
                // transaction is dropped with the task.
                let _ =
                    tokio::spawn(async move { write(&connection, &announcer, full.into_iter()).await }).await;
            }
        });
        Self(sender)
    }

    /// Makes a change; answers once it is durable.
    pub(crate) async fn change(&self, id: DossierId, since: Since, decide: Decide) -> Result<Changed> {
        let (answer, told) = oneshot::channel();
        let gone = |()| Error::unavailable("l'écrivain de la base s'est arrêté");
        self.0.send(Job { id, since, decide, answer }).await.map_err(|_| gone(()))?;
        told.await.unwrap_or_else(|_| Err(gone(())))
    }
}

/// Makes changes in one transaction, and answers each once it is committed.
async fn write(
    connection: &DatabaseConnection,
    announcer: &Announcer,
    jobs: impl ExactSizeIterator<Item = Job>,
) {
    let mut answers = Vec::with_capacity(jobs.len());
    let txn = begin(connection).await.map_err(|error| error.to_string());
    // Nothing of the transaction is kept once the database no longer follows.
    let mut broken = txn.as_ref().err().cloned();
    for Job { id, since, decide, answer } in jobs {
        let made = match (&txn, &broken) {
            (Ok(txn), None) => made(txn, (id, since, decide), &mut broken).await,
            _ => Ok(Changed::Absent),
        };
        answers.push((id, answer, made));
    }
    match (txn, &broken) {
        (Ok(txn), None) => broken = txn.commit().await.err().map(|error| error.to_string()),
        // Without an answer, the connection rolls it back when it is used again.
        (Ok(txn), Some(_)) => drop(txn.rollback().await),
        (Err(_), _) => {}
    }
    for (id, answer, made) in answers {
        if broken.is_none() && matches!(made, Ok(Changed::Added)) {
            // Told here: who asked may have gone, and others listen.
            let _ = announcer.send(id);
        }
        let told = match (&broken, made) {
            // A refusal too may rest on a change that is not kept.
            (Some(cause), _) => Err(Error::unavailable(cause.clone())),
            (None, made) => made,
        };
        // Who asked may have gone.
        let _ = answer.send(told);
    }
}

/// Makes one change, or none of it.
async fn made(
    txn: &DatabaseTransaction,
    (id, since, decide): (DossierId, Since, Decide),
    broken: &mut Option<String>,
) -> Result<Changed> {
    let Some(decided) = decided(txn, id, since, decide).await? else { return Ok(Changed::Absent) };
    if decided.events.is_empty() {
        return Ok(Changed::Nothing);
    }
    // What could not be written may be half written: it goes alone, unless the database cannot even do that.
    let point = txn.begin().await.map_err(failed)?;
    let made = written(&point, id, decided).await;
    let ended = if made.is_ok() { point.commit().await } else { point.rollback().await };
    if let Err(error) = ended {
        *broken = Some(error.to_string());
    }
    made.map(|()| Changed::Added)
}
