//! The networks of the field that structures belong to, as the public sheet « Réseau IAE » of Pilotage tells them.

use form::Date;
use serde::{Deserialize, Serialize};

use crate::Siret;

/// The name of the sheet among the files that were imported.
pub const VIEW: &str = "Réseau IAE";

/// A row of the sheet: an establishment belongs to a network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// `SIRET`.
    pub siret: Siret,
    /// `Réseau IAE`, as it is written.
    pub network: String,
}

/// The networks that the last sheet gives to a structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Networks {
    /// The SIRET they are told of.
    pub siret: Siret,
    /// Their names as they are written, in order; at least one.
    pub names: Vec<String>,
    /// The day of the sheet.
    #[serde(with = "form::day")]
    pub as_of: Date,
}
