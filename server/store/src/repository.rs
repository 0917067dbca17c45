//! The ports of `domain`, on the database: one file each.

mod answers;
mod awaited;
mod awaited_sources;
mod canned;
mod change;
mod deliveries;
mod desks;
mod dossiers;
mod followers;
mod hearings;
mod listed;
mod load;
mod looks;
mod networks;
mod notices;
mod outbox;
mod population;
mod queue;
mod realised;
mod refold;
mod register;
mod reserves;
mod searched;
mod sessions;
mod sought;
mod sums;
mod tallies;
mod verify;

pub(crate) use change::{Changed, add, digest_of, links, update};
pub(crate) use listed::{list, list_all};
pub(crate) use notices::tell;
pub(crate) use refold::refold;
pub(crate) use searched::search_all;
pub(crate) use sums::KeptSums;
