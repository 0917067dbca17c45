//! Days and times in French words.

use jiff::{Timestamp, civil, tz::Offset};

use super::{NO_BREAK, plain_letter};
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

/// Letters from which the beginning of a name is a month: `févr`, `sept`, `mai`.
const ENOUGH: usize = 3;

/// The number of a month by its name or the only beginning that it is, whatever its capitals and its accents.
#[must_use]
pub fn month(name: &str) -> Option<i8> {
    let plain = |text: &str| text.chars().map(plain_letter).collect::<String>();
    let name = plain(name);
    let begins = |month: &&str| name.chars().count() >= ENOUGH && plain(month).starts_with(&name);
    let mut found = (1..).zip(MONTHS).filter(|(_, month)| begins(month));
    // `juin`, `juillet`: `jui` is none of them.
    found.next().map(|(number, _)| number).filter(|_| found.next().is_none())
}

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

/// `à 14:32`, with the day when it is another than today's.
#[must_use]
pub fn moment(at: Timestamp, today: Date) -> String {
    match time_of_day(at) {
        (day, hour) if day == today => format!("à {hour}"),
        (day, hour) => format!("le {} à {hour}", date(day)),
    }
}

/// `14:32` and its day, in Paris.
///
/// The rule is written out: no time-zone database in the browser, and both sides agree.
#[must_use]
pub fn time_of_day(at: Timestamp) -> (Date, String) {
    let paris = offset(at).to_datetime(at);
    (paris.date(), format!("{:02}:{:02}", paris.hour(), paris.minute()))
}

/// The beginning of a day in Paris; none past the end of the calendar.
#[must_use]
pub fn midnight(day: Date) -> Option<Timestamp> {
    let near = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    // The hour changes later in the night.
    let before = near.checked_sub(jiff::SignedDuration::from_hours(1)).ok()?;
    offset(before).to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// Two hours ahead of universal time from the last Sunday of March to that of October, at 1 o'clock
/// universal; one hour else (directive 2000/84/CE).
fn offset(at: Timestamp) -> Offset {
    let now = Offset::UTC.to_datetime(at);
    let change = |month: i8| {
        let last = Date::new(now.year(), month, 31).unwrap_or(now.date());
        let back = last.weekday().to_sunday_zero_offset();
        civil::DateTime::from_parts(
            last.saturating_sub(jiff::Span::new().days(back)),
            civil::time(1, 0, 0, 0),
        )
    };
    Offset::constant(if (change(3)..change(10)).contains(&now) { 2 } else { 1 })
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

    proptest::proptest! {
        #[test]
        fn the_rule_is_that_of_the_time_zone(second in 946_684_800_i64..4_102_444_800) {
            let at = Timestamp::from_second(second).expect("an instant");
            let zone = jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a rule");
            proptest::prop_assert_eq!(offset(at), zone.to_offset(at));
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_paris() {
        for (day, begins) in [
            (Date::constant(2026, 11, 24), "2026-11-23T23:00:00Z"),
            (Date::constant(2026, 7, 14), "2026-07-13T22:00:00Z"),
            (Date::constant(2026, 3, 29), "2026-03-28T23:00:00Z"),
            (Date::constant(2026, 10, 25), "2026-10-24T22:00:00Z"),
        ] {
            assert_eq!(midnight(day).map(|at| at.to_string()), Some(begins.to_owned()));
            assert_eq!(midnight(day).map(time_of_day), Some((day, "00:00".to_owned())));
        }
    }

    #[test]
    fn the_hour_is_that_of_paris_in_winter_and_summer() {
        let at = |text: &str| time_of_day(text.parse().expect("a timestamp"));
        assert_eq!(at("2026-11-24T13:32:00Z").1, "14:32");
        assert_eq!(at("2026-07-14T13:32:00Z").1, "15:32");
        assert_eq!(at("2026-12-31T23:30:00Z"), (Date::constant(2027, 1, 1), "00:30".to_owned()));
    }
}
