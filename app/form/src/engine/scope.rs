//! What expressions read at one moment of an evaluation.

use super::{Context, Evaluation, FieldState, Program};
use crate::{
    Answers, Date, Decimal, FieldType, Path, Value,
    expr::{self, Datum, Expr, Name, Scope, ast::Node},
    french,
    path::InTable,
};

/// The scope of one moment of an evaluation.
pub(super) struct Now<'a> {
    pub(super) program: &'a Program,
    pub(super) evaluation: &'a Evaluation,
    pub(super) context: &'a Context,
}

/// What stands for a value that is not there.
pub(super) fn unknown() -> String {
    "non renseigné".to_owned()
}

impl Now<'_> {
    /// Whether the field that justifies a failure is answered.
    pub(super) fn justified(&self, justification: Option<usize>) -> bool {
        justification.is_some_and(|slot| self.evaluation.fields[slot].value.is_some())
    }

    /// A name's value as a person reads it.
    pub(super) fn shown(&self, name: &str) -> String {
        match expr::parse(name) {
            Ok(Expr { node: Node::Name(name), .. }) => self.shown_value(&name),
            _ => String::new(),
        }
    }

    /// The value of a name as a person reads it.
    pub(super) fn shown_value(&self, name: &Name) -> String {
        let said = match name {
            Name::Field(path) => {
                self.program.state(self.evaluation, path).and_then(|state| state.value.as_ref())
            }
            Name::Previous(path) => self.context.previous.get(path),
            Name::Source(path) => self.context.sources.get(path),
            Name::Fact(fact) => self.context.facts.get(fact),
            Name::Row(_) => None,
        };
        let field = name.path().and_then(|path| self.program.trame().field(path));
        let field_type = field.map_or(&FieldType::Text, |field| &field.field_type);
        said.map_or_else(unknown, |value| french::value(value, field_type))
    }

    /// The answers of another moment that a name speaks of.
    fn elsewhere(&self, name: &Name) -> Option<(&Answers, Path)> {
        match name {
            Name::Previous(path) => Some((&self.context.previous, path.clone())),
            Name::Source(path) => Some((&self.context.sources, path.clone())),
            _ => None,
        }
    }

    fn answered(&self, path: &Path) -> Option<Datum<'_>> {
        let slot = self.program.slot(path)?;
        let state = &self.evaluation.fields[slot];
        if path.in_table().is_some() {
            return reckoned(self.program.state(self.evaluation, path)?);
        }
        if self.program.field(slot).path == *path {
            return reckoned(state);
        }
        column(state, self.program.column_place(slot, path.last())?)
    }
}

/// The value of a state that may be reckoned with.
fn reckoned(state: &FieldState) -> Option<Datum<'_>> {
    Datum::of(state.value.as_ref().filter(|_| state.counts())?)
}

/// The values of a column: unknown without a row, and while a cell is required and missing, or refused.
fn column(state: &FieldState, place: usize) -> Option<Datum<'_>> {
    let mut items = Vec::new();
    for cell in state.rows.iter().filter_map(|row| row.cells.get(place)) {
        if !cell.counts() {
            return None;
        }
        items.extend(cell.value.as_ref().and_then(Datum::of));
    }
    (!state.rows.is_empty()).then_some(Datum::List(items))
}

impl Scope for Now<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        match name {
            Name::Field(path) => self.answered(path),
            Name::Fact(fact) => Datum::of(self.context.facts.get(fact)?),
            Name::Previous(path) => past(&self.context.previous, path),
            Name::Source(path) => past(&self.context.sources, path),
            Name::Row(_) => None,
        }
    }

    fn parameter(&self, name: &str, day: Option<Date>) -> Option<Decimal> {
        let day = day.unwrap_or(self.context.today);
        self.context.parameters.at(name, &self.context.facts, day).map(|parameter| parameter.value)
    }

    fn rows(&self, table: &Name) -> Option<usize> {
        if let Some((answers, path)) = self.elsewhere(table) {
            return Some(answers.rows(&path).len());
        }
        let path = table.path()?;
        let slot = self.program.slot(path)?;
        let is_table = self.program.nodes[slot].table.is_some() && self.program.field(slot).path == *path;
        is_table.then(|| self.evaluation.fields[slot].rows.len())
    }

    fn cell(&self, table: &Name, row: usize, column: &str) -> Option<Datum<'_>> {
        if let Name::Previous(path) | Name::Source(path) = table {
            let answers = if matches!(table, Name::Previous(_)) {
                &self.context.previous
            } else {
                &self.context.sources
            };
            let row = *answers.rows(path).get(row)?;
            return Datum::of(answers.get(&path.cell(row, column))?);
        }
        let slot = self.program.slot(table.path()?)?;
        let place = self.program.column_place(slot, column)?;
        reckoned(self.evaluation.fields[slot].rows.get(row)?.cells.get(place)?)
    }
}

/// A value of another moment, or the column of a table of that moment.
fn past<'a>(answers: &'a Answers, path: &Path) -> Option<Datum<'a>> {
    if let Some(value) = answers.get(path) {
        return Datum::of(value);
    }
    let table = path.parent().filter(|_| path.in_table().is_none())?;
    let cells = answers.iter().filter(|(found, _)| {
        found.in_table().is_some_and(|InTable { table: own, column, .. }| {
            own == table.as_str() && column == Some(path.last())
        })
    });
    let items: Vec<Datum<'a>> = cells.filter_map(|(_, value): (_, &Value)| Datum::of(value)).collect();
    (!items.is_empty()).then_some(Datum::List(items))
}
