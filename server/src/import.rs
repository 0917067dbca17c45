//! Importing files of ASP and of les emplois: read in a thread of their own, rows sent in chunks to the database.

mod emplois;
mod reading;

use std::{
    io::BufRead,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{
    Error, Result, Timestamp, network,
    ports::{DeliveredRows, Deliveries, Imported, Realisations},
};
use sources::{
    asp::{FileProblem, Reader, RowProblem, View, read_delivery, with_text},
    networks::NetworkSheet,
};

use reading::{Head, Sink, import_read};

pub use emplois::import_population;

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// It went in.
    Imported(Imported),
    /// The same bytes went in before.
    Known(Imported),
}

/// Imports a file of ASP, or the sheet of networks, telling `report` of each row set aside.
pub async fn import_file(
    deliveries: &dyn Deliveries,
    path: &Path,
    at: Timestamp,
    report: impl Fn(&RowProblem) + Send + Sync + 'static,
) -> Result<Outcome> {
    import_read(deliveries, path, at, Box::new(report), read).await
}

fn read(path: &Path, sink: &mut Sink) -> std::result::Result<(), FileProblem> {
    with_text(path, |text| {
        if NetworkSheet::begins(text)? {
            return memberships(text, sink);
        }
        let mut reader = Reader::open(text)?;
        let delivery = reader.delivery();
        if let Some(problem) = absent(&reader) {
            sink.report(&problem);
        }
        sink.begin(Head { view: delivery.view.name(), date: Some(delivery.date) });
        match delivery.view {
            View::Structure => sink.pump(|| reader.structure(), DeliveredRows::Structures),
            View::AnnexeFinanciere => sink.pump(|| reader.annexe(), DeliveredRows::Annexes),
        }
    })
}

/// The sheet of networks: it tells no day, and speaks of the day it comes.
fn memberships(text: &mut dyn BufRead, sink: &mut Sink) -> std::result::Result<(), FileProblem> {
    let mut sheet = NetworkSheet::open(text)?;
    sink.begin(Head { view: network::VIEW, date: None });
    sink.pump(|| sheet.membership(), DeliveredRows::Memberships)
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

/// What came of the files that are read as sums.
pub struct SummedUp {
    /// What is lacking to know more, in French.
    pub missing: Vec<String>,
    /// Files that are nothing known, set aside.
    pub unknown: Vec<PathBuf>,
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
/// `Invalid` says in French which file cannot be read; one that is nothing known is set aside.
pub async fn import_realised(
    realisations: &dyn Realisations,
    files: Vec<PathBuf>,
    at: Timestamp,
    aside: impl Fn(&Path, &RowProblem) + Send + 'static,
) -> Result<SummedUp> {
    let received = form::french::time_of_day(at).0;
    let reading = tokio::task::spawn_blocking(move || {
        let mut clean = true;
        let soiled = &mut clean;
        // It goes with what is read, to the thread that reads.
        let mut told = move |file: &Path, problem: &RowProblem| {
            *soiled = false;
            aside(file, problem);
        };
        let read = read_delivery(&files, received, &mut told);
        read.map(|reading| (reading, clean))
    });
    let read = reading.await.map_err(Error::unavailable)?;
    let (reading, clean) = read.map_err(|problem| Error::Invalid(problem.to_string()))?;
    let missing = reading.missing.iter().map(ToString::to_string).collect();
    let statements = reading.gathered.statements;
    let unknown = reading.unknown;
    let totals = reading.realised.into_totals();
    let count = totals.len();
    realisations.keep(totals).await?;
    Ok(SummedUp { missing, unknown, totals: count, statements, clean })
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
