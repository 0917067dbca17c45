//! The form engine alone: the same verdicts native and in WebAssembly, and how long each takes.

pub mod big;
mod cases;
mod desk;
mod dossier;
mod judge;
pub mod verdict;

pub use desk::Desk;
pub use dossier::Dossier;
pub use judge::{NATIONAL, digest_of, judged, verdict_of, write};
pub use verdict::Digest;
