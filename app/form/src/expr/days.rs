//! Reckoning with days.

use crate::{Date, Decimal};

/// Days from one day to another.
pub(super) fn between(from: Date, to: Date) -> i64 {
    ordinal(to) - ordinal(from)
}

/// The number of a day, counted from a fixed one: years begin in March, so that the odd day comes last.
fn ordinal(day: Date) -> i64 {
    let (year, month) = (i64::from(day.year()), i64::from(day.month()));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * month + 2) / 5 + i64::from(day.day())
}

/// The same day some months later, or the last of a shorter month.
pub(super) fn plus_months(day: Date, months: Decimal) -> Option<Date> {
    let months = i32::try_from(months).ok().filter(|months| months.abs() <= 12_000)?;
    let place = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + months;
    let (year, month) =
        (i16::try_from(place.div_euclid(12)).ok()?, i8::try_from(place.rem_euclid(12) + 1).ok()?);
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.day().min(first.days_in_month())).ok()
}

/// The day of a year, a month and a day of the month; `None` when the calendar has none.
pub(super) fn day(year: Decimal, month: Decimal, day: Decimal) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Months touched from one day to another, both included: January to December is 12.
#[must_use]
pub fn months(first: Date, last: Date) -> i32 {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    months(last) - months(first) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn days_are_counted_as_the_calendar_does(from in -300_000_i64..300_000, days in -80_000_i64..80_000) {
            let epoch = Date::constant(1970, 1, 1);
            let start = epoch.checked_add(jiff::Span::new().days(from)).expect("a day");
            let end = start.checked_add(jiff::Span::new().days(days)).expect("a day");
            proptest::prop_assert_eq!(between(start, end), days);
        }
    }
}
