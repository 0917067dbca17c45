//! What an expression reads: names, rows and cells, of this dossier and of other moments.

use form::{
    Decimal, Path, Value,
    expr::{Expr, Name, ast::Node},
    path::InTable,
};

use crate::{
    naive::{Naive, elsewhere},
    reckon::{Known, reckon},
};

/// Where an expression stands: in the dossier, or in the row of a cell.
pub struct Around<'n, 'a> {
    pub naive: &'n Naive<'a>,
    /// A cell of the row in hand; of another moment when the table named is.
    pub row: Option<Path>,
}

fn known(value: &Value) -> Option<Known> {
    let texts = |texts: Vec<String>| Some(Known::Several(texts.into_iter().map(Known::Text).collect()));
    match value {
        Value::Text(text) | Value::Choice(text) => Some(Known::Text(text.clone())),
        Value::Integer(whole) => Some(Known::Number(Decimal::from(*whole))),
        Value::Number(number) => Some(Known::Number(*number)),
        Value::Date(day) => Some(Known::Day(*day)),
        Value::Boolean(yes) => Some(Known::Truth(*yes)),
        Value::Choices(keys) => texts(keys.clone()),
        Value::Coded(code) => Some(Known::Text(code.code.clone())),
        Value::CodedList(codes) => texts(codes.iter().map(|code| code.code.clone()).collect()),
        Value::Files(files) => texts(files.iter().map(|file| file.name.clone()).collect()),
        Value::Row(_) | Value::Unreadable(_) => None,
    }
}

impl Around<'_, '_> {
    /// An answer that is shown and right by itself.
    fn answer(&self, path: &Path) -> Option<Known> {
        let found = self.naive.find(path);
        if found.code.is_some() { None } else { found.value.as_ref().and_then(known) }
    }

    pub fn name(&self, name: &Name) -> Option<Known> {
        match name {
            Name::Fact(fact) => self.naive.context.facts.get(fact).and_then(known),
            Name::Row(column) => {
                let InTable { table, row, .. } = self.row.as_ref()?.in_table()?;
                self.answer(&Path::parse(table).ok()?.cell(row, column))
            }
            Name::Field(path) => {
                let is_field = self.naive.sheet.fields.contains_key(path.as_str());
                if is_field || path.in_table().is_some() { self.answer(path) } else { self.column(path) }
            }
            Name::Previous(path) | Name::Source(path) => {
                let answers = elsewhere(self.naive, name)?;
                if let Some(value) = answers.get(path) {
                    return known(value);
                }
                if path.in_table().is_some() {
                    return None;
                }
                let table = path.parent()?;
                let mut items = Vec::new();
                for (found, value) in answers.iter() {
                    if let Some(InTable { table: own, column: Some(column), .. }) = found.in_table()
                        && own == table.as_str()
                        && column == path.last()
                    {
                        items.extend(known(value));
                    }
                }
                if items.is_empty() { None } else { Some(Known::Several(items)) }
            }
        }
    }

    /// The values of a column; unknown without a row, or when a cell has a fault of its own.
    fn column(&self, path: &Path) -> Option<Known> {
        let table = path.parent()?;
        let rows = &self.naive.find(&table).rows;
        let mut items = Vec::new();
        for row in rows {
            let found = self.naive.find(&table.cell(row, path.last()));
            if found.code.is_some() {
                return None;
            }
            items.extend(found.value.as_ref().and_then(known));
        }
        if rows.is_empty() { None } else { Some(Known::Several(items)) }
    }

    /// The rows of a table that an expression names; none for what is no table.
    pub fn rows(&self, table: &Expr) -> Option<Vec<Path>> {
        let Node::Name(name) = &table.node else { return None };
        if let (Some(answers), Some(path)) = (elsewhere(self.naive, name), name.path()) {
            return Some(answers.rows(path).into_iter().map(|row| path.row(row)).collect());
        }
        let Name::Field(path) = name else { return None };
        self.naive.sheet.fields.get(path.as_str()).filter(|field| field.field_type.table().is_some())?;
        Some(self.naive.find(path).rows.iter().map(|row| path.row(row)).collect())
    }

    /// An expression in each row of a table.
    pub fn each(&self, table: &Expr, expr: &Expr) -> Option<Vec<Option<Known>>> {
        let Node::Name(name) = &table.node else { return None };
        let rows = self.rows(table)?;
        Some(match elsewhere(self.naive, name) {
            None => {
                let around = |row: Path| Around { naive: self.naive, row: Some(row) };
                rows.into_iter().map(|row| reckon(expr, &around(row))).collect()
            }
            Some(answers) => {
                // A row of another moment: its cells are what was said then.
                rows.iter().map(|row| reckon(&in_place(expr, answers, row), self)).collect()
            }
        })
    }
}

/// The expression with the cells of a row of another moment written in it.
fn in_place(expr: &Expr, answers: &form::Answers, row: &Path) -> Expr {
    let go = |inner: &Expr| Box::new(in_place(inner, answers, row));
    let node = match &expr.node {
        Node::Name(Name::Row(column)) => {
            let parts = row.in_table().expect("a row");
            let cell = Path::parse(parts.table).expect("a table").cell(parts.row, column);
            match answers.get(&cell).and_then(known) {
                Some(Known::Truth(yes)) => Node::Boolean(yes),
                Some(Known::Number(number)) => Node::Number(number),
                Some(Known::Text(text)) => Node::Text(text),
                Some(Known::Day(day)) => Node::Date(day),
                _ => Node::Name(Name::Fact(String::new())),
            }
        }
        Node::List(items) => Node::List(items.iter().map(|item| *go(item)).collect()),
        Node::Call(function, items) => Node::Call(*function, items.iter().map(|item| *go(item)).collect()),
        Node::Not(inner) => Node::Not(go(inner)),
        Node::Negative(inner) => Node::Negative(go(inner)),
        Node::Binary(operator, left, right) => Node::Binary(*operator, go(left), go(right)),
        Node::Parameter(name, Some(day)) => Node::Parameter(name.clone(), Some(go(day))),
        other => other.clone(),
    };
    Expr { node, at: expr.at }
}
