//! Between columns and meanings: instants, days, numbers, errors.

use domain::{Error, Timestamp};
use form::Date;
use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

/// A failure of the database, as the use cases see it.
pub(crate) fn failed(error: DbErr) -> Error {
    Error::unavailable(error)
}

/// A column whose content is not what this version writes.
pub(crate) fn damaged(what: &'static str) -> Error {
    Error::unavailable(format!("contenu illisible : {what}"))
}

/// Microseconds since 1970.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(crate) fn instant(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(micros).map_err(|_| damaged("instant"))
}

pub(crate) fn day(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| damaged("date"))
}

/// A sequence number as a column; past every real one, it stands for the last.
pub(crate) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn number(column: i64) -> u64 {
    u64::try_from(column).unwrap_or_default()
}

pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the types kept have only string keys")
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| damaged(what))
}
