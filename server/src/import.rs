//! Importing deliveries of ASP: files read in a thread of their own, rows sent in chunks to the database.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use domain::{
    Error, Result, Timestamp,
    ports::{Chunks, DeliveredRows, Deliveries, DeliveryFile, Imported, Realisations},
};
use sources::asp::{Delivery, FileProblem, Reader, RowProblem, View, digest_of, read_delivery, with_text};
use tokio::sync::{mpsc, oneshot};

/// Rows sent at once; it bounds the memory, and the parameters of one statement.
const CHUNK: usize = 500;

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// It went in.
    Imported(Imported),
    /// The same bytes went in before.
    Known(Imported),
}

/// Imports a file, telling `report` of each row set aside.
pub async fn import_file(
    deliveries: &dyn Deliveries,
    path: &Path,
    at: Timestamp,
    report: impl Fn(&RowProblem) + Send + Sync + 'static,
) -> Result<Outcome> {
    let digest = digest_of(path).map_err(|problem| Error::Invalid(problem.to_string()))?;
    if let Some(known) = deliveries.imported(digest).await? {
        return Ok(Outcome::Known(known));
    }
    let (rows, received) = mpsc::channel(4);
    let (started, start) = oneshot::channel();
    let file = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&file, started, &rows, &report));
    let Ok(delivery) = start.await else {
        let problem = reading.await.map_err(Error::unavailable)?;
        return Err(Error::Invalid(problem.err().map_or_else(String::new, |problem| problem.to_string())));
    };
    let file = DeliveryFile {
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        digest,
        view: delivery.view.name().to_owned(),
        date: delivery.date,
    };
    let mut chunks = Received { messages: received, rejected: 0, reading: Some(reading) };
    deliveries.import(&file, &mut chunks, at).await.map(Outcome::Imported)
}

enum Message {
    Rows(DeliveredRows),
    Rejected,
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

fn read(
    path: &Path,
    started: oneshot::Sender<Delivery>,
    rows: &mpsc::Sender<Message>,
    report: &dyn Fn(&RowProblem),
) -> std::result::Result<(), FileProblem> {
    with_text(path, |text| {
        let mut reader = Reader::open(text)?;
        let delivery = reader.delivery();
        if let Some(problem) = absent(&reader) {
            report(&problem);
        }
        let _ = started.send(delivery);
        let aside = |problem: &RowProblem| {
            report(problem);
            rows.blocking_send(Message::Rejected).is_ok()
        };
        match delivery.view {
            View::Structure => pump(
                || reader.structure(),
                |chunk| rows.blocking_send(Message::Rows(DeliveredRows::Structures(chunk))).is_ok(),
                aside,
            ),
            View::AnnexeFinanciere => pump(
                || reader.annexe(),
                |chunk| rows.blocking_send(Message::Rows(DeliveredRows::Annexes(chunk))).is_ok(),
                aside,
            ),
        }
    })
}

/// What a delivery lacks, told as a problem of its header; its rows go in all the same.
#[must_use]
pub fn absent(reader: &Reader<'_>) -> Option<RowProblem> {
    let columns = reader.absent_columns();
    (!columns.is_empty()).then(|| RowProblem {
        line: 2,
        column: None,
        reason: format!("colonnes absentes, ce qu'elles disent reste inconnu\u{a0}: {}", columns.join(", ")),
    })
}

/// Reads rows to their end, a chunk at a time; stops when nobody listens any more.
fn pump<T>(
    mut next: impl FnMut() -> std::result::Result<Option<std::result::Result<T, RowProblem>>, FileProblem>,
    send: impl Fn(Vec<T>) -> bool,
    aside: impl Fn(&RowProblem) -> bool,
) -> std::result::Result<(), FileProblem> {
    let mut chunk = Vec::with_capacity(CHUNK);
    while let Some(row) = next()? {
        match row {
            Ok(row) => chunk.push(row),
            Err(problem) => {
                if !aside(&problem) {
                    return Ok(());
                }
            }
        }
        if chunk.len() == CHUNK && !send(std::mem::take(&mut chunk)) {
            return Ok(());
        }
    }
    if !chunk.is_empty() {
        send(chunk);
    }
    Ok(())
}

/// What came of the files that are read as sums.
pub struct SummedUp {
    /// What is lacking to know more, in French.
    pub missing: Vec<String>,
    /// Totals kept: one an annexe, a year and a source.
    pub totals: usize,
    /// Monthly statements read.
    pub statements: u64,
    /// Whether no row was set aside.
    pub clean: bool,
}

/// Sums up the monthly views of a delivery, and keeps the sums: no row of a person is kept.
///
/// # Errors
/// `Invalid` says in French which file cannot be read.
pub async fn import_realised(
    realisations: &dyn Realisations,
    files: Vec<PathBuf>,
    at: Timestamp,
    aside: impl Fn(&Path, &RowProblem) + Send + 'static,
) -> Result<SummedUp> {
    let received = form::french::time_of_day(at).0;
    let reading = tokio::task::spawn_blocking(move || {
        let mut clean = true;
        let read = read_delivery(&files, received, &mut |file, problem| {
            clean = false;
            aside(file, problem);
        });
        read.map(|reading| (reading, clean))
    });
    let read = reading.await.map_err(Error::unavailable)?;
    let (reading, clean) = read.map_err(|problem| Error::Invalid(problem.to_string()))?;
    let missing = reading.missing.iter().map(ToString::to_string).collect();
    let totals = reading.realised.totals().to_vec();
    let (count, statements) = (totals.len(), reading.gathered.statements);
    realisations.keep(totals).await?;
    Ok(SummedUp { missing, totals: count, statements, clean })
}

/// Imports an invented delivery written in a folder of its own.
pub async fn import_demo(deliveries: Arc<dyn Deliveries>, at: Timestamp) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let files = crate::demo::write_delivery(folder.path(), sources::asp::Demo::small())?;
    for file in &files {
        import_file(deliveries.as_ref(), file, at, |_| {}).await.map_err(anyhow::Error::new)?;
    }
    Ok(())
}
