//! The deliveries of the Agence de services et de paiement (« flux IAE »).
//!
//! Files named `fluxIAE_<View>_<DDMMYYYY>_<HHMMSS>.csv`: `|` without quoting, header on the second
//! line, `DEB<View><DDMMYYYY_HHMMSS>` first and `FIN<rows>` last.

mod aggregates;
mod annexe;
mod cell;
mod demo;
mod lines;
mod monthly;
mod open;
mod reader;
mod rows;
mod structure;

pub use aggregates::pilotage_tables;
pub use demo::{Demo, MonthlyDemo, generate, write_delivery};
pub use monthly::{DeliveryProblem, Missing, Reading, is_summed, read_delivery, summed_views};
pub use open::{FileProblem, digest_of, with_text};
pub use reader::{Delivery, Reader, RowProblem, View};
