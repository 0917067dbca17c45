//! Reading numbers written the French way.

use super::{Misread, without_spaces};
use crate::{Decimal, exact};

/// Largest magnitude accepted: no amount of the trade comes near a thousand billion.
const LARGEST: i64 = 1_000_000_000_000;

/// Reads a whole number.
pub fn whole(text: &str) -> Result<i64, Misread> {
    let number = plain(text)?;
    if !number.fract().is_zero() {
        return Err(Misread::NotWhole);
    }
    i64::try_from(number.trunc()).map_err(|_| Misread::NotANumber)
}

/// Reads a decimal number, refusing digits past the scale rather than rounding them away.
pub fn decimal(text: &str, scale: u32) -> Result<Decimal, Misread> {
    let mut number = plain(text)?.normalize();
    if number.scale() > scale {
        return Err(Misread::TooManyDecimals);
    }
    number.rescale(scale);
    Ok(number)
}

/// Reads a decimal number that is never in thousands: a comma before three digits has nothing else to mean.
pub fn small_decimal(text: &str, scale: u32) -> Result<Decimal, Misread> {
    decimal(text, scale).map_err(|reason| match reason {
        Misread::Ambiguous if text.contains(',') => Misread::TooManyDecimals,
        reason => reason,
    })
}

/// Reads hours: `26,5`, `26h30`, `26 h 30`; minutes become hundredths of an hour.
pub fn hours(text: &str) -> Result<Decimal, Misread> {
    let joined = without_spaces(text).to_ascii_lowercase();
    let parts = joined.split_once(['h', ':']).filter(|(_, minutes)| !minutes.is_empty());
    let Some((whole, minutes)) = parts else { return decimal(text, 2) };
    let minutes = minutes.strip_suffix("min").unwrap_or(minutes);
    let digits = minutes.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = if digits { plain(minutes)? } else { return Err(Misread::NotANumber) };
    if minutes >= Decimal::from(60) {
        return Err(Misread::NotANumber);
    }
    let hours = decimal(whole, 0)?;
    let mut part = (minutes / Decimal::from(60)).round_dp(2);
    part.set_sign_negative(hours.is_sign_negative());
    let mut sum = hours + part;
    sum.rescale(2);
    Ok(sum)
}

/// What people write after a number.
const UNITS: [&str; 17] = [
    "€",
    "eur",
    "euros",
    "euro",
    "%",
    "etp",
    "heures",
    "heure",
    "h",
    "mois",
    "personnes",
    "personne",
    "jours",
    "jour",
    "ans",
    "an",
    "m²",
];

/// Reads `1 234,50 €`, `12,5 %`, `-3`, `1.5`, `1 234 567`, `6 mois`.
fn plain(text: &str) -> Result<Decimal, Misread> {
    let mut text = without_spaces(text).replace(['\u{2212}', '\u{2013}'], "-").to_ascii_lowercase();
    if let Some(rest) = UNITS.iter().find_map(|unit| text.strip_suffix(unit)) {
        // The zero of a spreadsheet's accounts: `- €`.
        text = if rest == "-" { "0".to_owned() } else { rest.to_owned() };
    }
    for (thousands, decimals) in [('.', ','), (',', '.')] {
        if has_thousands(&text, thousands, decimals) {
            text = text.replace(thousands, "");
        }
    }
    if is_ambiguous(&text) {
        return Err(Misread::Ambiguous);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let separators = digits.matches([',', '.']).count();
    let only_digits = digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    let starts_well = digits.starts_with(|c: char| c.is_ascii_digit());
    if separators > 1 || !only_digits || !starts_well || digits.ends_with([',', '.']) {
        return Err(Misread::NotANumber);
    }
    let number = exact::parse(&text.replace(',', ".")).ok_or(Misread::FarTooBig)?;
    if number.abs() > Decimal::from(LARGEST) {
        return Err(Misread::FarTooBig);
    }
    Ok(number)
}

/// Whether a sign parts the thousands of a number: `1.234,50`, `1,234.50`, `1.234.567`.
fn has_thousands(text: &str, thousands: char, decimals: char) -> bool {
    let (whole, several) = match text.split_once(decimals) {
        Some((whole, _)) => (whole, whole.contains(thousands)),
        None => (text, text.matches(thousands).count() > 1),
    };
    let mut groups = whole.trim_start_matches(['-', '+']).split(thousands);
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    several && first && groups.all(|group| group.len() == 3)
}

/// Whether nobody can tell thousands from decimals: `12.500`, `12,500`.
fn is_ambiguous(text: &str) -> bool {
    let Some((whole, rest)) = text.trim_start_matches(['-', '+']).split_once([',', '.']) else {
        return false;
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole_is_thousands = (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    whole_is_thousands && rest.len() == 3 && digits(whole) && digits(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_may_have_minutes() {
        let check = |text: &str, expected: &str| {
            let read = hours(text).map(|number| number.to_string());
            assert_eq!(read, Ok(expected.to_owned()), "{text}");
        };
        for (text, expected) in [
            ("26h30", "26.50"),
            ("26 H 30", "26.50"),
            ("26:20", "26.33"),
            ("26 h 30 min", "26.50"),
            ("26 h", "26.00"),
            ("26,5", "26.50"),
            ("1 607 h 45", "1607.75"),
        ] {
            check(text, expected);
        }
        for text in ["26h60", "h30", "26h-5", "26h3,5", "26h30h", "26,5h30", "midi"] {
            assert!(hours(text).is_err(), "{text}");
        }
    }

    fn check(text: &str, expected: Result<&str, Misread>) {
        let expected = expected.map(|number| number.parse().expect("a decimal"));
        assert_eq!(decimal(text, 2), expected, "{text}");
    }

    #[test]
    fn french_ways_of_writing_a_number_are_all_read() {
        check("1 234,50 €", Ok("1234.50"));
        check("1\u{202f}234,5\u{a0}€", Ok("1234.50"));
        check("12,5 %", Ok("12.50"));
        check("7,95 ETP", Ok("7.95"));
        check("7.95", Ok("7.95"));
        check("-3", Ok("-3.00"));
        check("\u{2212}3,10", Ok("-3.10"));
        check("0,950", Ok("0.95"));
        check("32,500.00", Ok("32500.00"));
        check("1,234.5 €", Ok("1234.50"));
        check("1.234.567", Ok("1234567.00"));
        check("1,234,567", Ok("1234567.00"));
        check("12 500 EUROS", Ok("12500.00"));
        check("6 mois", Ok("6.00"));
        check("24 personnes", Ok("24.00"));
        check("1 240 heures", Ok("1240.00"));
        check("1.234,50", Ok("1234.50"));
        check("-12.345.678,9 €", Ok("-12345678.90"));
        check("0", Ok("0.00"));
        check("12 500 EUR", Ok("12500.00"));
        check(" -   € ", Ok("0.00"));
    }

    #[test]
    fn a_comma_before_three_digits_is_a_decimal_where_thousands_mean_nothing() {
        assert_eq!(small_decimal("11,405", 2), Err(Misread::TooManyDecimals));
        assert_eq!(small_decimal("11.405", 2), Err(Misread::Ambiguous));
        assert_eq!(decimal("11,405", 2), Err(Misread::Ambiguous));
        assert_eq!(small_decimal("11,40", 2).map(|number| number.to_string()), Ok("11.40".to_owned()));
    }

    #[test]
    fn the_rest_is_refused_with_its_reason() {
        for text in
            ["abc", "12a", "1,2,3", "1.23,5", "1.2345,6", ".234,5", ",5", "5,", "--1", "1e9", "€", "٣"]
        {
            check(text, Err(Misread::NotANumber));
        }
        check("1,0055", Err(Misread::TooManyDecimals));
        check("0,005", Err(Misread::TooManyDecimals));
        for text in ["12.500", "12,500", "-1.234", "1,005", "7,950 ETP"] {
            check(text, Err(Misread::Ambiguous));
        }
        for text in ["1 000 000 000 001", "99999999999999999999999999999999"] {
            check(text, Err(Misread::FarTooBig));
        }
    }

    #[test]
    fn a_whole_number_has_no_decimals() {
        assert_eq!(whole("12"), Ok(12));
        assert_eq!(whole("12,0"), Ok(12));
        assert_eq!(whole("12,5"), Err(Misread::NotWhole));
        assert_eq!(whole("12,000"), Err(Misread::Ambiguous));
    }
}
