//! Decisions: what is granted or refused, and why.

use serde::{Deserialize, Serialize};

use super::terms::Terms;
use crate::{
    Timestamp,
    dossier::{Actor, Seq},
};

/// What an agent decides, or proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Version that was read.
    pub version: u32,
    /// Whether it is granted.
    pub granted: bool,
    /// Why, among the reasons that are counted: of a refusal, and of what is granted otherwise than asked.
    pub motive: Option<Motive>,
    /// Why, in words; always where there is such a reason.
    pub reason: String,
    /// What is granted; none of a refusal, nor on a bilan.
    pub terms: Option<Box<Terms>>,
}

/// Why a demand is refused, or granted otherwise than asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motive {
    /// The envelope of the region does not allow it.
    Envelope,
    /// What was agreed before was not done.
    Realised,
    /// Means of supervision and support do not follow.
    Supervision,
    /// The insertion project is not enough.
    Project,
    /// The accounts or the market do not hold.
    Viability,
    /// The opinion of the commission is followed.
    Opinion,
    /// The structure and the service agreed on it.
    Agreed,
    /// Anything else.
    Other,
}

/// One line a reason: it, its key in forms, it in words.
const MOTIVES: [(Motive, &str, &str); 8] = [
    (Motive::Envelope, "enveloppe", "Enveloppe régionale"),
    (Motive::Realised, "realisation", "Réalisation de l’année précédente"),
    (Motive::Supervision, "encadrement", "Encadrement ou accompagnement insuffisant"),
    (Motive::Project, "projet", "Projet d’insertion insuffisant"),
    (Motive::Viability, "viabilite", "Viabilité économique"),
    (Motive::Opinion, "avis", "Avis de la commission"),
    (Motive::Agreed, "dialogue", "Accord trouvé en dialogue de gestion"),
    (Motive::Other, "autre", "Autre motif"),
];

impl Motive {
    /// All of them, in the order they are proposed.
    pub fn all() -> impl Iterator<Item = Self> {
        MOTIVES.into_iter().map(|(motive, ..)| motive)
    }

    /// Key in forms and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        MOTIVES.iter().find(|(motive, ..)| *motive == self).map_or("", |(_, code, _)| code)
    }

    /// It in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        MOTIVES.iter().find(|(motive, ..)| *motive == self).map_or("", |(_, _, label)| label)
    }

    /// The one of a key.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        MOTIVES.iter().find(|(_, known, _)| *known == code).map(|(motive, ..)| *motive)
    }
}

/// A decision on a dossier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruling {
    /// The event: its name.
    pub seq: Seq,
    /// Who decided.
    pub by: Actor,
    /// When.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
    /// Version that was decided on.
    pub version: u32,
    /// Whether it is granted.
    pub granted: bool,
    /// Why, among the reasons that are counted, where there is one.
    #[serde(default)]
    pub motive: Option<Motive>,
    /// Why, in words: always for a refusal.
    pub reason: String,
    /// What is granted.
    #[serde(default)]
    pub terms: Option<Box<Terms>>,
    /// The event that noted the numbers of ASP on it last.
    #[serde(default)]
    pub numbered: Option<Seq>,
    /// Why it was taken up again, once it was.
    pub reopened: Option<String>,
}

impl Ruling {
    /// The event up to which its paper is written: the decision, or the numbers of ASP that were noted on it since.
    #[must_use]
    pub fn written_at(&self) -> Seq {
        self.numbered.unwrap_or(self.seq)
    }
}
