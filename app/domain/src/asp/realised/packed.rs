//! Packed rows: days and months on two bytes, and searching sorted arrays.

use form::Date;

/// The row of a key in an array sorted by it.
pub(super) fn find<T: Copy, K: Ord>(rows: &[T], key: K, of: impl Fn(&T) -> K) -> Option<T> {
    rows.binary_search_by_key(&key, of).ok().map(|place| rows[place])
}

/// A day as a number of days since the year 2000, from 1; 0 for none and for days before.
pub(super) fn day_number(day: Option<Date>) -> u16 {
    let since = |day: Date| day.since(Date::constant(1999, 12, 31)).ok().map(|span| span.get_days());
    day.and_then(since).and_then(|days| u16::try_from(days).ok()).unwrap_or_default()
}

/// The year of a number of days; none for 0.
pub(super) fn year_of(number: u16) -> Option<i16> {
    let day = Date::constant(1999, 12, 31).saturating_add(jiff::Span::new().days(i64::from(number)));
    (number > 0).then(|| day.year())
}

/// Months since January 2000; none before it, and after the year 2340.
pub(super) fn month_number(year: i16, month: i8) -> Option<u16> {
    let months = (i32::from(year) - 2000) * 12 + i32::from(month) - 1;
    u16::try_from(months).ok().filter(|months| *months < 1 << 12)
}

/// The year and the month of a number of months since January 2000.
pub(super) fn of_month_number(number: u16) -> (i16, i8) {
    let year = 2000 + i16::try_from(number / 12).expect("a u16 holds fewer years than an i16");
    (year, i8::try_from(number % 12).expect("fewer than twelve") + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_numbers_and_back() {
        assert_eq!(day_number(Some(Date::constant(2000, 1, 1))), 1);
        assert_eq!(day_number(Some(Date::constant(2000, 12, 31))), 366);
        assert_eq!(day_number(Some(Date::constant(1998, 1, 1))), 0);
        assert_eq!(day_number(None), 0);
        for (year, month, day) in [(2000, 1, 1), (2000, 12, 31), (2025, 1, 1), (2026, 12, 31)] {
            assert_eq!(year_of(day_number(Some(Date::constant(year, month, day)))), Some(year));
        }
        assert_eq!(year_of(0), None);
        for (year, month) in [(2000, 1), (2026, 12), (2341, 4)] {
            let number = month_number(year, month).expect("in range");
            assert_eq!(of_month_number(number), (year, month));
        }
        assert_eq!(month_number(1999, 12), None);
        assert_eq!(month_number(2341, 5), None);
    }
}
