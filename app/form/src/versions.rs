//! From one version of a trame to the next: what changed, in words, and how a draft moves.

mod change;
mod convert;
mod diff;
mod migrate;
mod strictness;
mod words;

pub use change::{Change, Direction, What};
pub use diff::diff;
pub use migrate::{Fate, Migration, Move, Told, migrate};
