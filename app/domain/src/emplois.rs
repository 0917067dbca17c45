//! What les emplois de l’inclusion holds of the country: conventions and annexes, without a name or an amount.
//!
//! It tells who is under convention, under which kind and until when, also where ASP delivered nothing yet.

use async_trait::async_trait;
use form::Date;
use serde::{Deserialize, Serialize};

use crate::{Kind, Result, Siret, asp::AnnexeState};

/// A convention: one a structure and a kind, whatever ASP's conventions that followed each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Convention {
    /// ASP's identifier of the structure.
    pub asp_id: i64,
    /// Kind of SIAE.
    pub kind: Kind,
    /// SIRET when it was signed.
    pub siret_signature: Siret,
    /// Whether it is in force for les emplois.
    pub active: bool,
    /// Day it was ended.
    pub deactivated: Option<Date>,
}

/// An annexe of a convention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annexe {
    /// Its number with its amendments: `ACI051170013A0M1`.
    pub number: AnnexeNumber,
    /// ASP's identifier of the structure.
    pub asp_id: i64,
    /// Kind of SIAE.
    pub kind: Kind,
    /// State at ASP.
    pub state: AnnexeState,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// Number of an annexe as les emplois accepts it: the shape of ASP's, whatever the département.
///
/// Its demonstration draws the départements; ASP's own files are read with [`crate::asp::AnnexeNumber`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AnnexeNumber(String);

/// Text that is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un numéro d'annexe (exemple : ACI051170013A0M1)")]
pub struct BadNumber(String);

impl AnnexeNumber {
    /// Reads a number (les emplois, `validators.py`): kind, two digits, one capital or digit, six digits, `A`, `M`.
    pub fn parse(text: &str) -> std::result::Result<Self, BadNumber> {
        let bad = || BadNumber(text.chars().take(30).collect());
        let letters = text.find(|letter: char| letter.is_ascii_digit()).ok_or_else(bad)?;
        let kind = text[..letters].parse::<Kind>().is_ok();
        let shape = |(place, byte): (usize, u8)| match place {
            2 => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            9 => byte == b'A',
            11 => byte == b'M',
            _ => byte.is_ascii_digit(),
        };
        let tail = &text[letters..];
        if kind && tail.len() == 13 && tail.bytes().enumerate().all(shape) {
            Ok(Self(text.to_owned()))
        } else {
            Err(bad())
        }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind it begins with.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let letters = self.0.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        self.0[..self.0.len() - letters.len()].parse().expect("a number begins with a kind")
    }
}

impl TryFrom<String> for AnnexeNumber {
    type Error = BadNumber;

    fn try_from(text: String) -> std::result::Result<Self, BadNumber> {
        Self::parse(&text)
    }
}

impl From<AnnexeNumber> for String {
    fn from(number: AnnexeNumber) -> Self {
        number.0
    }
}

/// How much of the country is held, for one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The kind.
    pub kind: Kind,
    /// Conventions.
    pub conventions: u64,
    /// Of these, those whose structure ASP delivered too.
    pub delivered: u64,
    /// Annexes.
    pub annexes: u64,
}

/// The conventions of the country.
#[async_trait]
pub trait Population: Send + Sync {
    /// How much of it is held, kind by kind, those that hold nothing left out.
    async fn held(&self) -> Result<Vec<Held>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_their_shape() {
        for (good, kind) in [
            ("ACI051170013A0M1", Kind::Aci),
            ("EI212520574A2M2", Kind::Ei),
            ("ETTI02A190001A9M9", Kind::Etti),
            ("EITI59L210002A0M0", Kind::Eiti),
            ("AI972190115A1M0", Kind::Ai),
        ] {
            assert_eq!(AnnexeNumber::parse(good).map(|number| number.kind()), Ok(kind), "{good}");
        }
        for bad in [
            "",
            "ACI",
            "FDI051170013A0M1",
            "ACI051170013",
            "ACI051170013A0M",
            "ACI051170013B0M1",
            "ACI0511700l3A0M1",
            "aci051170013A0M1",
            "ACI051170013A0M11",
            "ACI05é170013A0M1",
        ] {
            assert!(AnnexeNumber::parse(bad).is_err(), "{bad}");
        }
    }
}
