//! The Sirene register of the Insee: a key.

mod client;
mod map;
mod wire;

pub use client::Sirene;
