//! Walking a TOML table key by key, gathering every problem with its place.

use std::{cell::RefCell, collections::BTreeSet, fmt, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Decimal, french::typeset};

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// What is wrong in a trame file, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, in French.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.place.line, self.place.column, self.reason)
    }
}

/// The file being read and the problems found so far.
pub(super) struct Source<'a> {
    text: &'a str,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, problems: RefCell::default() }
    }

    /// Notes a problem at a byte offset.
    pub(super) fn problem(&self, at: usize, reason: impl Into<String>) {
        let place = self.place(at);
        self.problems.borrow_mut().push(Problem { place, reason: reason.into() });
    }

    /// Whether something was noted.
    pub(super) fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// Every problem noted, in the order of the file.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }

    fn place(&self, at: usize) -> Place {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

/// One table of the file, read key by key; the keys left over are unknown.
pub(super) struct Reader<'a, 's> {
    source: &'s Source<'a>,
    table: &'s DeTable<'a>,
    at: usize,
    taken: RefCell<BTreeSet<&'static str>>,
}

/// A text with the byte offset of its first character.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) at: usize,
}

impl<'a, 's> Reader<'a, 's> {
    pub(super) fn new(source: &'s Source<'a>, table: &'s DeTable<'a>, at: usize) -> Self {
        Self { source, table, at, taken: RefCell::default() }
    }

    /// Byte offset where the table starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn value(&self, key: &'static str) -> Option<&'s Spanned<DeValue<'a>>> {
        self.taken.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn typed<T>(
        &self,
        key: &'static str,
        wanted: &str,
        read: impl FnOnce(&'s DeValue<'a>) -> Option<T>,
    ) -> Option<(T, Range<usize>)> {
        let value = self.value(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.source.problem(value.span().start, format!("« {key} » doit être {wanted}"));
        }
        found.map(|found| (found, value.span()))
    }

    /// A text that may be absent.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.placed(key).map(|placed| placed.text)
    }

    /// A text that may be absent, with its place past the opening quote.
    pub(super) fn placed(&self, key: &'static str) -> Option<Placed> {
        self.typed(key, "un texte", |value| value.as_str().map(str::to_owned)).map(|(text, span)| {
            let quotes = (span.len().saturating_sub(text.len())) / 2;
            Placed { text, at: span.start + quotes }
        })
    }

    /// A text that must be there and not be blank.
    pub(super) fn required_text(&self, key: &'static str) -> String {
        match self.placed(key) {
            Some(placed) if placed.text.trim().is_empty() => {
                self.source.problem(placed.at, format!("« {key} » est vide"));
                String::new()
            }
            Some(placed) => placed.text,
            None => {
                if !self.table.contains_key(key) {
                    self.source.problem(self.at, format!("il manque « {key} »"));
                }
                String::new()
            }
        }
    }

    /// A text for people that may be absent, with the spaces of French typography.
    pub(super) fn said(&self, key: &'static str) -> Option<String> {
        self.text(key).as_deref().map(typeset)
    }

    /// A text for people that must be there, with the spaces of French typography.
    pub(super) fn required_said(&self, key: &'static str) -> String {
        typeset(&self.required_text(key))
    }

    /// A whole number that may be absent.
    pub(super) fn whole(&self, key: &'static str) -> Option<u32> {
        self.typed(key, "un nombre entier positif", |value| {
            value.as_integer().and_then(|number| number.as_str().parse().ok())
        })
        .map(|(number, _)| number)
    }

    /// An exact decimal that may be absent; never read as a float.
    pub(super) fn decimal(&self, key: &'static str) -> Option<Decimal> {
        self.typed(key, "un nombre", decimal).map(|(number, _)| number)
    }

    /// A yes or no; no when absent.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        self.typed(key, "true ou false", DeValue::as_bool).is_some_and(|(yes, _)| yes)
    }

    /// A yes or no, or an expression.
    pub(super) fn flag_or_text(&self, key: &'static str) -> Option<Result<bool, Placed>> {
        let value = self.value(key)?;
        if let Some(yes) = value.get_ref().as_bool() {
            return Some(Ok(yes));
        }
        self.placed(key).map(Err)
    }

    /// A list of texts; empty when absent.
    pub(super) fn texts(&self, key: &'static str) -> Vec<Placed> {
        let Some((items, _)) = self.typed(key, "une liste de textes", DeValue::as_array) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Placed { text: text.to_owned(), at: item.span().start }),
                None => self.source.problem(item.span().start, format!("« {key} » : un texte est attendu")),
            }
        }
        texts
    }

    /// The tables under a key: `[[key]]` or a list of inline tables.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Reader<'a, 's>> {
        let Some((items, _)) = self.typed(key, "une suite de tables", DeValue::as_array) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Reader::new(self.source, table, item.span().start)),
                None => self.source.problem(item.span().start, format!("« {key} » : une table est attendue")),
            }
        }
        tables
    }

    /// The tables of a list under a key, as they are.
    pub(super) fn inline_tables(&self, key: &'static str) -> Vec<&'s DeTable<'a>> {
        let Some((items, _)) = self.typed(key, "une liste de tables", DeValue::as_array) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(table),
                None => self.source.problem(item.span().start, format!("« {key} » : une table est attendue")),
            }
        }
        tables
    }

    /// The table under a key, as pairs in the order of their keys.
    pub(super) fn pairs(&self, key: &'static str) -> Vec<(Placed, &'s Spanned<DeValue<'a>>)> {
        let Some((table, _)) = self.typed(key, "une table", DeValue::as_table) else {
            return Vec::new();
        };
        let placed = |name: &Spanned<std::borrow::Cow<'_, str>>| Placed {
            text: name.get_ref().to_string(),
            at: name.span().start,
        };
        table.iter().map(|(name, value)| (placed(name), value)).collect()
    }

    /// Notes every key that nothing took.
    pub(super) fn finish(&self) {
        let taken = self.taken.borrow();
        for name in self.table.keys() {
            if !taken.contains(name.get_ref().as_ref()) {
                self.source.problem(name.span().start, format!("clé inconnue « {} »", name.get_ref()));
            }
        }
    }
}

/// The exact decimal written in the file.
pub(super) fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let written = match value {
        DeValue::Integer(number) => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    written.parse().ok()
}
