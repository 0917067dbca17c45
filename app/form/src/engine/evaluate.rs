//! Evaluating answers against a program, whole or change by change.

use super::{Context, Issue, Program};
use crate::{Answers, Map, Path, Value, path::InTable};

/// What is known of one field, or of one cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldState {
    /// Whether the field is shown.
    pub visible: bool,
    /// Whether an answer is required.
    pub required: bool,
    /// The value that counts: computed, or answered and shown.
    pub value: Option<Value>,
    /// The finding on the answer by itself, if any.
    pub issue: Option<Issue>,
    /// The rows, for a table that is shown.
    pub rows: Vec<RowState>,
}

/// What is known of one row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowState {
    /// Identifier of the row.
    pub id: String,
    /// Its cells, one a column.
    pub cells: Vec<FieldState>,
    /// What the rules of its columns find.
    pub failures: Vec<Issue>,
}

impl FieldState {
    /// Whether the value may be reckoned with: nothing is worked out from an answer that is refused itself.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.issue.is_none()
    }

    /// Whether something was answered: a value, a row that a person added, a cell of a row always there.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.value.is_some() || self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.value.is_some()))
    }
}

/// The verdict on a set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What was answered, field by field; nothing for a table.
    pub(super) answers: Vec<Option<Value>>,
    /// The rows that were answered, table by table.
    pub(super) given: Vec<GivenRows>,
    pub(super) fields: Vec<FieldState>,
    pub(super) failures: Vec<Option<Issue>>,
}

/// The rows of a table as they were answered, those taken away included.
pub(super) type GivenRows = Map<String, GivenRow>;

/// A row as it was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GivenRow {
    /// Its rank from the top; none once it was taken away.
    pub(super) rank: Option<i64>,
    /// Its cells, by the key of their column.
    pub(super) cells: Map<String, Value>,
}

impl Program {
    /// Judges a set of answers.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers, context: &Context) -> Evaluation {
        let mut evaluation = Evaluation {
            answers: vec![None; self.nodes.len()],
            given: vec![GivenRows::new(); self.nodes.len()],
            fields: vec![FieldState::default(); self.nodes.len()],
            failures: vec![None; self.rules.len()],
        };
        for (path, value) in answers.iter() {
            self.give(&mut evaluation, path, Some(value));
        }
        for slot in &self.order {
            evaluation.fields[*slot] = self.judge_field(*slot, &evaluation, context);
        }
        for number in 0..self.rules.len() {
            evaluation.failures[number] = self.judge_rule(number, &evaluation, context);
        }
        evaluation
    }

    /// Judges again after some answers changed: the fields and rules that depend on them, no more.
    ///
    /// The result equals a whole evaluation of the changed answers; a property test proves it. Answers the
    /// fields that were judged again, by themselves or by a rule: nothing else moved.
    pub fn update(
        &self,
        evaluation: &mut Evaluation,
        changes: &[(Path, Option<Value>)],
        context: &Context,
    ) -> Vec<Path> {
        // Ordered by rank: each field is judged once, after those it reads.
        let mut pending: Map<(usize, usize), ()> = Map::new();
        let mut rules: Map<usize, ()> = Map::new();
        let mut judged: Map<usize, ()> = Map::new();
        for (path, value) in changes {
            if let Some(slot) = self.give(evaluation, path, value.as_ref()) {
                pending.insert((self.nodes[slot].rank, slot), ());
            }
        }
        while let Some(((_, slot), ())) = pending.pop_first() {
            let state = self.judge_field(slot, evaluation, context);
            let node = &self.nodes[slot];
            let before = &evaluation.fields[slot];
            let seen_by_others = before.value != state.value
                || before.visible != state.visible
                || before.counts() != state.counts()
                || before.rows != state.rows;
            if seen_by_others {
                pending.extend(node.dependents.iter().map(|next| ((self.nodes[*next].rank, *next), ())));
                rules.extend(node.rules.iter().map(|number| (*number, ())));
            }
            evaluation.fields[slot] = state;
            judged.insert(slot, ());
        }
        for (number, ()) in rules {
            evaluation.failures[number] = self.judge_rule(number, evaluation, context);
            judged.insert(self.rules[number].field, ());
        }
        judged.into_iter().map(|(slot, ())| self.field(slot).path.clone()).collect()
    }

    /// Takes an answer; the field it changes, if it belongs to one.
    fn give(&self, evaluation: &mut Evaluation, path: &Path, value: Option<&Value>) -> Option<usize> {
        let slot = self.slot(path)?;
        let table = self.field(slot).field_type.table();
        match (table, path.in_table()) {
            (None, None) => evaluation.answers[slot] = value.cloned(),
            (Some(table), Some(InTable { row, column, .. })) => {
                let fixed = table.is_fixed();
                if fixed && !table.lines.iter().any(|line| line.key == row) {
                    return None;
                }
                let given = evaluation.given[slot].or_insert_with(row.to_owned(), GivenRow::default);
                match (column, value) {
                    (None, Some(Value::Row(rank))) => given.rank = Some(*rank),
                    (None, _) => given.rank = None,
                    (Some(column), Some(value)) => {
                        given.cells.insert(column.to_owned(), value.clone());
                    }
                    (Some(column), None) => {
                        given.cells.remove(column);
                    }
                }
                if given.rank.is_none() && given.cells.is_empty() {
                    evaluation.given[slot].remove(row);
                }
            }
            _ => return None,
        }
        Some(slot)
    }

    /// What has been found of a field, or of a cell.
    #[must_use]
    pub fn state<'a>(&self, evaluation: &'a Evaluation, path: &Path) -> Option<&'a FieldState> {
        let slot = self.slot(path)?;
        let state = &evaluation.fields[slot];
        let Some(InTable { row, column, .. }) = path.in_table() else {
            return (self.field(slot).path == *path).then_some(state);
        };
        let place = self.column_place(slot, column?)?;
        state.rows.iter().find(|found| found.id == row)?.cells.get(place)
    }

    /// The place of a column in its table.
    pub(super) fn column_place(&self, slot: usize, column: &str) -> Option<usize> {
        let table = self.field(slot).field_type.table()?;
        table.columns.iter().position(|found| found.path.last() == column)
    }

    /// The answers that count: shown, computed ones and rows included; hidden ones are left out.
    #[must_use]
    pub fn counted(&self, evaluation: &Evaluation) -> Answers {
        let mut counted = Vec::new();
        for (slot, state) in evaluation.fields.iter().enumerate() {
            let field = self.field(slot);
            counted.extend(state.value.clone().map(|value| (field.path.clone(), value)));
            let Some(table) = field.field_type.table() else { continue };
            for (rank, row) in (1..).zip(&state.rows) {
                if !table.is_fixed() {
                    counted.push((field.path.row(&row.id), Value::Row(rank)));
                }
                let cells = table.columns.iter().zip(&row.cells);
                counted.extend(cells.filter_map(|(column, cell)| {
                    Some((field.path.cell(&row.id, column.path.last()), cell.value.clone()?))
                }));
            }
        }
        counted.into_iter().collect()
    }
}
