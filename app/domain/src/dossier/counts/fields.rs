//! The fields of a dossier one by one: a question that is no table, or a cell of a row.

use form::{Evaluation, Field, FieldState, FieldType, Path, Program, Table, trame::Requirement};

use super::super::Snapshot;

/// Fields by who answered them: those that are required or answered; a blank that may stay one is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Those that a source answered.
    pub prefilled: usize,
    /// Those that a person answered.
    pub typed: usize,
    /// The required ones that are left.
    pub left: usize,
}

impl Fields {
    /// All of them, or those of a step, together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            prefilled: self.prefilled + other.prefilled,
            typed: self.typed + other.typed,
            left: self.left + other.left,
        }
    }

    /// The fields of a question that is shown.
    pub(super) fn of(program: &Program, evaluation: &Evaluation, snapshot: &Snapshot, field: &Field) -> Self {
        let Some(state) = program.state(evaluation, &field.path) else { return Self::default() };
        match &field.field_type {
            FieldType::Table(table) => of_table(snapshot, (field, table), state),
            _ => one(snapshot, &field.path, state),
        }
    }
}

/// A field by itself.
fn one(snapshot: &Snapshot, path: &Path, state: &FieldState) -> Fields {
    let given = snapshot.answers.get(path).filter(|answer| answer.value.is_some());
    match given {
        Some(answer) if answer.origin.is_taken_over() => Fields { prefilled: 1, ..Fields::default() },
        Some(_) => Fields { typed: 1, ..Fields::default() },
        None => Fields { left: usize::from(state.required), ..Fields::default() },
    }
}

/// The cells of a table; those of the rows that are still to be added, too.
fn of_table(snapshot: &Snapshot, (field, table): (&Field, &Table), state: &FieldState) -> Fields {
    let typed = || table.columns.iter().enumerate().filter(|(_, column)| column.is_typed());
    let cells = state.rows.iter().flat_map(|row| {
        typed().filter_map(|(place, column)| {
            let cell = row.cells.get(place).filter(|cell| cell.visible)?;
            Some(one(snapshot, &field.path.cell(&row.id, column.path.last()), cell))
        })
    });
    let all = cells.fold(Fields::default(), Fields::with);
    let least = usize::try_from(table.min_rows).unwrap_or_default().max(usize::from(state.required));
    let lacking = if table.is_fixed() { 0 } else { least.saturating_sub(state.rows.len()) };
    let required = typed().filter(|(_, column)| column.required == Requirement::Always).count();
    Fields { left: all.left + lacking * required, ..all }
}
