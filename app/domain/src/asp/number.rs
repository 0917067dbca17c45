//! Numbers of annexes and conventions.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Departement, Kind};

/// Number of an annexe: `ACI051170013A0M1`.
///
/// Measure, département on three characters, year on two, order on four, then the renewal (`A`) and
/// modification (`M`) amendments, 0 to 9 (les emplois, `validators.py`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AnnexeNumber {
    prefix: String,
    renewal: u8,
    modification: u8,
}

/// Number of a convention: `054 010118 ACI 00019`.
///
/// Département, date of effect `DDMMYY`, measure, order on five digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConventionNumber(String);

/// Text that is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un numéro {1}")]
pub struct BadNumber(String, &'static str);

const MEASURES: [&str; 8] = ["ACIPA", "EITI", "ETTI", "EIPA", "ACI", "FDI", "EI", "AI"];

impl AnnexeNumber {
    /// Reads the prefix and the two amendments, as ASP's three columns hold them.
    pub fn new(prefix: &str, renewal: u8, modification: u8) -> Result<Self, BadNumber> {
        let bad = || BadNumber(prefix.chars().take(30).collect(), "d’annexe (exemple : ACI054180019)");
        let tail = MEASURES.iter().find_map(|measure| prefix.strip_prefix(measure)).ok_or_else(bad)?;
        let shape = tail.len() == 9
            && tail.is_ascii()
            && Departement::from_asp(&tail[..3]).is_ok()
            && tail[3..].bytes().all(|b| b.is_ascii_digit());
        if shape && renewal <= 9 && modification <= 9 {
            Ok(Self { prefix: prefix.to_owned(), renewal, modification })
        } else {
            Err(bad())
        }
    }

    /// Whether it is the number of an annexe of a kind: an ACI has those of ACI and of ACIPA, its contrat passerelle.
    #[must_use]
    pub fn is_of(&self, kind: Kind) -> bool {
        let measure = self.prefix.split(|sign: char| sign.is_ascii_digit()).next().unwrap_or_default();
        measure.strip_prefix(kind.code()).is_some_and(|rest| rest.is_empty() || rest == "PA")
    }

    /// The number without its amendments: `ACI051170013`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Renewal amendment, then modification amendment: `(0, 1)` for `A0M1`.
    #[must_use]
    pub fn amendments(&self) -> (u8, u8) {
        (self.renewal, self.modification)
    }

    /// The département that signed it.
    #[must_use]
    pub fn departement(&self) -> Option<Departement> {
        let start = self.prefix.find(|c: char| c.is_ascii_digit())?;
        Departement::from_asp(self.prefix.get(start..start + 3)?).ok()
    }
}

impl fmt::Display for AnnexeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}A{}M{}", self.prefix, self.renewal, self.modification)
    }
}

impl FromStr for AnnexeNumber {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let bad = || BadNumber(text.chars().take(30).collect(), "d’annexe (exemple : ACI054180019A0M1)");
        let cut = text.len().checked_sub(4).filter(|cut| text.is_char_boundary(*cut)).ok_or_else(bad)?;
        let (prefix, suffix) = text.split_at(cut);
        match suffix.as_bytes() {
            [b'A', a, b'M', m] if a.is_ascii_digit() && m.is_ascii_digit() => {
                Self::new(prefix, a - b'0', m - b'0')
            }
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for AnnexeNumber {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        text.parse()
    }
}

impl From<AnnexeNumber> for String {
    fn from(number: AnnexeNumber) -> Self {
        number.to_string()
    }
}

impl ConventionNumber {
    /// Reads a number, spaces folded; what follows the order (an amendment) is kept.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let bad =
            || BadNumber(text.chars().take(40).collect(), "de convention (exemple : 054 010118 ACI 00019)");
        let words: Vec<&str> = text.split_whitespace().collect();
        let [departement, date, measure, order, rest @ ..] = words.as_slice() else { return Err(bad()) };
        let digits = |word: &str, length| word.len() == length && word.bytes().all(|b| b.is_ascii_digit());
        let shape = Departement::from_asp(departement).is_ok()
            && digits(date, 6)
            && MEASURES.contains(measure)
            && digits(order, 5)
            && rest.iter().all(|word| word.len() <= 4);
        if shape { Ok(Self(words.join(" "))) } else { Err(bad()) }
    }

    /// The number with single spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day it took effect.
    #[must_use]
    pub fn start(&self) -> Option<form::Date> {
        let date = self.0.split(' ').nth(1)?;
        let part = |range: std::ops::Range<usize>| date.get(range)?.parse::<i8>().ok();
        form::Date::new(2000 + i16::from(part(4..6)?), part(2..4)?, part(0..2)?).ok()
    }
}

impl fmt::Display for ConventionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ConventionNumber {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ConventionNumber {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        Self::parse(&text)
    }
}

impl From<ConventionNumber> for String {
    fn from(number: ConventionNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_annexes_have_a_shape() {
        let number: AnnexeNumber = "ACI051170013A0M1".parse().expect("a number");
        assert_eq!(number.amendments(), (0, 1));
        assert_eq!(number.departement().expect("a département").code(), "51");
        assert_eq!(number.to_string(), "ACI051170013A0M1");
        for good in ["EITI02A190001A9M9", "ETTI59L210002A0M0", "AI972190115A1M0", "FDI054200058A0M0"] {
            assert!(good.parse::<AnnexeNumber>().is_ok(), "{good}");
        }
        for bad in [
            "ACI051170013",
            "XXX051170013A0M0",
            "ACI05117001A0M0",
            "ACI999170013A0M0",
            "ACI051170013A0M",
            "é",
        ] {
            assert!(bad.parse::<AnnexeNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_number_is_of_the_kind_of_its_measure() {
        for (number, kind, is_of) in [
            ("ACI051170013A0M1", Kind::Aci, true),
            ("ACIPA051170013A0M0", Kind::Aci, true),
            ("EI051170013A0M1", Kind::Aci, false),
            ("EITI02A190001A9M9", Kind::Eiti, true),
            ("EITI02A190001A9M9", Kind::Ei, false),
            ("EIPA051170013A0M1", Kind::Ei, true),
            ("AI972190115A1M0", Kind::Ai, true),
            ("ETTI59L210002A0M0", Kind::Ei, false),
        ] {
            let number: AnnexeNumber = number.parse().expect("a number");
            assert_eq!(number.is_of(kind), is_of, "{number} {kind}");
        }
    }

    #[test]
    fn numbers_of_conventions_tell_their_start() {
        let number = ConventionNumber::parse("054  010118 ACI 00019").expect("a number");
        assert_eq!(number.as_str(), "054 010118 ACI 00019");
        assert_eq!(number.start(), Some(form::Date::constant(2018, 1, 1)));
        assert!(ConventionNumber::parse("092 010118 AI 01008 03").is_ok());
        for bad in ["", "054 010118 ACI", "054 310218", "054 010118 XYZ 00019"] {
            assert!(ConventionNumber::parse(bad).is_err(), "{bad}");
        }
    }
}
