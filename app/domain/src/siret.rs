//! Identifiers of the company register.

use std::fmt;

use serde::{Deserialize, Serialize};

/// SIRET of an establishment: fourteen digits with a right key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// SIREN of a legal person: the nine first digits of its SIRETs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Siren(String);

/// Digits that are no SIRET.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un SIRET")]
pub struct BadSiret(String);

impl Siret {
    /// Reads a SIRET, spaces allowed; an antenna's made-up number is refused.
    pub fn parse(text: &str) -> Result<Self, BadSiret> {
        form::read::register::siret(text).map(Self).map_err(|_| BadSiret(text.chars().take(40).collect()))
    }

    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The legal person it belongs to.
    #[must_use]
    pub fn siren(&self) -> Siren {
        Siren(self.0[..9].to_owned())
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Siret {
    type Error = BadSiret;

    fn try_from(text: String) -> Result<Self, BadSiret> {
        Self::parse(&text)
    }
}

impl From<Siret> for String {
    fn from(siret: Siret) -> Self {
        siret.0
    }
}
