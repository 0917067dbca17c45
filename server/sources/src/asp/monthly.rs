//! The monthly and personal views of ASP, read as streams and added up: nobody comes out of here.
//!
//! A row is read, packed into [`domain::asp::realised::Gathering`] and forgotten. Names, numbers and addresses are in
//! columns that are never looked at. What is wrong with a row is told by its line and its column, never by what
//! the cell holds; what is wrong with a file, by the names that were expected, never by those found.

mod contracts;
mod employees;
mod import;
mod markets;
mod need;
mod references;
mod statements;
mod supports;
mod table;
mod trainings;

pub use import::{DeliveryProblem, Reading, is_summed, read_delivery};
pub use need::{Missing, summed_views};
