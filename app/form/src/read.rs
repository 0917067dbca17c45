//! Reading what a person typed: lenient on form, exact on meaning.
//!
//! `1 234,50 €`, non-breaking spaces, `12,5 %`, a SIRET with spaces, `3/2/27`: all accepted. What
//! cannot be read is kept as typed ([`Value::Unreadable`]) with the reason beside it.

pub mod coded;
pub mod contact;
pub mod date;
pub mod departements;
pub mod number;
pub mod register;

use crate::{FieldType, Value};

/// Why a typed text does not fit its field's type.
///
/// The code is stable; the French sentence is in [`crate::french::message`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misread {
    /// Not a number at all.
    NotANumber,
    /// A number whose thousands and decimals nobody can tell apart: `12.500`.
    Ambiguous,
    /// A number that no dossier comes near.
    FarTooBig,
    /// A number with decimals where a whole number is asked.
    NotWhole,
    /// More decimals than the type keeps.
    TooManyDecimals,
    /// Not a day, a month and a year.
    NotADate,
    /// A day that no calendar has: its month is shorter, or there is no such month.
    NoSuchDay,
    /// Not fourteen digits.
    SiretLength,
    /// Fourteen digits whose key is wrong (Luhn).
    SiretKey,
    /// A made-up SIRET of an antenna (`999NN`), which holds no convention.
    SiretMadeUp,
    /// Not four digits and a letter.
    NotANaf,
    /// Not four digits.
    NotAnIdcc,
    /// Not `W` and nine digits.
    NotAnRna,
    /// Not a French phone number.
    NotAPhone,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a web address.
    NotAUrl,
    /// Not a French postcode.
    NotAPostcode,
    /// Not a département.
    NotADepartement,
    /// Not a commune of the list.
    NotACommune,
    /// Not a trade of the list.
    NotATrade,
    /// Not an activity of the NAF.
    NotAnActivity,
    /// Not a row: nobody types one.
    NotARow,
    /// Not documents: nobody types them.
    NotFiles,
    /// Neither yes nor no.
    NotABoolean,
    /// Not one of the choices offered.
    NotAChoice,
    /// Longer than any field accepts ([`MAX_LENGTH`]).
    FarTooLong,
}

/// Longest text any field keeps, in characters; a longer paste is refused whole, never cut.
pub const MAX_LENGTH: usize = 20_000;

/// Reads a typed text as a value of the field's type; blank text is no answer.
pub fn read(text: &str, field_type: &FieldType) -> Result<Option<Value>, Misread> {
    if text.len() > MAX_LENGTH && text.chars().count() > MAX_LENGTH {
        return Err(Misread::FarTooLong);
    }
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = match field_type {
        FieldType::Text | FieldType::LongText => Value::Text(normal_newlines(text)),
        FieldType::Integer | FieldType::Year => Value::Integer(number::whole(text)?),
        FieldType::Decimal { scale } => Value::Number(number::decimal(text, *scale)?),
        FieldType::Hours => Value::Number(number::hours(text)?),
        FieldType::Etp | FieldType::Percent => Value::Number(number::small_decimal(text, 2)?),
        FieldType::Euros => Value::Number(number::decimal(text, 2)?),
        FieldType::Date => Value::Date(date::day(text)?),
        FieldType::Boolean => Value::Boolean(boolean(text)?),
        FieldType::Choice { choices } => choices
            .iter()
            .find(|choice| choice.key == text)
            .map(|choice| Value::Choice(choice.key.clone()))
            .ok_or(Misread::NotAChoice)?,
        FieldType::Choices { choices } => {
            let keys: Vec<&str> = text.split(',').map(str::trim).filter(|k| !k.is_empty()).collect();
            if keys.iter().any(|key| !choices.iter().any(|choice| choice.key == *key)) {
                return Err(Misread::NotAChoice);
            }
            if keys.is_empty() {
                return Ok(None);
            }
            let taken = choices.iter().filter(|choice| keys.contains(&choice.key.as_str()));
            Value::Choices(taken.map(|choice| choice.key.clone()).collect())
        }
        FieldType::Coded { list } => Value::Coded(coded::coded(text, *list)?),
        FieldType::CodedList { list } => Value::CodedList(coded::coded_list(text, *list)?),
        FieldType::Table(_) => Value::Row(text.parse().map_err(|_| Misread::NotARow)?),
        FieldType::Files => return Err(Misread::NotFiles),
        FieldType::Siret => Value::Text(register::siret(text)?),
        FieldType::Naf => Value::Text(register::naf(text)?),
        FieldType::Idcc => Value::Text(register::idcc(text)?),
        FieldType::Rna => Value::Text(register::rna(text)?),
        FieldType::Departement => Value::Text(register::departement(text)?),
        FieldType::Postcode => Value::Text(contact::postcode(text)?),
        FieldType::Phone => Value::Text(contact::phone(text)?),
        FieldType::Email => Value::Text(contact::email(text)?),
        FieldType::Url => Value::Text(contact::url(text)?),
    };
    Ok(Some(value))
}

/// Reads a typed text, keeping what cannot be read as it was typed.
///
/// `None` only for blank text. Text over [`MAX_LENGTH`] must have been refused before.
#[must_use]
pub fn read_or_keep(text: &str, field_type: &FieldType) -> Option<Value> {
    read(text, field_type).unwrap_or_else(|_| Some(Value::Unreadable(text.trim().to_owned())))
}

fn normal_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn boolean(text: &str) -> Result<bool, Misread> {
    match text.to_ascii_lowercase().as_str() {
        "oui" | "true" | "vrai" | "1" => Ok(true),
        "non" | "false" | "faux" | "0" => Ok(false),
        _ => Err(Misread::NotABoolean),
    }
}

/// Text without any kind of space, no-break and narrow ones included.
pub(crate) fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}' && *c != '\u{a0}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Choice;

    #[test]
    fn blank_is_no_answer() {
        for blank in ["", "  ", "\n\t", "\u{a0}"] {
            assert_eq!(read(blank, &FieldType::Etp), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_typed() {
        assert_eq!(read_or_keep(" douze ", &FieldType::Integer), Some(Value::Unreadable("douze".to_owned())));
    }

    #[test]
    fn a_choice_is_one_of_those_offered() {
        let choices = ["a", "b", "c"]
            .map(|key| Choice { key: key.to_owned(), label: key.to_owned(), hint: None })
            .to_vec();
        let one = FieldType::Choice { choices: choices.clone() };
        assert_eq!(read("b", &one), Ok(Some(Value::Choice("b".to_owned()))));
        assert_eq!(read("z", &one), Err(Misread::NotAChoice));
        let many = FieldType::Choices { choices };
        let taken = Value::Choices(vec!["a".to_owned(), "c".to_owned()]);
        assert_eq!(read("c, a", &many), Ok(Some(taken)));
        assert_eq!(read("a,z", &many), Err(Misread::NotAChoice));
    }

    #[test]
    fn a_paste_of_ten_megabytes_is_refused_whole() {
        let paste = "é".repeat(5_000_000);
        assert_eq!(read(&paste, &FieldType::LongText), Err(Misread::FarTooLong));
        assert!(read(&"é".repeat(MAX_LENGTH), &FieldType::LongText).is_ok());
    }
}
