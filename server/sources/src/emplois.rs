//! Les emplois de l’inclusion: the public list of structures, and the one for services with a key.

mod client;
mod map;
mod wire;

pub use client::{Marche, Siaes};
