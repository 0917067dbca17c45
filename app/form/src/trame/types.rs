//! Types of fields.

use serde::{Deserialize, Serialize};

use crate::expr::Kind;

/// Type of a field's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// Whole number.
    Integer,
    /// Year of the calendar, written without a space.
    Year,
    /// Decimal number with a given number of decimals.
    Decimal {
        /// Decimals kept.
        scale: u32,
    },
    /// Full-time equivalents, two decimals, as ASP keeps them.
    Etp,
    /// Euros and cents.
    Euros,
    /// Percentage from 0 to 100, two decimals.
    Percent,
    /// Hours, two decimals.
    Hours,
    /// Calendar day.
    Date,
    /// Yes or no.
    Boolean,
    /// One choice.
    Choice {
        /// Choices offered.
        choices: Vec<Choice>,
    },
    /// Any number of choices.
    Choices {
        /// Choices offered.
        choices: Vec<Choice>,
    },
    /// SIRET of an establishment.
    Siret,
    /// NAF code of the main activity (`8899B`).
    Naf,
    /// Number of a collective agreement, `9999` for none.
    Idcc,
    /// Number in the national register of associations.
    Rna,
    /// Code of a département (`29`, `2A`, `971`).
    Departement,
    /// Postcode.
    Postcode,
    /// French phone number, ten digits.
    Phone,
    /// E-mail address.
    Email,
    /// Web address.
    Url,
}

/// One choice offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable key, kept in the answer.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// Line under the choice.
    pub hint: Option<String>,
}

impl FieldType {
    /// The type of the field's name in an expression.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Integer
            | Self::Year
            | Self::Decimal { .. }
            | Self::Etp
            | Self::Euros
            | Self::Percent
            | Self::Hours => Kind::Number,
            Self::Date => Kind::Date,
            Self::Boolean => Kind::Boolean,
            Self::Choices { .. } => Kind::Texts,
            _ => Kind::Text,
        }
    }

    /// Choices offered, for the types that have some.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice { choices } | Self::Choices { choices } => choices,
            _ => &[],
        }
    }

    /// Unit shown after the control.
    #[must_use]
    pub fn unit(&self) -> Option<&'static str> {
        match self {
            Self::Etp => Some("ETP"),
            Self::Euros => Some("€"),
            Self::Percent => Some("%"),
            Self::Hours => Some("h"),
            _ => None,
        }
    }

    /// Decimals shown for a number of this type.
    #[must_use]
    pub fn scale(&self) -> u32 {
        match self {
            Self::Decimal { scale } => *scale,
            Self::Etp | Self::Euros | Self::Percent | Self::Hours => 2,
            _ => 0,
        }
    }

    /// Names of the types in a trame file.
    pub const NAMES: [&'static str; 22] = [
        "text",
        "long_text",
        "integer",
        "year",
        "decimal",
        "etp",
        "euros",
        "percent",
        "hours",
        "date",
        "boolean",
        "choice",
        "choices",
        "siret",
        "naf",
        "idcc",
        "rna",
        "departement",
        "postcode",
        "phone",
        "email",
        "url",
    ];

    /// Type of a simple name in a trame file, one of [`Self::NAMES`].
    #[must_use]
    pub(crate) fn named(name: &str, choices: Vec<Choice>, scale: Option<u32>) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "long_text" => Self::LongText,
            "integer" => Self::Integer,
            "year" => Self::Year,
            "decimal" => Self::Decimal { scale: scale.unwrap_or(2) },
            "etp" => Self::Etp,
            "euros" => Self::Euros,
            "percent" => Self::Percent,
            "hours" => Self::Hours,
            "date" => Self::Date,
            "boolean" => Self::Boolean,
            "choice" => Self::Choice { choices },
            "choices" => Self::Choices { choices },
            "siret" => Self::Siret,
            "naf" => Self::Naf,
            "idcc" => Self::Idcc,
            "rna" => Self::Rna,
            "departement" => Self::Departement,
            "postcode" => Self::Postcode,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "url" => Self::Url,
            _ => return None,
        })
    }
}
