//! Values while an expression is computed.

use std::borrow::Cow;

use crate::{Date, Decimal, Value};

/// A known value inside an expression; *unknown* is the absence of a datum.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<'a> {
    /// Yes or no.
    Boolean(bool),
    /// Any number.
    Number(Decimal),
    /// Text, identifier or key of a choice.
    Text(Cow<'a, str>),
    /// Day.
    Date(Date),
    /// Several values.
    List(Vec<Datum<'a>>),
}

impl<'a> Datum<'a> {
    /// The datum of a value; what could not be read is unknown.
    #[must_use]
    pub fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Text(text) | Value::Choice(text) => Self::Text(Cow::Borrowed(text)),
            Value::Integer(whole) => Self::Number(Decimal::from(*whole)),
            Value::Number(number) => Self::Number(*number),
            Value::Date(date) => Self::Date(*date),
            Value::Boolean(yes) => Self::Boolean(*yes),
            Value::Choices(keys) => {
                Self::List(keys.iter().map(|key| Datum::Text(Cow::Borrowed(key))).collect())
            }
            Value::Coded(coded) => Self::Text(Cow::Borrowed(&coded.code)),
            Value::CodedList(list) => {
                Self::List(list.iter().map(|coded| Datum::Text(Cow::Borrowed(coded.code.as_str()))).collect())
            }
            Value::Files(files) => {
                Self::List(files.iter().map(|file| Datum::Text(Cow::Borrowed(file.name.as_str()))).collect())
            }
            Value::Row(_) | Value::Unreadable(_) => return None,
        })
    }

    /// The yes or no of a boolean.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        if let Self::Boolean(yes) = self { Some(*yes) } else { None }
    }

    /// The number of a number.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}
