//! The ports of `domain`, on the database: one file each.

mod deliveries;
mod dossiers;
mod register;
mod sessions;
