//! A set of answers by key.

use serde::{Deserialize, Serialize};

use crate::{Map, Path, Value, path::InTable};

/// Answers of one dossier at one moment; a key that is absent is unanswered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(Map<Path, Value>);

impl Answers {
    /// The value at a key.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Value> {
        self.0.get(path)
    }

    /// Sets or clears the value at a key.
    pub fn set(&mut self, path: Path, value: Option<Value>) {
        match value {
            Some(value) => self.0.insert(path, value),
            None => self.0.remove(&path),
        };
    }

    /// Identifiers of the rows of a table, from the top: those that are there, or those that have a cell.
    #[must_use]
    pub fn rows(&self, table: &Path) -> Vec<&str> {
        let mut rows: Vec<(i64, &str)> = Vec::new();
        for (path, value) in &self.0 {
            let Some(InTable { table: own, row, column }) = path.in_table() else { continue };
            if own != table.as_str() {
                continue;
            }
            let rank = match (column, value) {
                (None, Value::Row(rank)) => *rank,
                _ => i64::MAX,
            };
            match rows.iter_mut().find(|(_, known)| *known == row) {
                Some(known) => known.0 = known.0.min(rank),
                None => rows.push((rank, row)),
            }
        }
        rows.sort_unstable();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Every answered key with its value, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Value)> {
        self.0.iter()
    }

    /// Every value, in the order of the keys, to be changed in place.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.values_mut()
    }

    /// Number of answered keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Path, Value)> for Answers {
    fn from_iter<I: IntoIterator<Item = (Path, Value)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
