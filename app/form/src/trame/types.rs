//! Types of fields.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::expr::Kind;

/// Type of a field's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// A code of a reference list.
    Coded {
        /// The list.
        list: CodeList,
    },
    /// Several codes of a reference list.
    CodedList {
        /// The list.
        list: CodeList,
    },
    /// Rows of typed columns.
    Table(Box<Table>),
    /// Documents.
    Files,
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

/// A reference list kept by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeList {
    /// Communes, by INSEE code (`29232`).
    Communes,
    /// Activities of the French nomenclature (`8899B`).
    Naf,
    /// Trades of the ROME, by code (`A1203`).
    Rome,
}

/// What the rows of a table hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Columns, each a question asked in every row; their keys stand under the table's.
    pub columns: Vec<Field>,
    /// Rows that are always there; empty for a table whose rows a person adds.
    pub lines: Vec<Line>,
    /// Rows asked for.
    pub min_rows: u32,
    /// Rows accepted.
    pub max_rows: u32,
    /// What a row is called: `Chantier`.
    pub row_name: String,
    /// What the button that adds a row says.
    pub add_label: String,
}

/// A row that is always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Stable key: the identifier of the row.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// Line under it.
    pub hint: Option<String>,
}

impl CodeList {
    /// Whether the server keeps the list: a code of it must be one of its own.
    #[must_use]
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Communes | Self::Naf)
    }
}

impl Table {
    /// Whether its rows are given by the trame.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        !self.lines.is_empty()
    }

    /// What a row is called, by its place from the top: its own name when it is always there, else its number.
    #[must_use]
    pub fn row_title(&self, place: usize) -> String {
        let line = self.lines.get(place).map(|line| line.label.clone());
        line.unwrap_or_else(|| format!("{}\u{a0}{}", self.row_name, place + 1))
    }

    /// The column of a key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Field> {
        self.columns.iter().find(|column| column.path.last() == key)
    }
}

impl FieldType {
    /// The table, for the type that is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }

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
            Self::Choices { .. } | Self::CodedList { .. } | Self::Files => Kind::Texts,
            Self::Table(_) => Kind::Rows,
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
    pub const NAMES: [&'static str; 28] = [
        "activity",
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
        "commune",
        "communes",
        "rome",
        "table",
        "files",
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
            "commune" => Self::Coded { list: CodeList::Communes },
            "communes" => Self::CodedList { list: CodeList::Communes },
            "activity" => Self::Coded { list: CodeList::Naf },
            "rome" => Self::Coded { list: CodeList::Rome },
            "files" => Self::Files,
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
