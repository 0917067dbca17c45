//! The ports of `domain`, on the database: one file each.

mod deliveries;
mod dossiers;
mod refold;
mod register;
mod sessions;

pub(crate) use refold::refold;
