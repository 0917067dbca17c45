//! Reading days written the French way.

use super::Misread;
use crate::{Date, french};

/// Years accepted: no date of a dossier lies outside.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// Reads `31/12/2026`, `31-12-2026`, `31.12.26`, `2026-12-31`, `31 décembre 2026`, `1er janvier 2027`, `01-janv-06`.
pub fn day(text: &str) -> Result<Date, Misread> {
    let parts: Vec<&str> = text
        .split(['/', '-', '.', ' ', french::NO_BREAK, french::NARROW])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return Err(Misread::NotADate);
    };
    let (year, month, day) =
        if first.len() == 4 { (*first, *second, *third) } else { (*third, *second, *first) };
    let number = |part: &str, longest: usize| {
        let plain = part.len() <= longest && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i16>().ok()).flatten().ok_or(Misread::NotADate)
    };
    let year = match year.len() {
        4 => number(year, 4)?,
        2 => 2000 + number(year, 2)?,
        _ => return Err(Misread::NotADate),
    };
    let month = match french::month(month) {
        Some(month) => month,
        None => i8::try_from(number(month, 2)?).map_err(|_| Misread::NotADate)?,
    };
    let day = day.strip_suffix("er").unwrap_or(day);
    let day = i8::try_from(number(day, 2)?).map_err(|_| Misread::NotADate)?;
    if !YEARS.contains(&year) {
        return Err(Misread::NotADate);
    }
    Date::new(year, month, day).map_err(|_| Misread::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_ways_of_writing_a_day_are_all_read() {
        let expected = Date::new(2026, 2, 3).expect("a day");
        for text in ["03/02/2026", "3/2/26", "3-2-2026", "03.02.2026", "2026-02-03", "3 2 2026"] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        for (text, expected) in [
            ("3 février 2006", (2006, 2, 3)),
            ("1er janvier 2027", (2027, 1, 1)),
            ("31 DECEMBRE 2026", (2026, 12, 31)),
            ("14 août 26", (2026, 8, 14)),
            ("01-janv-06", (2006, 1, 1)),
            ("1 févr. 2006", (2006, 2, 1)),
            ("3 sept 2026", (2026, 9, 3)),
            ("1er\u{a0}juin\u{a0}2026", (2026, 6, 1)),
        ] {
            let (year, month, number) = expected;
            assert_eq!(day(text), Ok(Date::constant(year, month, number)), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["31/02/2026", "29 février 2027", "31/4/26", "0/1/2026", "1/13/2026"] {
            assert_eq!(day(text), Err(Misread::NoSuchDay), "{text}");
        }
        for text in [
            "2026",
            "a/b/c",
            "1/1/20266",
            "1/1/0026",
            "3 fevrieux 2026",
            "3 jui 2026",
            "3 ma 2026",
            "er/1/2026",
        ] {
            assert_eq!(day(text), Err(Misread::NotADate), "{text}");
        }
    }
}
