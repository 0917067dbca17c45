//! Measures of ASP: a kind of SIAE under a regime, or another aid.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Kind;

/// Measure of an annexe (`af_mesure_dispositif_code`): `ACI_DC`, `EI_MP`, `FDI_DC`, `ACIPA_DC`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Measure {
    code: String,
    regime: Regime,
}

/// Where the posts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Regime {
    /// `DC`, droit commun.
    Common,
    /// `MP`, milieu pénitentiaire.
    Prison,
}

/// A code that is no measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas une mesure (ACI_DC, EI_MP, FDI_DC…)")]
pub struct UnknownMeasure(String);

impl Measure {
    /// The common-law measure of a kind.
    #[must_use]
    pub fn common(kind: Kind) -> Self {
        Self { code: kind.code().to_owned(), regime: Regime::Common }
    }

    /// The kind of SIAE; none for an aid that is not one (`FDI`, contrat passerelle).
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.code.parse().ok()
    }

    /// Whether it is the fonds départemental d'insertion, which has neither ETP nor objectives.
    #[must_use]
    pub fn is_fdi(&self) -> bool {
        self.code == "FDI"
    }

    /// Where the posts are.
    #[must_use]
    pub fn regime(&self) -> Regime {
        self.regime
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let regime = match self.regime {
            Regime::Common => "DC",
            Regime::Prison => "MP",
        };
        write!(f, "{}_{regime}", self.code)
    }
}

impl FromStr for Measure {
    type Err = UnknownMeasure;

    fn from_str(text: &str) -> Result<Self, UnknownMeasure> {
        let unknown = || UnknownMeasure(text.chars().take(20).collect());
        let (code, regime) = text.split_once('_').ok_or_else(unknown)?;
        let regime = match regime {
            "DC" => Regime::Common,
            "MP" => Regime::Prison,
            _ => return Err(unknown()),
        };
        let known = matches!(code, "FDI" | "ACIPA" | "EIPA") || code.parse::<Kind>().is_ok();
        if known { Ok(Self { code: code.to_owned(), regime }) } else { Err(unknown()) }
    }
}

impl TryFrom<String> for Measure {
    type Error = UnknownMeasure;

    fn try_from(text: String) -> Result<Self, UnknownMeasure> {
        text.parse()
    }
}

impl From<Measure> for String {
    fn from(measure: Measure) -> Self {
        measure.to_string()
    }
}
