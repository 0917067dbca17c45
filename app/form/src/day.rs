//! Calendar days in files, logs and answers of the server: `2026-12-31`.
//!
//! Used by `#[serde(with = "form::day")]`. The library's own reader takes every writing of a date and its
//! zone, which the browser's program has no use for.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::Date;

/// Writes a day.
pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(*day))
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    parse(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("not a day (2026-12-31)"))
}

fn written(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The day of `2026-12-31`.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A day that may be absent.
pub mod optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::Date;

    /// Writes a day, or nothing.
    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(super::written).serialize(serializer)
    }

    /// Reads a day, or nothing.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        super::parse(&text).map(Some).ok_or_else(|| D::Error::custom("not a day (2026-12-31)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written_and_nothing_else_is() {
        for day in [Date::constant(2026, 12, 31), Date::constant(1, 1, 1), Date::constant(2028, 2, 29)] {
            assert_eq!(parse(&written(day)), Some(day));
        }
        for text in [
            "",
            "2026-12",
            "2026-13-01",
            "2027-02-29",
            "2026-1-01",
            "2026-12-31-",
            "31/12/2026",
            "2026-12-3x",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
