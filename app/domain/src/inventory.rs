//! The inventory of the data: who gives each, how fresh it is, and how good it proves to be. Pure.
//!
//! What gives a datum stands in one table (`catalogue`), that tests hold to the form and to the code that reads
//! the sources. What became of the values is counted in each version sent (`Tally`), and added up (`Figures`). What is in
//! store before any dossier is measured over the structures that ASP knows (`Reserve`).

mod asked;
pub mod catalogue;
mod contest;
mod definitions;
mod effort;
mod figures;
mod list;
mod reserve;
mod supply;
mod tally;

pub use asked::{Asked, Column, Order, Reach, Wanted};
pub(crate) use contest::label;
pub use contest::{Contest, cell_label, contests};
pub use definitions::{DEFINITIONS, Definition};
pub use effort::{Effort, Efforts, LEAST_NUMERIC, LEAST_REQUIRED, MOST_TYPED, Promised};
pub use figures::{Figures, Share, Sums, SupplyFigures, Unreadable};
pub use list::{Inventory, Line, Measured, Nature, Parts, SupplyLine, data};
pub use reserve::{Gauge, RESERVE_RULE, Reserve, Stored, returning};
pub use supply::{PRODUCERS, Supply};
pub use tally::{RULE, Tally};
