//! What the dossiers of one legal person say to each other in a year, and what differs from one to the other. Pure.

use std::collections::BTreeMap;

use form::{Answers, Field, Path, Trame, Value, french};

use super::{Common, merge::is_looked_at};
use crate::{
    Kind, Timestamp,
    dossier::{Answer, Known, Origin, Snapshot, heard::Told},
};

/// What the sisters of a dossier say to it: of each question that they share, the last that a person gave or
/// confirmed in one of them.
///
/// What a sister has from a sister is not said back. A table is taken whole from the dossier where it was touched last;
/// where the dossier has rows of its own, the rows that it has not are shown and fill nothing: the same thing would
/// stand there twice.
#[must_use]
pub fn said_by_sisters(own: &Snapshot, sisters: &[&Snapshot], trame: &Trame) -> Vec<Told> {
    let mut last: BTreeMap<Path, (Timestamp, &Snapshot)> = BTreeMap::new();
    for sister in sisters {
        let same_kind = sister.opening.kind == own.opening.kind;
        for (path, answer) in &sister.answers {
            let asked = trame.field(&path.field()).is_some_and(|field| field.is_for(own.opening.kind.code()));
            let shared =
                asked && trame.answerable(path).is_some() && Common::of(path, trame).is_between(same_kind);
            if !shared || !speaks(answer, path, sister, trame) {
                continue;
            }
            let found = last.entry(path.field()).or_insert((answer.at, sister));
            if answer.at > found.0 {
                *found = (answer.at, sister);
            }
        }
    }
    let told = last.into_iter().flat_map(|(field, (at, sister))| {
        let under = sister.answers_under(&field);
        let doubt = has_own_rows(own, sister, &field).then(|| OWN_ROWS.to_owned());
        let said: Vec<Told> = under
            .filter_map(|(path, answer)| {
                trame.answerable(path)?;
                let origin = Origin::of_sister(&sister.opening, french::time_of_day(at).0);
                let known = Known { value: answer.value.clone()?, origin };
                let stands = row_of(path).is_some_and(|row| own.value(&row).is_some());
                let doubt = doubt.clone().filter(|_| !stands);
                Some(Told { path: path.clone(), known, doubt })
            })
            .collect();
        said
    });
    told.collect()
}

/// Why the rows of a sister fill nothing.
const OWN_ROWS: &str = "ce dossier a déjà ses propres lignes, à comparer";

/// Whether a table has rows that a sister's has not.
fn has_own_rows(own: &Snapshot, sister: &Snapshot, table: &Path) -> bool {
    let mut rows = own.answers_under(table).filter(|(_, answer)| matches!(answer.value, Some(Value::Row(_))));
    rows.any(|(row, _)| sister.value(row).is_none())
}

/// The row of an answer in a table: that of a cell, or itself.
fn row_of(path: &Path) -> Option<Path> {
    Some(path.field().row(path.in_table()?.row))
}

/// Whether somebody answers for it there, and it did not come from a sister.
fn speaks(answer: &Answer, path: &Path, snapshot: &Snapshot, trame: &Trame) -> bool {
    let theirs = snapshot.submission().is_some() || is_looked_at(answer, path, snapshot, trame);
    theirs && !answer.origin.is_of_sister()
}

/// A question in several dossiers of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The question.
    pub path: Path,
    /// What it asks.
    pub label: String,
    /// Title of its step.
    pub step: String,
    /// Its answer in each dossier, as people read it.
    pub values: Vec<Option<String>>,
}

/// The dossiers of a year side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SideBySide {
    /// What they share and answer alike: how many questions.
    pub alike: usize,
    /// What they share and answer otherwise.
    pub shared: Vec<Beside>,
    /// What is each one's own, where it differs.
    pub own: Vec<Beside>,
}

impl SideBySide {
    /// Puts the answers that count in several dossiers side by side; the first is the one that is read.
    #[must_use]
    pub fn of(trame: &Trame, dossiers: &[(Kind, Answers)]) -> Self {
        let mut all = Self::default();
        let Some((kind, _)) = dossiers.first() else { return all };
        for (step, field) in trame.fields().filter(|(_, field)| !field.is_given()) {
            let common = Common::of(&field.path, trame);
            if !field.is_for(kind.code()) {
                continue;
            }
            let said: Vec<Said> = dossiers.iter().map(|(_, answers)| Said::of(field, answers)).collect();
            // One of another kind may not be asked what the others share.
            let among = dossiers
                .iter()
                .zip(&said)
                .filter(|((other, _), _)| field.is_for(other.code()) && common.is_between(other == kind));
            let among: Vec<&Said> = among.map(|(_, said)| said).collect();
            let shared = among.len() > 1;
            let all_asked = dossiers.iter().all(|(other, _)| field.is_for(other.code()));
            if !shared && !all_asked {
                // Nothing to compare what one kind alone is asked with.
                continue;
            }
            let compared: Vec<&Said> = if shared { among } else { said.iter().collect() };
            if compared.iter().all(|said| said.shown.is_none()) {
                continue;
            }
            let alike = compared.windows(2).all(|pair| pair[0].same_as(pair[1]));
            if alike {
                all.alike += usize::from(shared);
                continue;
            }
            let line = Beside {
                path: field.path.clone(),
                label: field.label.clone(),
                step: step.title.clone(),
                values: said.into_iter().map(|said| said.shown).collect(),
            };
            if shared { all.shared.push(line) } else { all.own.push(line) }
        }
        all
    }
}

/// What a dossier answers to a question.
struct Said {
    shown: Option<String>,
    values: Vec<Value>,
}

impl Said {
    fn of(field: &Field, answers: &Answers) -> Self {
        let Some(table) = field.field_type.table() else {
            let value = answers.get(&field.path).cloned();
            let shown = value.as_ref().map(|value| french::value(value, &field.field_type));
            return Self { shown, values: value.into_iter().collect() };
        };
        let rows = answers.rows(&field.path);
        let cell = |row: &str, column: &Field| {
            let value = answers.get(&field.path.cell(row, column.path.last()))?;
            Some((french::value(value, &column.field_type), value.clone()))
        };
        let cells =
            rows.iter().map(|row| table.columns.iter().filter_map(|column| cell(row, column)).collect());
        let cells: Vec<Vec<(String, Value)>> = cells.collect();
        let line = |cells: &Vec<(String, Value)>| {
            cells.iter().map(|(shown, _)| shown.as_str()).collect::<Vec<_>>().join(", ")
        };
        let shown: Vec<String> = cells.iter().filter(|cells| !cells.is_empty()).map(line).collect();
        let values = cells.into_iter().flatten().map(|(_, value)| value).collect();
        Self { shown: (!shown.is_empty()).then(|| shown.join("\n")), values }
    }

    fn same_as(&self, other: &Self) -> bool {
        let same = |(one, other): (&Value, &Value)| one.same_as(other);
        self.values.len() == other.values.len() && self.values.iter().zip(&other.values).all(same)
    }
}
