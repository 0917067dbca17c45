//! The country as les emplois exports it.

use std::path::Path;

use domain::{
    Result, Timestamp,
    ports::{DeliveredRows, Deliveries},
};
use sources::{
    asp::{FileProblem, RowProblem, with_text},
    emplois::{Population, Table},
};

use super::{
    Outcome,
    reading::{Head, Sink, import_read},
};

/// Imports a file of conventions or of annexes, telling `report` of each row set aside.
///
/// The files tell no day: they speak of the day they come.
pub async fn import_population(
    deliveries: &dyn Deliveries,
    path: &Path,
    at: Timestamp,
    report: impl Fn(&RowProblem) + Send + Sync + 'static,
) -> Result<Outcome> {
    import_read(deliveries, path, at, Box::new(report), read).await
}

fn read(path: &Path, sink: &mut Sink) -> std::result::Result<(), FileProblem> {
    with_text(path, |text| {
        let mut population = Population::open(text)?;
        let table = population.table();
        sink.begin(Head { view: table.name(), date: None });
        match table {
            Table::Conventions => sink.pump(|| population.convention(), DeliveredRows::EmploisConventions),
            Table::Annexes => sink.pump(|| population.annexe(), DeliveredRows::EmploisAnnexes),
        }
    })
}
