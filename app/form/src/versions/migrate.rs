//! Moving the answers of a draft to another version of its trame, with a line for all that is not as it was.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::convert::convert;
use crate::{Answers, FieldType, Path, Trame, Value, french};

/// What becomes of the answers of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration {
    /// Answers that take another key or another value.
    pub moves: Vec<Move>,
    /// All that is not as it was, in the order of the keys.
    pub told: Vec<Told>,
}

/// An answer that takes another key, another value, or both; or leaves its key to another question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Its key in the earlier version.
    pub from: Path,
    /// Its key in the later one; none when it has no place, and another question has its key.
    pub to: Option<Path>,
    /// Its value in the later one.
    pub value: Value,
}

/// What became of one answer, for the person whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its key in the earlier version.
    pub from: Path,
    /// The question of the earlier version.
    pub label: String,
    /// The answer, as it was shown.
    pub shown: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The same answer, to a question of another key.
    Renamed(Path),
    /// Said in the terms of the new type: as it is shown now.
    Converted(Path, String),
    /// Kept as it was typed: the new type cannot read it, a person must look.
    Unreadable(Path),
    /// No question of the later version holds it: it stays in the log and counts no more.
    Left,
}

/// Moves answers from one version to the other; nothing is lost, and nothing changes without a line.
///
/// `resolve` turns what a person typed into what a list of codes holds: a commune's name into its code.
#[must_use]
pub fn migrate(
    before: &Trame,
    after: &Trame,
    answers: &Answers,
    resolve: &dyn Fn(&str, &FieldType) -> String,
) -> Migration {
    let formerly = after.formerly_in(before.version);
    let mut migration = Migration::default();
    let mut taken: BTreeSet<Path> = BTreeSet::new();
    // An answer that keeps its key goes before one that would take it.
    let (same, other): (Vec<_>, Vec<_>) = answers.iter().partition(|(path, _)| formerly.now(path) == **path);
    for (path, value) in same.into_iter().chain(other) {
        let old = before.field(path);
        let told = |fate| Told {
            from: path.clone(),
            label: old.map(|field| field.label.clone()).unwrap_or_default(),
            shown: french::value(value, old.map_or(&FieldType::Text, |field| &field.field_type)),
            fate,
        };
        let to = formerly.now(path);
        let place = after.holder(&to).filter(|_| !taken.contains(&to));
        let (Some(old), Some(new)) = (old, place) else {
            if after.holder(path).is_some() {
                migration.moves.push(Move { from: path.clone(), to: None, value: value.clone() });
            }
            // A row is no answer by itself: its cells are told.
            if !matches!(value, Value::Row(_)) {
                migration.told.push(told(Fate::Left));
            }
            continue;
        };
        taken.insert(to.clone());
        let into = convert(value, (old, new), formerly.choices.get(&new.path), resolve);
        if to == *path && into == *value {
            continue;
        }
        let fate = match &into {
            Value::Unreadable(_) if into != *value => Fate::Unreadable(to.clone()),
            _ if into == *value => Fate::Renamed(to.clone()),
            _ => Fate::Converted(to.clone(), french::value(&into, &new.field_type)),
        };
        if !matches!(value, Value::Row(_)) {
            migration.told.push(told(fate));
        }
        migration.moves.push(Move { from: path.clone(), to: Some(to), value: into });
    }
    migration.told.sort_by(|one, other| one.from.cmp(&other.from));
    migration
}

impl Migration {
    /// The answers once moved; those that found no place stay under their key while nothing reads it.
    #[must_use]
    pub fn applied(&self, answers: &Answers) -> Answers {
        let mut now = answers.clone();
        for moved in &self.moves {
            now.set(moved.from.clone(), None);
        }
        for moved in &self.moves {
            if let Some(to) = &moved.to {
                now.set(to.clone(), Some(moved.value.clone()));
            }
        }
        now
    }
}
