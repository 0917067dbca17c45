//! Telling what a computed value still waits for.

use super::{Evaluation, FieldState, Program};
use crate::{Field, Path, expr::Name};

impl Program {
    /// The questions whose answers a computed value waits for, by their label, in the order of its calculation.
    ///
    /// A question that is not asked is not waited for; a computed one is waited for by what it reads itself.
    #[must_use]
    pub fn awaited(&self, evaluation: &Evaluation, path: &Path) -> Vec<String> {
        let (mut labels, mut seen) = (Vec::new(), Vec::new());
        if self.state(evaluation, path).is_some_and(|state| state.value.is_some()) {
            return labels;
        }
        self.wait_for(evaluation, &path.field(), &mut seen, &mut labels);
        labels
    }

    fn wait_for(&self, evaluation: &Evaluation, path: &Path, seen: &mut Vec<Path>, labels: &mut Vec<String>) {
        if seen.contains(path) {
            return;
        }
        seen.push(path.clone());
        let Some(expr) = self.question(path).and_then(|question| question.computed.as_ref()) else { return };
        expr.each_name(&mut |name, _| {
            let Name::Field(read) = name else { return };
            let home = self.home(read);
            let (Some(field), Some(state)) = (self.trame.field(&home), self.state(evaluation, &home)) else {
                return;
            };
            if !state.visible || is_known(field, state) {
                return;
            }
            if field.computed.is_some() {
                self.wait_for(evaluation, &home, seen, labels);
            } else if !labels.contains(&field.label) {
                labels.push(field.label.clone());
            }
        });
    }

    /// The question behind a name: a column and a cell are answered in their table.
    fn home(&self, read: &Path) -> Path {
        let is_table =
            |path: &Path| self.trame.field(path).is_some_and(|field| field.field_type.table().is_some());
        read.parent().filter(is_table).unwrap_or_else(|| read.field())
    }
}

/// Whether nothing more is to be answered in a question.
fn is_known(field: &Field, state: &FieldState) -> bool {
    if field.field_type.table().is_none() {
        return state.counts() && state.value.is_some();
    }
    let answered =
        |cell: &FieldState| !cell.visible || (cell.counts() && (cell.value.is_some() || !cell.required));
    !state.rows.is_empty() && state.rows.iter().flat_map(|row| &row.cells).all(answered)
}
