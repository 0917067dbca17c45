//! References people can read out on the phone.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{About, DossierId};
use crate::{Departement, Kind};

/// Reference of a submitted dossier: `IAE-2027-29-ACI-7K3M9Q`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

/// Digits and letters without I, L, O and U, which are misheard or misread (Crockford).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Reference {
    /// The reference of a dossier: always the same, whatever happens to it.
    #[must_use]
    pub fn of(id: DossierId, year: i16, departement: &Departement, kind: Kind) -> Self {
        Self::of_about(About::Demand, id, year, departement, kind)
    }

    /// The same of a dossier that may be a bilan: `BILAN-2026-29-ACI-7K3M9Q`.
    #[must_use]
    pub fn of_about(about: About, id: DossierId, year: i16, departement: &Departement, kind: Kind) -> Self {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(id.0.as_bytes());
        let code: String =
            digest[..6].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        let start = match about {
            About::Demand => "IAE",
            About::Bilan => "BILAN",
        };
        Self(format!("{start}-{year}-{departement}-{kind}-{code}"))
    }

    /// A reference as it is kept, or as someone types it; none for what cannot be one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_uppercase();
        let is_one = text.split('-').count() == 5
            && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
        is_one.then_some(Self(text))
    }

    /// The reference.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
