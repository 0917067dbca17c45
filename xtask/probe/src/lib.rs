//! The form engine alone: the same verdicts native and in WebAssembly, and how long each takes.

mod cases;
mod desk;
mod big;

pub use desk::{Desk, verdict};
