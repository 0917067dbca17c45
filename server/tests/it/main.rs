//! The service through its real router, on a SQLite file of its own; and the house kept tidy.

mod analysis;
mod answers;
mod checklist;
mod client;
mod commands;
mod documents;
mod exchanges;
mod history;
mod incidents;
mod instruction;
mod live;
mod pages;
mod parcels;
mod pieces;
mod presence;
mod refusals;
mod schema;
mod sources;
mod statements;
mod story;
mod tidy;
mod times;
mod vault;
mod versions;
