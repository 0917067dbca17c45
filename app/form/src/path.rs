//! Names of answers: `etp.demandes`, and in a table `activites.liste[r1].etp`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Stable key of one answer, lower-case words joined by dots; in a table, with its row.
///
/// `activites.liste` is a table, `activites.liste[r1]` one of its rows, `activites.liste[r1].etp` a cell.
/// Keys are the same from year to year: comparison and carrying over rely on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path(String);

/// Text that is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas une clé : lettres minuscules, chiffres et _ séparés par des points")]
pub struct BadPath(String);

/// A path in a table, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InTable<'a> {
    /// Key of the table.
    pub table: &'a str,
    /// Identifier of the row.
    pub row: &'a str,
    /// Key of the column; none for the row itself.
    pub column: Option<&'a str>,
}

impl Path {
    /// Longest key accepted, in bytes.
    pub const MAX_LENGTH: usize = 200;

    /// Reads a key, refusing anything but lower-case words joined by dots, with at most one row.
    pub fn parse(text: &str) -> Result<Self, BadPath> {
        let bad = || BadPath(text.chars().take(80).collect());
        if text.len() > Self::MAX_LENGTH {
            return Err(bad());
        }
        let right = match split(text) {
            None => text.split('.').all(is_word),
            Some(InTable { table, row, column }) => {
                table.split('.').all(is_word) && is_word(row) && column.is_none_or(is_word)
            }
        };
        if right { Ok(Self(text.to_owned())) } else { Err(bad()) }
    }

    /// The key as written in the trame.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts of a path in a table; none outside tables.
    #[must_use]
    pub fn in_table(&self) -> Option<InTable<'_>> {
        split(&self.0)
    }

    /// A row of this table.
    #[must_use]
    pub fn row(&self, row: &str) -> Self {
        Self(format!("{}[{row}]", self.0))
    }

    /// A cell of this table.
    #[must_use]
    pub fn cell(&self, row: &str, column: &str) -> Self {
        Self(format!("{}[{row}].{column}", self.0))
    }

    /// The key of the field it stands under: the table's for a row or a cell, else its own.
    #[must_use]
    pub fn field(&self) -> Self {
        Self(self.in_table().map_or(self.0.as_str(), |parts| parts.table).to_owned())
    }

    /// The row of a cell; none for anything else.
    #[must_use]
    pub fn own_row(&self) -> Option<Self> {
        self.in_table()?.column?;
        self.parent()
    }

    /// The last word: the key of a column, for the path of a column or of a cell.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or_default()
    }

    /// The key without its last word, if it has several.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The key under this one: `structure.adresse` and `voie` make `structure.adresse.voie`.
    #[must_use]
    pub fn join(&self, word: &str) -> Self {
        Self(format!("{}.{word}", self.0))
    }

    /// Identifier of the field's control in a page: the key with its dots and brackets as dashes.
    #[must_use]
    pub fn control_id(&self) -> String {
        self.0.replace(['.', '['], "-").replace(']', "")
    }
}

/// `table[row]`, `table[row].column`: its parts, none without brackets.
fn split(text: &str) -> Option<InTable<'_>> {
    let (table, rest) = text.split_once('[')?;
    let (row, rest) = rest.split_once(']').unwrap_or((rest, "."));
    let column = if rest.is_empty() { None } else { Some(rest.strip_prefix('.').unwrap_or_default()) };
    Some(InTable { table, row, column })
}

fn is_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Path {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Path {
    type Error = BadPath;

    fn try_from(text: String) -> Result<Self, BadPath> {
        Self::parse(&text)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_lower_case_words_joined_by_dots() {
        for good in ["a", "etp.demandes", "finance.aides_n1", "a.b.c", "a.b[r1]", "a[r].c"] {
            assert!(Path::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            ".",
            "a.",
            ".a",
            "A",
            "a b",
            "a..b",
            "1a",
            "é",
            "a-b",
            "a.<script>",
            "a[",
            "a[]",
            "a[r",
            "a[r]c",
            "a[r].",
            "a[r].b.c",
            "a[r][s]",
            "[r]",
            "a.[r]",
            "a[R]",
            "a[r]]",
        ] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
        assert!(Path::parse(&"a".repeat(201)).is_err());
    }

    #[test]
    fn a_control_has_dashes_for_dots() {
        let path = Path::parse("etp.demandes").expect("a key");
        assert_eq!(path.control_id(), "etp-demandes");
        assert_eq!(path.row("r1").control_id(), "etp-demandes-r1");
        assert_eq!(path.cell("r1", "nom").control_id(), "etp-demandes-r1-nom");
    }

    #[test]
    fn a_cell_knows_its_table_its_row_and_its_column() {
        let cell = Path::parse("a.b[r1].c").expect("a key");
        assert_eq!(cell.in_table(), Some(InTable { table: "a.b", row: "r1", column: Some("c") }));
        assert_eq!((cell.field().as_str(), cell.last()), ("a.b", "c"));
        let row = Path::parse("a.b[r1]").expect("a key");
        assert_eq!(row.in_table(), Some(InTable { table: "a.b", row: "r1", column: None }));
        assert_eq!(row.field(), cell.field());
        assert_eq!(cell.field().in_table(), None);
    }
}
