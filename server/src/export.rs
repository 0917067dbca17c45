//! Tables to take away: CSV as French spreadsheets open it, and workbooks.

mod csv;
mod inventory;
mod workbook;

pub use csv::csv;
pub use inventory::{contests, definitions, inventory, workbook};
pub use workbook::xlsx;

use form::{Date, Decimal};

/// A table to take away.
pub struct Sheet {
    /// Its name, under which a workbook shows it.
    pub name: &'static str,
    /// Its headings.
    pub heads: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Count(u32),
    /// A rate in percent; none over nothing.
    Rate(Option<Decimal>),
    /// A day, if any.
    Day(Option<Date>),
}

/// What is written for a rate that has no object.
const NO_OBJECT: &str = "sans objet";
