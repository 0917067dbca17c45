//! The files of a delivery, in any order, to the totals of its annexes.

use std::{
    fmt,
    io::BufRead,
    path::{Path, PathBuf},
    sync::Mutex,
};

use domain::asp::realised::{Annexes, Gathered, Gathering, Realised, References};
use form::Date;

use super::{
    Missing, contracts, employees, markets,
    need::{View, missing},
    references, statements, supports,
    table::head,
    trainings,
};
use crate::asp::{FileProblem, Reader, RowProblem, aggregates, with_text};

/// Told of each row set aside, with its file.
pub type Report<'r> = &'r mut (dyn FnMut(&Path, &RowProblem) + Send);

/// What the files of a delivery come to.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Totals of every source found among the files.
    pub realised: Realised,
    /// What became of the rows of the monthly views; its totals have moved to `realised`.
    pub gathered: Gathered,
    /// Monthly views that were not given; none when no monthly view was.
    pub missing: Vec<Missing>,
    /// Files that say nothing read here, by name.
    pub unused: Vec<String>,
    /// Files that are nothing known, set aside.
    pub unknown: Vec<PathBuf>,
}

/// Why files as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub struct DeliveryProblem {
    /// Name of the file.
    pub file: String,
    /// What is wrong with it.
    #[source]
    pub problem: FileProblem,
}

impl fmt::Display for DeliveryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.problem)
    }
}

/// Whether a file is read as sums only; the annexes and all that is unknown are not.
#[must_use]
pub fn is_summed(file: &Path) -> bool {
    let of_view = || with_text(file, head).ok().and_then(|(name, _)| View::of_name(&name));
    aggregates::Drop::of(file).is_some() || of_view().is_some_and(|view| view != View::AnnexeFinanciere)
}

/// Reads the files of a delivery, in any order: monthly views, `DataON`, POP, tables of pilotage.
///
/// Files are read in the order they are needed, the statements beside the others; `received` dates the sources that do
/// not tell their day. A file that is nothing known is set aside, unless there is nothing else to read.
pub fn read_delivery(
    files: &[PathBuf],
    received: Date,
    report: Report<'_>,
) -> Result<Reading, DeliveryProblem> {
    let mut reading = Reading::default();
    let mut views: Vec<(View, Date, &Path)> = Vec::new();
    let mut added_up = false;
    for file in files {
        let of_file = |problem| DeliveryProblem { file: name_of(file), problem };
        if let Some(source) = aggregates::Drop::of(file) {
            if source.is_unread() {
                reading.unused.push(name_of(file));
                continue;
            }
            let totals = source.read(file, received, &mut |problem| report(file, problem));
            reading.realised.take(totals.map_err(of_file)?);
            added_up = true;
            continue;
        }
        let (name, date) = match with_text(file, head) {
            Ok(begun) => begun,
            Err(FileProblem::Unlike) if !is_named_as_a_view(file) => {
                reading.unknown.push(file.clone());
                continue;
            }
            Err(problem) => return Err(of_file(problem)),
        };
        match View::of_name(&name) {
            Some(view) if views.iter().any(|(known, ..)| *known == view) => {
                return Err(of_file(FileProblem::Again(view.name())));
            }
            Some(view) => views.push((view, date, file)),
            None => reading.unused.push(name_of(file)),
        }
    }
    if views.is_empty() {
        return match reading.unknown.first() {
            Some(file) if !added_up => {
                Err(DeliveryProblem { file: name_of(file), problem: FileProblem::Unlike })
            }
            _ => Ok(reading),
        };
    }
    views.sort_unstable_by_key(|(view, ..)| *view);
    let given: Vec<View> = views.iter().map(|(view, ..)| *view).collect();
    reading.missing = missing(&given);
    let mut gathered = gather(&views, report)?;
    reading.realised.take(std::mem::take(&mut gathered.totals));
    reading.gathered = gathered;
    Ok(reading)
}

/// Reads the views: what statements stand under first, then the statements beside all that remains, in its order.
fn gather(views: &[(View, Date, &Path)], report: Report<'_>) -> Result<Gathered, DeliveryProblem> {
    let report = Mutex::new(report);
    let mut under = Under::default();
    let until = views.partition_point(|(view, ..)| *view <= View::AnnexeFinanciere);
    let (before, after) = views.split_at(until);
    for (view, _, file) in before {
        read(file, &report, |input, aside| under.read(*view, input, aside))?;
    }
    let mut gathering = Gathering::under(under.annexes, under.references);
    let mut monthly = gathering.monthly();
    let (statements, others): (Vec<_>, Vec<_>) =
        after.iter().partition(|(view, ..)| *view == View::EtatMensuelIndiv);
    std::thread::scope(|scope| {
        // They are two rows in three.
        let (monthly, report) = (&mut monthly, &report);
        let reading = scope.spawn(move || {
            let mut all = statements.into_iter();
            all.try_for_each(|(_, _, file)| {
                read(file, report, |input, aside| statements::read(input, monthly, aside))
            })
        });
        let others = others.into_iter().try_for_each(|(view, _, file)| {
            read(file, report, |input, aside| other(view, input, &mut gathering, aside))
        });
        // A file that cannot be read is told before those that come after it.
        let statements = reading.join().expect("reading does not panic");
        others.and(statements)
    })?;
    gathering.with_monthly(monthly);
    let last = views.iter().map(|(_, date, _)| *date).max();
    Ok(last.map(|as_of| gathering.finish(as_of)).unwrap_or_default())
}

/// Reads a view that stands beside the statements.
fn other(
    view: View,
    input: &mut dyn BufRead,
    gathering: &mut Gathering,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    match view {
        View::Salarie => employees::read(input, gathering, aside),
        View::ContratMission => contracts::read(input, gathering, aside),
        View::Formations => trainings::read(input, gathering, aside),
        View::Accompagnement => supports::read(input, gathering, aside),
        _ => markets::read(input, gathering, aside),
    }
}

fn read(
    file: &Path,
    report: &Mutex<Report<'_>>,
    read: impl FnOnce(&mut dyn BufRead, &mut dyn FnMut(&RowProblem)) -> Result<(), FileProblem>,
) -> Result<(), DeliveryProblem> {
    let mut told =
        |problem: &RowProblem| (report.lock().expect("nobody panics while telling"))(file, problem);
    with_text(file, |input| read(input, &mut told))
        .map_err(|problem| DeliveryProblem { file: name_of(file), problem })
}

/// What statements stand under.
#[derive(Default)]
struct Under {
    categories: references::Categories,
    references: References,
    annexes: Annexes,
}

impl Under {
    fn read(
        &mut self,
        view: View,
        input: &mut dyn BufRead,
        aside: &mut dyn FnMut(&RowProblem),
    ) -> Result<(), FileProblem> {
        let into = &mut self.references;
        match view {
            View::RefCategorieSort => self.categories = references::categories(input, aside)?,
            View::RefMotifSort => references::reasons(input, &self.categories, into, aside)?,
            View::RefNiveauFormation => references::levels(input, into, aside)?,
            View::RefDureePoleEmploi => references::seeking(input, into, aside)?,
            View::RefFormeContrat => references::forms(input, into, aside)?,
            View::RefOrienteur => references::referrers(input, into, aside)?,
            View::RefObjectifFormation => references::objectives(input, into, aside)?,
            View::RefTypeFormation => references::types(input, into, aside)?,
            View::RefMesure => references::measures(input, into, aside)?,
            View::RefMontantIae => references::etp_hours(input, into, aside)?,
            _ => annexes(input, &mut self.annexes, aside)?,
        }
        Ok(())
    }
}

fn annexes(
    input: &mut dyn BufRead,
    into: &mut Annexes,
    aside: &mut dyn FnMut(&RowProblem),
) -> Result<(), FileProblem> {
    let mut reader = Reader::open(input)?;
    while let Some(row) = reader.annexe()? {
        match row {
            Ok(annexe) => into.add(&annexe),
            Err(problem) => aside(&problem),
        }
    }
    Ok(())
}

/// Whether a file bears the name of a view of ASP.
///
/// One that does not begin as a view is damaged, not unknown: without it, less would be summed than was delivered.
fn is_named_as_a_view(file: &Path) -> bool {
    name_of(file).starts_with("fluxIAE_")
}

/// The name of a file, without its folder.
fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
