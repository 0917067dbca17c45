//! Cells of a delivery: dates, exact decimals, booleans, phones.

use domain::asp::Phone;
use form::{Date, Decimal};

use super::reader::Row;

/// Why a cell cannot be read.
pub(super) struct Fault {
    pub(super) column: &'static str,
    pub(super) reason: String,
}

/// A cell read with a type of its own, its error told as the column's fault.
pub(super) fn parsed<T, E: std::fmt::Display>(
    row: &Row<'_>,
    column: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Fault> {
    parse(row.text(column)).map_err(|error| Fault { column, reason: error.to_string() })
}

fn optional<T>(
    row: &Row<'_>,
    column: &'static str,
    wanted: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Fault> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let shown: String = text.chars().take(40).collect();
    read(text).map(Some).ok_or_else(|| Fault { column, reason: format!("« {shown} » n'est pas {wanted}") })
}

fn present<T>(column: &'static str, found: Option<T>) -> Result<T, Fault> {
    found.ok_or_else(|| Fault { column, reason: "valeur manquante".to_owned() })
}

/// A whole number that may be missing.
pub(super) fn whole(row: &Row<'_>, column: &'static str) -> Result<Option<i64>, Fault> {
    // Some counts are written with two decimals.
    optional(row, column, "un nombre entier", |text| {
        text.parse().ok().or_else(|| text.strip_suffix(".00").and_then(|text| text.parse().ok()))
    })
}

/// A whole number that must be there.
pub(super) fn needed_whole(row: &Row<'_>, column: &'static str) -> Result<i64, Fault> {
    whole(row, column).and_then(|found| present(column, found))
}

/// An exact decimal, with a dot, that may be missing.
pub(super) fn decimal(row: &Row<'_>, column: &'static str) -> Result<Option<Decimal>, Fault> {
    optional(row, column, "un nombre (point décimal)", |text| {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
        plain.then(|| text.parse().ok()).flatten()
    })
}

/// A day `DD/MM/YYYY`, with or without a time of day, that may be missing.
pub(super) fn date(row: &Row<'_>, column: &'static str) -> Result<Option<Date>, Fault> {
    optional(row, column, "une date JJ/MM/AAAA", |text| {
        let day = text.split(' ').next()?;
        let parts: Vec<&str> = day.split('/').collect();
        let [day, month, year] = parts.as_slice() else { return None };
        (year.len() == 4)
            .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
    })
}

/// A day that must be there.
pub(super) fn needed_date(row: &Row<'_>, column: &'static str) -> Result<Date, Fault> {
    date(row, column).and_then(|found| present(column, found))
}

/// `true` or `false`, that may be missing.
pub(super) fn boolean(row: &Row<'_>, column: &'static str) -> Result<Option<bool>, Fault> {
    optional(row, column, "true ou false", |text| match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// A text whose runs of spaces are folded, none when blank.
pub(super) fn text(row: &Row<'_>, column: &str) -> Option<String> {
    let words: Vec<&str> = row.text(column).split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A phone of ten digits, its leading zero put back; none when it is no phone.
///
/// The delivery holds phones as numbers: `298749898`. A phone is a convenience: an unlikely one is
/// left out and does not spoil its row.
pub(super) fn phone(row: &Row<'_>, column: &str) -> Option<Phone> {
    let digits: String = row.text(column).chars().filter(char::is_ascii_digit).collect();
    let padded = if digits.len() == 9 { format!("0{digits}") } else { digits };
    let digits = form::read::contact::phone(&padded).ok()?;
    Some(Phone { digits, delivered: row.text(column).to_owned() })
}
