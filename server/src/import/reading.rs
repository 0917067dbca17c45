//! A file being read in a thread of its own, and its rows on their way to the database.

use std::path::Path;

use async_trait::async_trait;
use domain::{
    Error, Result, Timestamp,
    ports::{Chunks, DeliveredRows, Deliveries, DeliveryFile},
};
use form::Date;
use sources::asp::{FileProblem, RowProblem, digest_of};
use tokio::sync::{mpsc, oneshot};

use super::Outcome;

/// Rows sent at once; it bounds the memory, and the parameters of one statement.
const CHUNK: usize = 500;

/// What a file says before its rows.
pub(super) struct Head {
    /// Name of what it holds.
    pub(super) view: &'static str,
    /// Day it was made; none when it does not tell.
    pub(super) date: Option<Date>,
}

/// Told of each row set aside.
pub(super) type Report = Box<dyn Fn(&RowProblem) + Send>;

enum Message {
    Rows(DeliveredRows),
    Rejected,
}

/// Where a reading goes: its head, then its rows, those set aside told on the way.
pub(super) struct Sink {
    head: Option<oneshot::Sender<Head>>,
    rows: mpsc::Sender<Message>,
    report: Report,
}

impl Sink {
    /// Says what the file holds: rows come after it.
    pub(super) fn begin(&mut self, head: Head) {
        if let Some(sender) = self.head.take() {
            // Who imports may have gone.
            let _ = sender.send(head);
        }
    }

    /// Tells of a problem.
    pub(super) fn report(&self, problem: &RowProblem) {
        (self.report)(problem);
    }

    /// Reads rows to their end, a chunk at a time; stops when nobody listens any more.
    pub(super) fn pump<T>(
        &self,
        mut next: impl FnMut() -> std::result::Result<Option<std::result::Result<T, RowProblem>>, FileProblem>,
        rows: impl Fn(Vec<T>) -> DeliveredRows,
    ) -> std::result::Result<(), FileProblem> {
        let mut chunk = Vec::with_capacity(CHUNK);
        while let Some(row) = next()? {
            let heard = match row {
                Ok(row) => {
                    chunk.push(row);
                    chunk.len() < CHUNK || self.send(Message::Rows(rows(std::mem::take(&mut chunk))))
                }
                Err(problem) => {
                    self.report(&problem);
                    self.send(Message::Rejected)
                }
            };
            if !heard {
                return Ok(());
            }
        }
        if !chunk.is_empty() {
            self.send(Message::Rows(rows(chunk)));
        }
        Ok(())
    }

    fn send(&self, message: Message) -> bool {
        self.rows.blocking_send(message).is_ok()
    }
}

/// Imports a file that `read` reads, unless its bytes went in before.
pub(super) async fn import_read(
    deliveries: &dyn Deliveries,
    path: &Path,
    at: Timestamp,
    report: Report,
    read: fn(&Path, &mut Sink) -> std::result::Result<(), FileProblem>,
) -> Result<Outcome> {
    let digest = digest_of(path).map_err(|problem| Error::Invalid(problem.to_string()))?;
    if let Some(known) = deliveries.imported(digest).await? {
        return Ok(Outcome::Known(known));
    }
    let (rows, received) = mpsc::channel(4);
    let (started, start) = oneshot::channel();
    let file = path.to_owned();
    let mut sink = Sink { head: Some(started), rows, report };
    let reading = tokio::task::spawn_blocking(move || read(&file, &mut sink));
    let Ok(head) = start.await else {
        let problem = reading.await.map_err(Error::unavailable)?;
        return Err(Error::Invalid(problem.err().map_or_else(String::new, |problem| problem.to_string())));
    };
    let file = DeliveryFile {
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        digest,
        view: head.view.to_owned(),
        date: head.date.unwrap_or_else(|| form::french::time_of_day(at).0),
    };
    let mut chunks = Received { messages: received, rejected: 0, reading: Some(reading) };
    deliveries.import(&file, &mut chunks, at).await.map(Outcome::Imported)
}

struct Received {
    messages: mpsc::Receiver<Message>,
    rejected: u64,
    reading: Option<tokio::task::JoinHandle<std::result::Result<(), FileProblem>>>,
}

#[async_trait]
impl Chunks for Received {
    async fn next(&mut self) -> Result<Option<DeliveredRows>> {
        while let Some(message) = self.messages.recv().await {
            match message {
                Message::Rows(rows) => return Ok(Some(rows)),
                Message::Rejected => self.rejected += 1,
            }
        }
        // The reader has hung up: at the end of the file, or because the file is refused whole.
        match self.reading.take() {
            None => Ok(None),
            Some(reading) => match reading.await.map_err(Error::unavailable)? {
                Ok(()) => Ok(None),
                Err(problem) => Err(Error::Invalid(problem.to_string())),
            },
        }
    }

    fn rejected(&self) -> u64 {
        self.rejected
    }
}
