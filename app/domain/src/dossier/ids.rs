//! Names of dossiers, events and clients.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// The version of a trame a dossier was begun with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TrameRef {
    /// Stable name of the trame.
    pub key: String,
    /// Its version.
    pub version: u32,
}
