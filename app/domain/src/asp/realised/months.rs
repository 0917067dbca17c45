//! Months without a validated statement.

use form::Date;

use super::Work;

/// Whole months that may follow a month before its statement is late.
const TOLERANCE: i32 = 2;

/// Whether the statement of a month is expected on a day: two whole months have followed it.
///
/// The statement of September is late from the 1st of December.
#[must_use]
pub fn expected_by(year: i16, month: i8, today: Date) -> bool {
    let count = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
    count(today.year(), today.month()) - count(year, month) > TOLERANCE
}

/// Months of the annexe, in a year, that have no validated statement though one is expected by a day.
///
/// None where the source does not tell the statements month by month.
#[must_use]
pub fn missing_months(work: &Work, year: i16, today: Date) -> Vec<i8> {
    if work.first == 0 {
        return Vec::new();
    }
    let valid = |month: i8| work.months.iter().any(|told| told.month == month && told.valid);
    (work.first..=work.last).filter(|month| expected_by(year, *month, today) && !valid(*month)).collect()
}

#[cfg(test)]
mod tests {
    use form::Decimal;

    use super::*;
    use crate::asp::realised::Month;

    #[test]
    fn a_statement_is_late_after_two_whole_months() {
        for ((year, month), today, late) in [
            ((2026, 9), Date::constant(2026, 11, 30), false),
            ((2026, 9), Date::constant(2026, 12, 1), true),
            ((2026, 11), Date::constant(2027, 1, 31), false),
            ((2026, 11), Date::constant(2027, 2, 1), true),
            ((2026, 12), Date::constant(2026, 11, 16), false),
        ] {
            assert_eq!(expected_by(year, month, today), late, "{year}-{month} on {today}");
        }
    }

    #[test]
    fn only_the_months_of_the_annexe_can_be_missing() {
        let month = |month, valid| Month { month, hours: Decimal::ONE, valid };
        let work = Work {
            first: 3,
            last: 10,
            months: vec![month(3, true), month(4, false), month(6, true)],
            ..Work::default()
        };
        let missing = |day| missing_months(&work, 2026, day);
        assert_eq!(missing(Date::constant(2026, 10, 31)), [4, 5, 7], "not validated is not stated");
        assert_eq!(missing(Date::constant(2026, 11, 1)), [4, 5, 7, 8]);
        assert_eq!(missing(Date::constant(2027, 6, 1)), [4, 5, 7, 8, 9, 10]);
        assert_eq!(missing(Date::constant(2026, 1, 1)), [0_i8; 0]);
        assert_eq!(missing_months(&Work::default(), 2026, Date::constant(2027, 6, 1)), [0_i8; 0]);
    }
}
