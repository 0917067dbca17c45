//! Names of answers: `etp.demandes`, and later `activites.liste[row].etp`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Stable key of one answer, lower-case words joined by dots.
///
/// Keys are the same from year to year: comparison and carrying over rely on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path(String);

/// Text that is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas une clé : lettres minuscules, chiffres et _ séparés par des points")]
pub struct BadPath(String);

impl Path {
    /// Longest key accepted, in bytes.
    pub const MAX_LENGTH: usize = 200;

    /// Reads a key, refusing anything but lower-case words joined by dots.
    pub fn parse(text: &str) -> Result<Self, BadPath> {
        let word_is_plain = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        if text.len() <= Self::MAX_LENGTH && text.split('.').all(word_is_plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadPath(text.chars().take(80).collect()))
        }
    }

    /// The key as written in the trame.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Identifier of the field's control in a page: the key with its dots as dashes.
    #[must_use]
    pub fn control_id(&self) -> String {
        self.0.replace('.', "-")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Path {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Path {
    type Error = BadPath;

    fn try_from(text: String) -> Result<Self, BadPath> {
        Self::parse(&text)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_lower_case_words_joined_by_dots() {
        for good in ["a", "etp.demandes", "finance.aides_n1", "a.b.c"] {
            assert!(Path::parse(good).is_ok(), "{good}");
        }
        for bad in ["", ".", "a.", ".a", "A", "a b", "a..b", "1a", "é", "a-b", "a.<script>"] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
        assert!(Path::parse(&"a".repeat(201)).is_err());
    }

    #[test]
    fn a_control_has_dashes_for_dots() {
        let path = Path::parse("etp.demandes").expect("a key");
        assert_eq!(path.control_id(), "etp-demandes");
    }
}
