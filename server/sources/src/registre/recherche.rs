//! The public search of companies (« Annuaire des entreprises »): no key.

mod client;
mod map;
mod wire;

pub use client::Recherche;
