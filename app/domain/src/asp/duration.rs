//! Hours of work in a week as ASP's files write them: `35:00`, and less tidily.

use form::Decimal;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

/// Minutes in an hour.
const HOUR: u16 = 60;
/// Most hours of work in a week (Code du travail, L3121-20).
const MOST: u16 = 48;

/// Minutes of a week of work: `35:00`, `26:30`, `35h30`, `35`, `19.5`; none for what is no week of work, or for one
/// that no contract may have (less than an hour, more than forty-eight).
#[must_use]
pub fn weekly_minutes(text: &str) -> Option<u16> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let minutes = match text.split_once([':', 'h']) {
        Some((hours, rest)) => clock(hours, rest),
        None => decimal(&text),
    }?;
    (HOUR..=MOST * HOUR).contains(&minutes).then_some(minutes)
}

/// Minutes of `35` and `30`, of `35` and `00:00`, of `35` and nothing.
fn clock(hours: &str, rest: &str) -> Option<u16> {
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, ""));
    let minutes = if minutes.is_empty() { 0 } else { two_digits(minutes)? };
    if minutes >= HOUR || seconds.bytes().any(|digit| digit != b'0') {
        return None;
    }
    digits(hours)?.checked_mul(HOUR)?.checked_add(minutes)
}

/// Minutes of `35`, of `19.5`.
fn decimal(hours: &str) -> Option<u16> {
    let plain = hours.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.');
    let hours: Decimal = plain.then(|| hours.parse().ok())??;
    let minutes = hours.checked_mul(Decimal::from(HOUR))?;
    u16::try_from(minutes.round_dp_with_strategy(0, MidpointAwayFromZero)).ok()
}

/// Hours of some minutes, two decimals.
#[must_use]
pub fn hours_of(minutes: u16) -> Decimal {
    let hours = Decimal::from(minutes) / Decimal::from(HOUR);
    let mut hours = hours.round_dp_with_strategy(2, MidpointAwayFromZero);
    hours.rescale(2);
    hours
}

/// A number of one to three digits.
fn digits(text: &str) -> Option<u16> {
    let plain = (1..=3).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

/// A number of two digits, and no fewer: `35:5` could be five minutes or half an hour.
fn two_digits(text: &str) -> Option<u16> {
    digits(text).filter(|_| text.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_of_work_are_read_however_they_are_written() {
        for (text, hours) in [
            ("35:00", Some("35.00")),
            ("26:30", Some("26.50")),
            (" 37:20 ", Some("37.33")),
            ("35:00:00", Some("35.00")),
            ("035:00", Some("35.00")),
            ("35h", Some("35.00")),
            ("35H30", Some("35.50")),
            ("35", Some("35.00")),
            ("19.5", Some("19.50")),
            ("35,00", Some("35.00")),
            ("48:00", Some("48.00")),
            ("01:00", Some("1.00")),
            ("00:59", None),
            ("48:01", None),
            ("151.67", None),
            ("35:60", None),
            ("35:5", None),
            ("35:00:10", None),
            ("-35:00", None),
            ("35 heures", None),
            ("0:00", None),
            ("", None),
            (":", None),
            ("DUPONT", None),
            ("99999999999999999999999999999999", None),
        ] {
            let read = weekly_minutes(text).map(|minutes| hours_of(minutes).to_string());
            assert_eq!(read.as_deref(), hours, "{text}");
        }
    }
}
