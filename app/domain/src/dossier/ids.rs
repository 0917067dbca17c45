//! Names of dossiers, events and clients.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Departement;

/// Identifier of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierId(pub Uuid);

impl fmt::Display for DossierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for DossierId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// Place of an event in its dossier's log, from 1; 0 is before the first.
pub type Seq = u64;

/// Identifier of one browser page that writes, drawn by the browser.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientId(String);

/// Text that is no client identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("identifiant de page refusé")]
pub struct BadClientId;

impl ClientId {
    /// Reads an identifier: 1 to 64 letters, digits and dashes.
    pub fn parse(text: &str) -> Result<Self, BadClientId> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if plain && (1..=64).contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(BadClientId) }
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ClientId {
    type Error = BadClientId;

    fn try_from(text: String) -> Result<Self, BadClientId> {
        Self::parse(&text)
    }
}

impl From<ClientId> for String {
    fn from(id: ClientId) -> Self {
        id.0
    }
}

/// The version of a form a dossier is filled on: the national trame, with the questions of its départements.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TrameRef {
    /// Stable name of the trame.
    pub key: String,
    /// Its version.
    pub version: u32,
    /// The local questions that go with it.
    #[serde(default)]
    pub local: Vec<LocalRef>,
}

/// A version of the local questions of a département.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LocalRef {
    /// The département that asks.
    pub departement: Departement,
    /// Their version.
    pub version: u32,
}

impl TrameRef {
    /// A national trame by itself.
    #[must_use]
    pub fn national(key: &str, version: u32) -> Self {
        Self { key: key.to_owned(), version, local: Vec::new() }
    }
}

impl fmt::Display for TrameRef {
    /// `dossier 2`, `dossier 2 + 29 1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.version)?;
        self.local.iter().try_for_each(|local| write!(f, " + {} {}", local.departement, local.version))
    }
}
