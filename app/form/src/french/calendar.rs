//! Days and times in French words.

use jiff::{Timestamp, tz::TimeZone};

use super::NO_BREAK;
use crate::Date;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `31/12/2026`.
#[must_use]
pub fn date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `31 décembre 2026`, `1er janvier 2027`.
#[must_use]
pub fn long_date(day: Date) -> String {
    let month = MONTHS[usize::try_from(day.month() - 1).unwrap_or_default() % 12];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{number}{NO_BREAK}{month}{NO_BREAK}{}", day.year())
}

/// A day in words when it is near: `hier`, `aujourd'hui`, `demain`, else the long date.
#[must_use]
pub fn near_date(day: Date, today: Date) -> String {
    match (day - today).get_days() {
        -1 => "hier".to_owned(),
        0 => "aujourd’hui".to_owned(),
        1 => "demain".to_owned(),
        _ => long_date(day),
    }
}

/// `14:32` and its day, in Paris.
///
/// The rule of Central European time is written out, so that no time-zone database is needed in the
/// browser and both sides agree.
#[must_use]
pub fn time_of_day(at: Timestamp) -> (Date, String) {
    let paris = at.to_zoned_datetime(paris()).datetime();
    (paris.date(), format!("{:02}:{:02}", paris.hour(), paris.minute()))
}

fn paris() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_full() {
        assert_eq!(long_date(Date::constant(2027, 1, 1)), "1er\u{a0}janvier\u{a0}2027");
        assert_eq!(long_date(Date::constant(2026, 12, 31)), "31\u{a0}décembre\u{a0}2026");
        let today = Date::constant(2026, 11, 24);
        assert_eq!(near_date(Date::constant(2026, 11, 25), today), "demain");
        assert_eq!(near_date(Date::constant(2026, 11, 23), today), "hier");
        assert_eq!(near_date(Date::constant(2026, 12, 24), today), "24\u{a0}décembre\u{a0}2026");
    }

    #[test]
    fn the_hour_is_that_of_paris_in_winter_and_summer() {
        let at = |text: &str| time_of_day(text.parse().expect("a timestamp"));
        assert_eq!(at("2026-11-24T13:32:00Z").1, "14:32");
        assert_eq!(at("2026-07-14T13:32:00Z").1, "15:32");
        assert_eq!(at("2026-12-31T23:30:00Z"), (Date::constant(2027, 1, 1), "00:30".to_owned()));
    }
}
