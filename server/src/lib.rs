//! The composition root: configuration, router, commands. The only crate that sees everything.

pub mod adapters;
pub mod antivirus;
pub mod auth;
pub mod cli;
pub mod config;
pub mod demo;
pub mod document;
pub mod export;
pub mod import;
pub mod library;
pub mod lists;
pub mod mail;
pub mod pieces;
pub mod presence;
pub mod press;
pub mod schema;
mod scratch;
pub mod sources;
pub mod web;
