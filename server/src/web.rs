//! The service as browsers see it: pages, server functions, forms, files.

mod crowd;
mod documents;
mod error_page;
mod exchanges;
mod form_document;
mod forms;
mod guard;
mod health;
mod known;
mod live;
mod login;
mod pages;
mod parcels;
mod pieces;
mod router;
mod sent;
mod session;
mod sources;
mod visitor;

pub use router::{App, pkg_dir, router};
