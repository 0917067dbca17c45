//! Pages and server functions: what a person sees, and the thin way to what the server knows.
//!
//! Everything here may go to the browser. Rules live in `form` and `domain`; nothing here decides.

#![recursion_limit = "512"]

mod error;
mod fields;
mod filling;
mod pages;
mod reviewing;
mod routes;
mod sealed;
mod session;
mod shell;
mod ui;

pub use error::AppError;
pub use routes::App;
pub use session::Session;
pub use shell::{PUBLIC_PAGES, shell, version};
