//! French typography and wording: numbers, dates, values, messages.

mod calendar;
mod messages;
pub mod template;
mod typography;

pub use calendar::{date, long_date, midnight, moment, month, near_date, time_of_day};
pub use messages::{about, capital, message, misread};
pub use typography::{plain_letter, typeset};

use crate::{Decimal, FieldType, Value, read};

/// Narrow no-break space, between thousands and before `;`, `:`, `?`, `!` and `%`.
pub const NARROW: char = '\u{202f}';
/// No-break space, before a unit.
pub const NO_BREAK: char = '\u{a0}';

/// `1 234,50`: decimal comma, narrow no-break spaces between thousands, true minus sign.
#[must_use]
pub fn number(number: Decimal, scale: u32) -> String {
    let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let mut rounded = number.round_dp_with_strategy(scale, strategy);
    rounded.rescale(scale);
    let text = rounded.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut shown = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        shown.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            shown.push(NARROW);
        }
        shown.push(digit);
    }
    if !decimals.is_empty() {
        shown.push(',');
        shown.push_str(decimals);
    }
    shown
}

/// A number with the decimals and the unit of its type: `1 234,50 €`.
#[must_use]
pub fn quantity(value: Decimal, field_type: &FieldType) -> String {
    let shown = number(
        value,
        field_type.scale().max(if *field_type == FieldType::Text { value.normalize().scale() } else { 0 }),
    );
    match field_type.unit() {
        Some(unit) => format!("{shown}{NO_BREAK}{unit}"),
        None => shown,
    }
}

/// A value as a person reads it, unit included.
#[must_use]
pub fn value(value: &Value, field_type: &FieldType) -> String {
    match value {
        Value::Integer(year) if *field_type == FieldType::Year => year.to_string(),
        Value::Integer(_) | Value::Number(_) => {
            value.number().map(|number| quantity(number, field_type)).unwrap_or_default()
        }
        Value::Date(day) => date(*day),
        Value::Boolean(yes) => yes_no(*yes).to_owned(),
        Value::Choice(key) => label(field_type, key),
        Value::Choices(keys) => {
            let labels: Vec<String> = keys.iter().map(|key| label(field_type, key)).collect();
            labels.join(", ")
        }
        Value::Text(text) => match field_type {
            FieldType::Siret => grouped(text, &[3, 3, 3, 5]),
            FieldType::Phone => grouped(text, &[2, 2, 2, 2, 2]),
            FieldType::Naf if text.len() == 5 && text.is_ascii() => format!("{}.{}", &text[..2], &text[2..]),
            FieldType::Idcc if text == "9999" => "aucune".to_owned(),
            FieldType::Choice { .. } => label(field_type, text),
            _ => text.clone(),
        },
        Value::Coded(coded) => read::coded::written(coded),
        Value::CodedList(list) => read::coded::written_list(list),
        Value::Row(rank) => rank.to_string(),
        Value::Files(files) => files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "),
        Value::Unreadable(text) => text.clone(),
    }
}

/// A value as it stands in its control, ready to be typed over: `1 234,50`, `31/12/2026`.
#[must_use]
pub fn typed(value: &Value, field_type: &FieldType) -> String {
    match value {
        Value::Integer(year) if *field_type == FieldType::Year => year.to_string(),
        Value::Integer(whole) => number(Decimal::from(*whole), 0),
        Value::Number(exact) => number(*exact, field_type.scale().max(exact.normalize().scale())),
        Value::Boolean(yes) => yes.to_string(),
        Value::Choice(key) => key.clone(),
        Value::Choices(keys) => keys.join(","),
        Value::Text(_) if matches!(field_type, FieldType::Siret | FieldType::Phone) => {
            self::value(value, field_type).replace(NO_BREAK, " ")
        }
        Value::Date(day) => date(*day),
        Value::Coded(coded) => read::coded::written(coded),
        Value::CodedList(list) => read::coded::written_list(list),
        Value::Row(rank) => rank.to_string(),
        Value::Files(files) => files.iter().map(|file| file.id.as_str()).collect::<Vec<_>>().join(","),
        Value::Text(text) | Value::Unreadable(text) => text.clone(),
    }
}

/// A weight in bytes: `512 o`, `61,9 ko`, `1,2 Mo`.
#[must_use]
pub fn weight(bytes: u64) -> String {
    let kilo = Decimal::from(1024);
    let bytes = Decimal::from(bytes);
    if bytes < kilo {
        return format!("{}{NO_BREAK}o", number(bytes, 0));
    }
    if bytes < kilo * kilo {
        return format!("{}{NO_BREAK}ko", number(bytes / kilo, 1));
    }
    format!("{}{NO_BREAK}Mo", number(bytes / (kilo * kilo), 1))
}

/// `Oui` or `Non`.
#[must_use]
pub fn yes_no(yes: bool) -> &'static str {
    if yes { "Oui" } else { "Non" }
}

/// `1 champ`, `3 champs`: a count with its noun, plural from two.
#[must_use]
pub fn count(many: usize, one: &str, several: &str) -> String {
    let shown = number(Decimal::from(many), 0);
    format!("{shown}{NO_BREAK}{}", if many < 2 { one } else { several })
}

/// `1 minute`, `12 minutes`, `1 h 05`: a time that something takes.
#[must_use]
pub fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => count(minutes as usize, "minute", "minutes"),
        (hours, 0) => format!("{hours}{NO_BREAK}h"),
        (hours, minutes) => format!("{hours}{NO_BREAK}h{NO_BREAK}{minutes:02}"),
    }
}

fn label(field_type: &FieldType, key: &str) -> String {
    field_type
        .choices()
        .iter()
        .find(|choice| choice.key == key)
        .map_or_else(|| key.to_owned(), |choice| choice.label.clone())
}

fn grouped(digits: &str, groups: &[usize]) -> String {
    if digits.len() != groups.iter().sum::<usize>() || !digits.is_ascii() {
        return digits.to_owned();
    }
    let mut rest = digits;
    let mut shown = Vec::new();
    for group in groups {
        let (head, tail) = rest.split_at(*group);
        shown.push(head);
        rest = tail;
    }
    shown.join("\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn numbers_are_written_the_french_way() {
        for (text, scale, expected) in [
            ("1234.5", 2, "1\u{202f}234,50"),
            ("0", 2, "0,00"),
            ("-1234567.891", 2, "\u{2212}1\u{202f}234\u{202f}567,89"),
            ("999", 0, "999"),
            ("0.005", 2, "0,01"),
            ("-0.001", 2, "0,00"),
        ] {
            assert_eq!(number(decimal(text), scale), expected);
        }
        assert_eq!(quantity(decimal("162160.55"), &FieldType::Euros), "162\u{202f}160,55\u{a0}€");
    }

    #[test]
    fn identifiers_are_spaced() {
        let siret = Value::Text("26290411300061".to_owned());
        assert_eq!(value(&siret, &FieldType::Siret), "262\u{a0}904\u{a0}113\u{a0}00061");
        assert_eq!(value(&Value::Text("8899B".to_owned()), &FieldType::Naf), "88.99B");
        assert_eq!(value(&Value::Text("圜65".to_owned()), &FieldType::Naf), "圜65");
        let times = [1, 12, 60, 65, 125].map(duration);
        assert_eq!(
            times,
            ["1\u{a0}minute", "12\u{a0}minutes", "1\u{a0}h", "1\u{a0}h\u{a0}05", "2\u{a0}h\u{a0}05"]
        );
        assert_eq!(typed(&siret, &FieldType::Siret), "262 904 113 00061");
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_in_a_control_reads_back_the_same(cents in -1_000_000_000_i64..1_000_000_000) {
            for field_type in [FieldType::Euros, FieldType::Etp, FieldType::Percent] {
                let value = Value::Number(Decimal::new(cents, 2));
                let text = typed(&value, &field_type);
                proptest::prop_assert_eq!(read::read(&text, &field_type), Ok(Some(value.clone())));
                let shown = super::value(&value, &field_type);
                proptest::prop_assert_eq!(read::read(&shown, &field_type), Ok(Some(value)));
            }
        }

        #[test]
        fn any_day_reads_back_the_same(days in 0_i64..100_000) {
            let day = crate::Date::constant(1900, 1, 1)
                .checked_add(jiff::Span::new().days(days))
                .expect("a day of the next centuries");
            let text = typed(&Value::Date(day), &FieldType::Date);
            proptest::prop_assert_eq!(read::read(&text, &FieldType::Date), Ok(Some(Value::Date(day))));
        }
    }
}
