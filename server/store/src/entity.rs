//! Rows of the tables.

pub(crate) mod agent;
pub(crate) mod annexe;
pub(crate) mod annexe_rejection;
pub(crate) mod awaited_piece;
pub(crate) mod awaited_source;
pub(crate) mod canned;
pub(crate) mod colleague;
pub(crate) mod delivery;
pub(crate) mod dossier;
pub(crate) mod dossier_territory;
pub(crate) mod emplois_annexe;
pub(crate) mod emplois_convention;
pub(crate) mod event;
pub(crate) mod followed;
pub(crate) mod hearing;
pub(crate) mod kept_answer;
pub(crate) mod line_change;
pub(crate) mod listed;
pub(crate) mod looked;
pub(crate) mod mailbox;
pub(crate) mod network_member;
pub(crate) mod notice;
pub(crate) mod person;
pub(crate) mod realised;
pub(crate) mod reserve;
pub(crate) mod saved_view;
pub(crate) mod searched;
pub(crate) mod session;
pub(crate) mod shared;
pub(crate) mod structure;
pub(crate) mod tally;

#[cfg(test)]
mod tests;
