//! Judging the rows of a table: each cell in its row, then the rules of the columns.

use super::{
    Context, FieldState, Issue, IssueCode, Program, RowState,
    compile::TableNode,
    evaluate::{GivenRow, GivenRows},
    judge::{failure, own},
    scope::Now,
};
use crate::{
    Date, Decimal, Field,
    expr::{self, Datum, Name, Scope},
    trame::Table,
};

impl Program {
    pub(super) fn judge_rows(
        &self,
        field: &Field,
        table: &Table,
        columns: &TableNode,
        given: &GivenRows,
        now: &Now<'_>,
        context: &Context,
    ) -> Vec<RowState> {
        let none = GivenRow::default();
        let mut present: Vec<(i64, &str, &GivenRow)> =
            given.iter().filter_map(|(id, row)| Some((row.rank?, id.as_str(), row))).collect();
        let place = Place { field, table, columns, count: present.len() };
        let judge = |id: &str, row: &GivenRow| self.judge_row(&place, (id, row), now, context);
        if table.is_fixed() {
            let lines = table.lines.iter().map(|line| line.key.as_str());
            return lines.map(|id| judge(id, given.get(id).unwrap_or(&none))).collect();
        }
        present.sort_by_key(|(rank, id, _)| (*rank, *id));
        present.into_iter().map(|(_, id, row)| judge(id, row)).collect()
    }

    fn judge_row(
        &self,
        place: &Place<'_>,
        (id, given): (&str, &GivenRow),
        now: &Now<'_>,
        context: &Context,
    ) -> RowState {
        let Place { field, table, columns, .. } = place;
        let mut cells = vec![FieldState::default(); table.columns.len()];
        for at in &columns.order {
            let (column, node) = (&table.columns[*at], &columns.columns[*at]);
            let key = column.path.last();
            let scope = Row { now, place, cells: &cells };
            let path = field.path.cell(id, key);
            let state =
                self.judge_question(&node.question, column, &path, given.cells.get(key), &scope, context);
            cells[*at] = state;
        }
        let scope = Row { now, place, cells: &cells };
        let mut failures = Vec::new();
        for (column, (node, state)) in table.columns.iter().zip(columns.columns.iter().zip(&cells)) {
            for (rule, check) in column.rules.iter().zip(&node.rules).filter(|_| state.visible) {
                let verdict = expr::evaluate(&check.expr, &scope).and_then(|datum| datum.truth());
                if verdict == Some(false) {
                    let path = field.path.cell(id, column.path.last());
                    let justified = now.justified(check.justification);
                    failures.push(failure(rule, &path, justified, &|name| scope.shown(name)));
                }
            }
        }
        RowState { id: id.to_owned(), cells, failures }
    }
}

/// The finding on a table by itself: too few rows, or too many.
pub(super) fn own_issue(field: &Field, table: &Table, state: &FieldState) -> Option<Issue> {
    if !field.is_typed() {
        return None;
    }
    let least = table.min_rows.max(u32::from(state.required));
    let count = u32::try_from(state.rows.len()).unwrap_or(u32::MAX);
    let code = if table.is_fixed() {
        (state.required && !state.is_answered()).then_some(IssueCode::Required)
    } else if count == 0 && least > 0 {
        Some(IssueCode::Required)
    } else if count < least {
        Some(IssueCode::TooFewRows(least, count))
    } else {
        (count > table.max_rows).then_some(IssueCode::TooManyRows(table.max_rows, count))
    };
    code.map(|code| own(field, &field.path, code))
}

/// A table whose rows are being judged.
struct Place<'a> {
    field: &'a Field,
    table: &'a Table,
    columns: &'a TableNode,
    /// Rows that a person added and did not take away.
    count: usize,
}

/// The scope of a row while it is judged: its cells, and all around the table.
struct Row<'a> {
    now: &'a Now<'a>,
    place: &'a Place<'a>,
    cells: &'a [FieldState],
}

impl Row<'_> {
    /// A name's value as a person reads it.
    fn shown(&self, name: &str) -> String {
        let Some(key) = name.strip_prefix("ligne.") else { return self.now.shown(name) };
        let found =
            self.place.table.columns.iter().zip(self.cells).find(|(column, _)| column.path.last() == key);
        let shown = found.and_then(|(column, cell)| {
            cell.value.as_ref().map(|value| crate::french::value(value, &column.field_type))
        });
        shown.unwrap_or_else(super::scope::unknown)
    }
}

impl Scope for Row<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        let Name::Row(key) = name else { return self.now.value(name) };
        let place = self.place.table.columns.iter().position(|column| column.path.last() == key)?;
        let cell = self.cells.get(place).filter(|cell| cell.counts())?;
        Datum::of(cell.value.as_ref()?)
    }

    fn parameter(&self, name: &str, day: Option<Date>) -> Option<Decimal> {
        self.now.parameter(name, day)
    }

    fn rows(&self, table: &Name) -> Option<usize> {
        // Its own rows are being judged: their number is known all the same.
        match table {
            Name::Field(path) if *path == self.place.field.path => Some(self.place.count),
            _ => self.now.rows(table),
        }
    }

    fn cell(&self, table: &Name, row: usize, column: &str) -> Option<Datum<'_>> {
        self.now.cell(table, row, column)
    }
}
