//! Where things are kept: SeaORM entities, migrations, and one file a repository.
//!
//! SQLite and PostgreSQL pass the same contract suite. Rows stay in this crate: the repositories take
//! and give the meanings of `domain`.

mod announce;
mod connect;
mod convert;
mod entity;
mod migration;
mod repository;
mod writer;

pub use connect::{OpenError, Store};
