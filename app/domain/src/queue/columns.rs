//! The columns of the queue, that each person chooses; the address says them.

use std::collections::BTreeSet;

/// A column beside that of the structure, which is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Why the dossier is here.
    Why,
    /// How long is left.
    Delay,
    /// Who takes care of it.
    Agent,
    /// Its kind.
    Kind,
    /// Posts asked.
    Posts,
    /// Difference with last year.
    Gap,
    /// Amount asked.
    Amount,
    /// Findings.
    Findings,
    /// Départements concerned.
    Places,
    /// Day it was sent.
    Sent,
}

/// One line a column: it, its key in addresses.
const COLUMNS: [(Column, &str); 10] = [
    (Column::Why, "raison"),
    (Column::Delay, "delai"),
    (Column::Agent, "agent"),
    (Column::Kind, "type"),
    (Column::Posts, "postes"),
    (Column::Gap, "ecart"),
    (Column::Amount, "aide"),
    (Column::Findings, "constats"),
    (Column::Places, "departement"),
    (Column::Sent, "transmis"),
];

/// What parts the keys in an address.
const BETWEEN: &str = ".";

impl Column {
    /// All of them, in their order on the page.
    pub fn all() -> impl Iterator<Item = Self> {
        COLUMNS.into_iter().map(|(column, _)| column)
    }

    /// Key in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        COLUMNS.iter().find(|(column, _)| *column == self).map_or("", |(_, code)| code)
    }
}

/// Some columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(BTreeSet<Column>);

impl Default for Columns {
    /// What an agent sorts their day by, and what stands on a screen of 1,280 pixels.
    fn default() -> Self {
        let wide = [Column::Amount, Column::Places, Column::Sent];
        Self(Column::all().filter(|column| !wide.contains(column)).collect())
    }
}

impl Columns {
    /// Those of an address; the usual ones when it names none.
    #[must_use]
    pub fn of_codes(codes: &str) -> Self {
        Self::of(|column| codes.split(BETWEEN).any(|code| code == column.code()))
    }

    /// Those that are chosen; the usual ones when none is.
    #[must_use]
    pub fn of(chosen: impl Fn(Column) -> bool) -> Self {
        let some: BTreeSet<Column> = Column::all().filter(|column| chosen(*column)).collect();
        if some.is_empty() { Self::default() } else { Self(some) }
    }

    /// Whether a column is shown.
    #[must_use]
    pub fn show(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// They as an address names them; nothing for the usual ones.
    #[must_use]
    pub fn codes(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        self.0.iter().map(|column| column.code()).collect::<Vec<_>>().join(BETWEEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_are_written() {
        for (codes, written, agent) in [
            ("", "", true),
            ("inconnue", "", true),
            ("transmis.agent", "agent.transmis", true),
            ("transmis.inconnue", "transmis", false),
        ] {
            let columns = Columns::of_codes(codes);
            assert_eq!((columns.codes().as_str(), columns.show(Column::Agent)), (written, agent), "{codes}");
            assert_eq!(Columns::of_codes(&columns.codes()), columns, "{codes}");
        }
        let all: Vec<&str> = Column::all().map(Column::code).collect();
        assert_eq!(Columns::of_codes(&all.join(".")).codes(), all.join("."), "all of them are no usual ones");
        assert_eq!(Columns::of_codes(""), Columns::default());
        assert!(!Columns::default().show(Column::Amount) && Columns::default().show(Column::Findings));
    }
}
