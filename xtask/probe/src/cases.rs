//! Invented answers: what people type in a field, right and wrong, from a seed.

use form::{Field, FieldType};

/// A sequence of numbers that a seed decides (`SplitMix64`).
pub struct Draws(u64);

impl Draws {
    /// The sequence of a seed; those of two seeds have nothing in common.
    pub fn new(seed: u32) -> Self {
        Self(mixed(u64::from(seed) ^ 0x5851_F42D_4C95_7F2D))
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        usize::try_from(mixed(self.0) % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or_default()
    }
}

fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

const NUMBERS: [&str; 10] =
    ["0", "7,95", "11.40", "1 234,50", "12", "60 %", "272 699,40 €", "-3", "abc", "1e9"];
const DATES: [&str; 6] = ["01/01/2027", "31/12/2027", "3/2/06", "29/02/2025", "2027-03-01", "demain"];
const TEXTS: [&str; 5] = ["Les Jardins de l’Odet", "x", "  ", "<b>gras</b>", "à l’œuvre, déjà"];
const CODES: [&str; 8] =
    ["262 904 113 00061", "26290411300062", "88.99B", "W293000123", "29", "2A", "02 98 00 00 00", "29000"];
const ADDRESSES: [&str; 4] =
    ["contact@jardins.example", "sans arobase", "https://jardins.example", "jardins.fr"];

/// A text that a person could type in a field.
pub fn text(field: &Field, draws: &mut Draws) -> String {
    let pool: &[&str] = match &field.field_type {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            let choice = choices.get(draws.below(choices.len() + 1));
            return choice.map_or_else(|| "inconnu".to_owned(), |choice| choice.key.clone());
        }
        FieldType::Boolean => &["true", "false", "peut-être"],
        FieldType::Date => &DATES,
        FieldType::Text | FieldType::LongText => &TEXTS,
        FieldType::Email | FieldType::Url => &ADDRESSES,
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Etp
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Hours => &NUMBERS,
        _ => &CODES,
    };
    // One time in six the field is emptied.
    if draws.below(6) == 0 { String::new() } else { pool[draws.below(pool.len())].to_owned() }
}
