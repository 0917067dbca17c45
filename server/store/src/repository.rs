//! The ports of `domain`, on the database: one file each.

mod awaited;
mod deliveries;
mod dossiers;
mod refold;
mod register;
mod sessions;

pub(crate) use refold::refold;
