//! Figures that others have added up already: ASP's yearly extraction, DGEFP's follow-up, pilotage's tables.
//!
//! They give the same [`Totals`] as the monthly views, each with its source. They hold one row an annexe, and no
//! person.

mod dataon;
mod pilotage;
mod pop;
mod sheet;

use std::path::Path;

use domain::asp::realised::Totals;
use form::Date;

use super::{FileProblem, RowProblem};

pub use pilotage::tables as pilotage_tables;

/// A file of figures, known by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drop {
    /// `DataON*.xlsx`.
    DataOn,
    /// `iae_v1_0_suivi_hebdomadaire_*.csv`.
    Pop,
    /// A table of pilotage: `suivi_realisation_convention_mensuelle.csv`.
    Pilotage(pilotage::Table),
}

/// Told of each row set aside.
type Aside<'a> = &'a mut dyn FnMut(&RowProblem);

impl Drop {
    /// What a file is, by its name; none for a view of ASP.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str()?;
        if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            return Some(Self::DataOn);
        }
        if name.starts_with("iae_v1_0_suivi_hebdomadaire_") {
            return Some(Self::Pop);
        }
        pilotage::Table::of_name(name).map(Self::Pilotage)
    }

    /// Whether it says nothing that is read here.
    pub(super) fn is_unread(self) -> bool {
        self == Self::Pilotage(pilotage::Table::Unread)
    }

    /// Reads its rows; those that cannot be read are set aside.
    pub(super) fn read(
        self,
        file: &Path,
        received: Date,
        aside: Aside<'_>,
    ) -> Result<Vec<Totals>, FileProblem> {
        match self {
            Self::DataOn => dataon::read(file, received, aside),
            Self::Pop => pop::read(file, received, aside),
            Self::Pilotage(table) => pilotage::read(table, file, received, aside),
        }
    }
}
