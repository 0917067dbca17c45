//! States of an annexe at ASP.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// State of an annexe (`af_etat_annexe_financiere_code`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AnnexeState {
    /// Being keyed.
    Brouillon,
    /// Keyed.
    Saisi,
    /// In force, not yet signed.
    Provisoire,
    /// In force.
    Valide,
    /// Replaced by an amendment.
    Historise,
    /// Closed at the end of its period.
    Cloture,
    /// Cancelled.
    Annule,
    /// Refused.
    Rejete,
}

/// A code that is no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un état d'annexe")]
pub struct UnknownState(String);

impl AnnexeState {
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Brouillon, "BROUILLON", "brouillon"),
        (Self::Saisi, "SAISI", "saisie"),
        (Self::Provisoire, "PROVISOIRE", "provisoire"),
        (Self::Valide, "VALIDE", "valide"),
        (Self::Historise, "HISTORISE", "historisée"),
        (Self::Cloture, "CLOTURE", "clôturée"),
        (Self::Annule, "ANNULE", "annulée"),
        (Self::Rejete, "REJETE", "rejetée"),
    ];

    /// Whether the annexe speaks for its year: in force, or closed at its end.
    ///
    /// An annexe replaced by an amendment (`HISTORISE`), cancelled or refused does not.
    #[must_use]
    pub fn speaks(self) -> bool {
        matches!(self, Self::Valide | Self::Provisoire | Self::Cloture)
    }

    /// Code of ASP.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().1
    }

    /// The state in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        Self::ALL.iter().find(|(state, ..)| *state == self).expect("every state stands in the table")
    }
}

impl FromStr for AnnexeState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .iter()
            .find(|(_, code, _)| *code == text)
            .map(|(state, ..)| *state)
            .ok_or_else(|| UnknownState(text.chars().take(20).collect()))
    }
}
