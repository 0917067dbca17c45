//! The form engine alone: the same verdicts native and in WebAssembly, and how long each takes.

mod big;
mod cases;
mod desk;

pub use desk::{Desk, verdict};
