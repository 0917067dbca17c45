//! The ports of `domain`, on the database: one file each.

mod answers;
mod awaited;
mod awaited_sources;
mod change;
mod deliveries;
mod dossiers;
mod realised;
mod refold;
mod register;
mod sessions;
mod verify;

pub(crate) use change::{Changed, decided, written};
pub(crate) use refold::refold;
