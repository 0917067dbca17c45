//! Pages and server functions: what a person sees, and the thin way to what the server knows.
//!
//! Everything here may go to the browser. Rules live in `form` and `domain`; nothing here decides.

#![recursion_limit = "512"]

mod asking;
mod error;
mod fields;
mod filling;
mod page;
pub mod pages;
mod plain;
mod sealed;
mod session;
mod ui;

pub use error::AppError;
pub use filling::{Colleague, DossierView};
pub use page::{Around, Page, Refused};
pub use sealed::Sealed;
pub use session::Session;
pub use ui::{escaped, in_address};
