//! What the Agence de services et de paiement delivers, as the trade means it.
//!
//! The files themselves are read by the crate `sources`; these are the meanings, parsed once.

mod address;
mod amount;
mod annexe;
mod duration;
mod measure;
mod number;
pub mod realised;
mod state;
mod structure;

pub use address::{Address, Phone};
pub use amount::{annexe_amount, financers_add_up, months_of, rates_add_up};
pub use annexe::{
    Annexe, Cofinancing, Context, Finance, Financers, Fund, Headcount, LocalSupport, Objectives, Posts,
    Workflow, Workforce,
};
pub use duration::{hours_of, weekly_minutes};
pub use measure::{Measure, Regime};
pub use number::{AnnexeNumber, BadNumber, ConventionNumber};
pub use state::AnnexeState;
pub use structure::{Correspondent, Structure};
