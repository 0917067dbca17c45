//! Telling what a computed value still waits for.

use super::{Evaluation, Program};
use crate::{Path, expr::Name};

impl Program {
    /// The questions whose answers a computed value waits for, by their label, in the order of its calculation.
    ///
    /// A question that is not asked is not waited for; a computed one is waited for by what it reads itself.
    #[must_use]
    pub fn awaited(&self, evaluation: &Evaluation, path: &Path) -> Vec<String> {
        let (mut labels, mut seen) = (Vec::new(), Vec::new());
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
            let (Some(field), Some(state)) = (self.trame.field(read), self.state(evaluation, &read.field()))
            else {
                return;
            };
            let table = self.trame.field(&read.field()).filter(|field| field.field_type.table().is_some());
            let is_known = match table {
                Some(_) => {
                    state.rows.iter().flat_map(|row| &row.cells).all(|cell| {
                        !cell.visible || (cell.counts() && (cell.value.is_some() || !cell.required))
                    }) && !state.rows.is_empty()
                }
                None => state.counts() && state.value.is_some(),
            };
            if !state.visible || is_known {
                return;
            }
            if field.computed.is_some() && table.is_none() {
                return self.wait_for(evaluation, read, seen, labels);
            }
            let label = &table.unwrap_or(field).label;
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        });
    }
}
