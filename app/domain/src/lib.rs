//! The trade of the conventionnement IAE: its types, its rules, its use cases and its ports.
//!
//! Pure: no database, no network, no page. Ports are traits implemented under `server/`; a use case
//! takes the person asking, the time and the ids as arguments, and hands out only what that person may
//! see.

pub mod access;
pub mod address;
pub mod asp;
pub mod campaign;
pub mod canned;
pub mod dossier;
pub mod emplois;
pub mod error;
pub mod instant;
pub mod inventory;
pub mod kind;
pub mod network;
pub mod notice;
pub mod paper;
pub mod piece;
pub mod ports;
pub mod prefill;
pub mod queue;
pub mod service_side;
pub mod siret;
pub mod source;
pub mod structure;
pub mod territory;
pub mod to_correct;
pub mod usecase;

#[cfg(test)]
mod testing;
mod words;

pub use access::{Acting, PersonId, Viewer};
pub use error::{Error, Refusal, Result};
pub use kind::Kind;
pub use siret::{Siren, Siret};
pub use structure::{Structure, StructureId};
pub use territory::Departement;

/// An instant, in universal time.
pub type Timestamp = jiff::Timestamp;
