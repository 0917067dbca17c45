//! Answers to questions that are no longer asked: kept, left out of what is sent, told.

use super::{Evaluation, Program};
use crate::{Path, Value};

/// An answer that is kept and does not count, for its question is not asked as the others stand.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenAnswer {
    /// The field or the cell.
    pub path: Path,
    /// Its question; a cell says its row first.
    pub label: String,
    /// What was answered; nothing for a table, whose rows are kept whole.
    pub value: Option<Value>,
}

impl Program {
    /// The answers of a step that are kept and do not count, in the order of the page.
    #[must_use]
    pub fn hidden(&self, evaluation: &Evaluation, step: &str) -> Vec<HiddenAnswer> {
        let mut hidden = Vec::new();
        for field in self.trame.step(step).into_iter().flat_map(|step| &step.fields) {
            let Some(slot) = self.slot(&field.path) else { continue };
            let (state, value) = (&evaluation.fields[slot], &evaluation.answers[slot]);
            if state.visible {
                hidden.extend(self.hidden_cells(evaluation, slot));
            } else if field.is_typed() && (value.is_some() || !evaluation.given[slot].is_empty()) {
                let (path, label) = (field.path.clone(), field.label.clone());
                hidden.push(HiddenAnswer { path, label, value: value.clone() });
            }
        }
        hidden
    }

    fn hidden_cells(&self, evaluation: &Evaluation, slot: usize) -> Vec<HiddenAnswer> {
        let field = self.field(slot);
        let Some(table) = field.field_type.table() else { return Vec::new() };
        let rows = evaluation.fields[slot].rows.iter().enumerate();
        let cells = rows.flat_map(|(place, row)| {
            let hidden = table.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.visible);
            hidden.filter_map(move |(column, _)| {
                let key = column.path.last();
                let value = evaluation.given[slot].get(&row.id)?.cells.get(key)?.clone();
                let label = format!("{}, {}", table.row_title(place), column.label);
                Some(HiddenAnswer { path: field.path.cell(&row.id, key), label, value: Some(value) })
            })
        });
        cells.collect()
    }
}
