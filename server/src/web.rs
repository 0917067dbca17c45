//! The service as browsers see it: pages, server functions, forms, files.

mod canned;
mod corrections;
mod crowd;
mod decision;
mod documents;
mod error_page;
mod exchanges;
mod following;
mod form_document;
mod former;
mod forms;
mod guard;
mod health;
mod instruction;
mod instruction_desk;
mod known;
mod live;
mod login;
mod messages;
mod offline;
mod pages;
mod papers;
mod parcels;
mod pieces;
mod range;
mod renewal;
mod router;
mod sent;
mod session;
mod sources;
mod sources_beside;
mod steering;
mod territories;
mod visitor;

pub use router::{App, pkg_dir, router};
