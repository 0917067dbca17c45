//! What a version calls by another name than the versions before it.

use serde::{Deserialize, Serialize};

use super::Trame;
use crate::{Map, Path, path::InTable};

/// Former names of keys and of choices: the only thing that tells an answer that moved from one that left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formerly {
    /// The last version that used those names: versions since use the names of today.
    #[serde(default)]
    pub version: u32,
    /// The key of today, by the key of before: a field, a cell of a row always there, a table or its column.
    pub keys: Map<Path, Path>,
    /// The choices of today by those of before, by the key of today.
    pub choices: Map<Path, Map<String, String>>,
}

impl Formerly {
    /// The key of today of what was called so before; the same when nothing is said of it.
    #[must_use]
    pub fn now(&self, path: &Path) -> Path {
        if let Some(now) = self.keys.get(path) {
            return now.clone();
        }
        let Some(InTable { row, column, .. }) = path.in_table() else { return path.clone() };
        let table = path.field();
        let column_now = column.and_then(|column| self.keys.get(&table.join(column)));
        match (column, column_now, self.keys.get(&table)) {
            (Some(_), Some(now), _) => match now.parent() {
                Some(table) => table.cell(row, now.last()),
                None => path.clone(),
            },
            (Some(column), None, Some(now)) => now.cell(row, column),
            (None, _, Some(now)) => now.row(row),
            _ => path.clone(),
        }
    }

    /// The key of before of what is called so today, if it had another.
    #[must_use]
    pub fn before(&self, path: &Path) -> Option<&Path> {
        self.keys.iter().find(|(_, now)| *now == path).map(|(before, _)| before)
    }
}

impl Trame {
    /// What was called otherwise in a version of the same trame; nothing in those that use the names of today.
    #[must_use]
    pub fn formerly_in(&self, version: u32) -> Formerly {
        if version <= self.formerly.version { self.formerly.clone() } else { Formerly::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_a_column_and_a_cell_follow_their_name() {
        let path = |text: &str| Path::parse(text).expect("a key");
        let pairs = [("a.b", "a.c"), ("t", "u"), ("v.x", "v.y"), ("e", "f[etat].montant")];
        let formerly = Formerly {
            version: 1,
            keys: pairs.into_iter().map(|(before, now)| (path(before), path(now))).collect(),
            choices: Map::new(),
        };
        for (before, now) in [
            ("a.b", "a.c"),
            ("t[r1]", "u[r1]"),
            ("t[r1].nom", "u[r1].nom"),
            ("v[r1].x", "v[r1].y"),
            ("v[r1].z", "v[r1].z"),
            ("v[r1]", "v[r1]"),
            ("e", "f[etat].montant"),
            ("autre", "autre"),
        ] {
            assert_eq!(formerly.now(&path(before)), path(now), "{before}");
        }
        assert_eq!(formerly.before(&path("a.c")), Some(&path("a.b")));
        assert_eq!(formerly.before(&path("a.b")), None);
    }
}
