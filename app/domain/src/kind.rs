//! Kinds of structures of insertion by economic activity.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Kind of SIAE (Code du travail, art. L5132-4; EITI by experiment, law 2018-771 art. 83).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// Atelier et chantier d'insertion.
    Aci,
    /// Association intermédiaire.
    Ai,
    /// Entreprise d'insertion.
    Ei,
    /// Entreprise d'insertion par le travail indépendant.
    Eiti,
    /// Entreprise de travail temporaire d'insertion.
    Etti,
}

/// A code that names no kind of SIAE; GEIQ, EA, EATT and OPCS are other things.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un type de SIAE (ACI, AI, EI, EITI, ETTI)")]
pub struct UnknownKind(pub String);

impl Kind {
    /// Every kind, in alphabetical order of the codes.
    pub const ALL: [Self; 5] = [Self::Aci, Self::Ai, Self::Ei, Self::Eiti, Self::Etti];

    /// Code of the kind: `ACI`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Aci => "ACI",
            Self::Ai => "AI",
            Self::Ei => "EI",
            Self::Eiti => "EITI",
            Self::Etti => "ETTI",
        }
    }

    /// Name in full.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aci => "Atelier et chantier d’insertion",
            Self::Ai => "Association intermédiaire",
            Self::Ei => "Entreprise d’insertion",
            Self::Eiti => "Entreprise d’insertion par le travail indépendant",
            Self::Etti => "Entreprise de travail temporaire d’insertion",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == text).ok_or_else(|| UnknownKind(text.to_owned()))
    }
}
