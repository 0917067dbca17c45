//! The fields of a dossier one by one: a question that is no table, or a cell of a row.

use std::collections::BTreeSet;

use form::{Evaluation, Field, FieldState, FieldType, Path, Program, Table, trame::Requirement};

use super::super::Snapshot;

/// Fields by who answered them: those that are required or answered; a blank that may stay one is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Those that a source answered.
    pub prefilled: usize,
    /// Those that a person answered.
    pub typed: usize,
    /// Those without an answer that a source proposes one to, in doubt: a click takes it over.
    pub offered: usize,
    /// The required ones that are left to type.
    pub left: usize,
}

impl Fields {
    /// All of them, or those of a step, together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            prefilled: self.prefilled + other.prefilled,
            typed: self.typed + other.typed,
            offered: self.offered + other.offered,
            left: self.left + other.left,
        }
    }

    /// The fields of a question that is shown.
    pub(super) fn of(
        program: &Program,
        evaluation: &Evaluation,
        (snapshot, offered): (&Snapshot, &BTreeSet<Path>),
        field: &Field,
    ) -> Self {
        let Some(state) = program.state(evaluation, &field.path) else { return Self::default() };
        let given = Given { snapshot, offered };
        match &field.field_type {
            FieldType::Table(table) => given.table((field, table), state),
            _ => given.one(&field.path, state.required),
        }
    }
}

/// What is answered, and what is proposed.
struct Given<'a> {
    snapshot: &'a Snapshot,
    offered: &'a BTreeSet<Path>,
}

impl Given<'_> {
    /// A field by itself.
    fn one(&self, path: &Path, required: bool) -> Fields {
        let given = self.snapshot.answers.get(path).filter(|answer| answer.value.is_some());
        match given {
            Some(answer) if answer.origin.is_taken_over() => Fields { prefilled: 1, ..Fields::default() },
            Some(_) => Fields { typed: 1, ..Fields::default() },
            None if self.offered.contains(path) => Fields { offered: 1, ..Fields::default() },
            None => Fields { left: usize::from(required), ..Fields::default() },
        }
    }

    /// The cells of a table. What is asked of a table that nobody answers and nothing is proposed to may be any of its
    /// cells: all of them count as left, and those of the rows that are still to be added.
    fn table(&self, (field, table): (&Field, &Table), state: &FieldState) -> Fields {
        let typed = || table.columns.iter().enumerate().filter(|(_, column)| column.is_typed());
        let all = |any: bool| {
            let cells = state.rows.iter().flat_map(|row| {
                typed().filter_map(move |(place, column)| {
                    let cell = row.cells.get(place).filter(|cell| cell.visible)?;
                    Some(self.one(&field.path.cell(&row.id, column.path.last()), any || cell.required))
                })
            });
            cells.fold(Fields::default(), Fields::with)
        };
        let known = all(false);
        let silent = known == Fields::default() && state.issue.is_some() && table.is_fixed();
        let fields = if silent { all(true) } else { known };
        let least = usize::try_from(table.min_rows).unwrap_or_default().max(usize::from(state.required));
        let lacking = if table.is_fixed() { 0 } else { least.saturating_sub(state.rows.len()) };
        let required = typed().filter(|(_, column)| column.required == Requirement::Always).count();
        Fields { left: fields.left + lacking * required, ..fields }
    }
}
