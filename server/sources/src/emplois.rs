//! Les emplois de l’inclusion: the public list of structures, the one for services with a key, the country's files.

mod client;
mod map;
mod population;
mod wire;

pub use client::{Marche, Siaes};
pub use population::{Population, Table};
