//! Typed values of answers.

use serde::{Deserialize, Serialize};

use crate::{Date, Decimal, FileRef};

/// What one answer holds, exact and typed.
///
/// The scale of a number (euros, ETP, percentage) belongs to the field's type; the value is already
/// rounded to it when it comes out of [`crate::read`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Text, identifiers included (SIRET, NAF, phone), in canonical form.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Exact decimal: euros, ETP, percentage, hours.
    Number(#[serde(with = "crate::exact")] Decimal),
    /// Calendar day.
    Date(#[serde(with = "crate::day")] Date),
    /// Yes or no.
    Boolean(bool),
    /// Key of the choice taken.
    Choice(String),
    /// Keys of the choices taken, in the order of the trame.
    Choices(Vec<String>),
    /// A code of a reference list, with its name the day it was chosen.
    Coded(Coded),
    /// Several codes of a reference list.
    CodedList(Vec<Coded>),
    /// A row of a table is there: its rank, from the top.
    Row(i64),
    /// Documents given, in the order they came.
    Files(Vec<FileRef>),
    /// What was typed where it could not be read: kept as typed, never lost, never valid.
    Unreadable(String),
}

/// A code of a reference list (a commune, a trade), with its name the day it was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The code: `29232`.
    pub code: String,
    /// Its name: `Quimper`; blank while no list has named it.
    pub label: String,
}

/// Room left between the ranks of two rows, for those that will come between.
pub const ROW_GAP: i64 = 1 << 20;

impl Value {
    /// The exact number behind a numeric value.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(whole) => Some(Decimal::from(*whole)),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text behind a textual value, identifiers and choices included.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) | Self::Coded(Coded { code: text, .. }) => Some(text),
            _ => None,
        }
    }

    /// The day behind a date.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Whether two values say the same thing: `7` and `7,00`, a code under two names, the same documents.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coded(a), Self::Coded(b)) => a.code == b.code,
            // What is said of a document since is no other document.
            (Self::Files(a), Self::Files(b)) => {
                a.iter().map(|file| &file.id).eq(b.iter().map(|file| &file.id))
            }
            (Self::CodedList(a), Self::CodedList(b)) => {
                a.iter().map(|coded| &coded.code).eq(b.iter().map(|coded| &coded.code))
            }
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a == b,
                _ => self == other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_travel_as_text() {
        let value = Value::Number("7.95".parse().expect("a decimal"));
        let json = serde_json::to_string(&value).expect("a value is always JSON");
        assert_eq!(json, r#"{"number":"7.95"}"#);
        assert_eq!(serde_json::from_str::<Value>(&json).expect("round trip"), value);
    }

    #[test]
    fn equal_numbers_are_the_same_whatever_their_scale() {
        let seven = Value::Integer(7);
        assert!(seven.same_as(&Value::Number("7.00".parse().expect("a decimal"))));
        assert!(!seven.same_as(&Value::Text("7".to_owned())));
    }
}
