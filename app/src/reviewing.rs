//! Reading submitted dossiers, as a service of the State.

mod server_fns;

pub use server_fns::{Queue, load_review, review_queue};
