//! A reference evaluator: the definition of a verdict, written again with nothing of the engine but its parser.
//!
//! It compiles nothing, orders nothing and remembers only what it has already found. Where it and the engine
//! differ, one of them is wrong.

use std::{cell::RefCell, collections::BTreeMap, fmt::Write, rc::Rc};

use form::{
    Answers, Context, Date, Decimal, Field, FieldType, IssueCode, Path, Rule, Severity, Table, Trame, Value,
    expr::{Expr, Name, parse},
    path::InTable,
    trame::Requirement,
};
use probe::verdict;

use crate::{
    alone::about,
    around::Around,
    reckon::{Known, reckon},
};

/// The trame, its fields by key, and the trees of the texts already met.
pub struct Sheet<'a> {
    pub trame: &'a Trame,
    pub fields: BTreeMap<&'a str, &'a Field>,
    trees: RefCell<BTreeMap<String, Rc<Expr>>>,
}

impl<'a> Sheet<'a> {
    pub fn of(trame: &'a Trame) -> Self {
        let fields = trame.fields().map(|(_, field)| (field.path.as_str(), field)).collect();
        Self { trame, fields, trees: RefCell::default() }
    }
}

/// One dossier under judgement.
pub struct Naive<'a> {
    pub sheet: &'a Sheet<'a>,
    pub answers: &'a Answers,
    pub context: &'a Context,
    found: RefCell<BTreeMap<String, Rc<Found>>>,
}

/// What is found of a question.
#[derive(Default)]
pub struct Found {
    pub visible: bool,
    pub required: bool,
    pub value: Option<Value>,
    pub code: Option<IssueCode>,
    /// Identifiers of the rows, for a table.
    pub rows: Vec<String>,
}

impl<'a> Naive<'a> {
    pub fn new(sheet: &'a Sheet<'a>, answers: &'a Answers, context: &'a Context) -> Self {
        Self { sheet, answers, context, found: RefCell::default() }
    }

    /// The field of a key, and the column of a cell.
    fn question(&self, path: &Path) -> Option<(&'a Field, Option<&'a Field>)> {
        let field = *self.sheet.fields.get(path.in_table().map_or(path.as_str(), |parts| parts.table))?;
        match path.in_table() {
            Some(InTable { column: Some(key), .. }) => {
                Some((field, Some(field.columns().iter().find(|column| column.path.last() == key)?)))
            }
            _ => Some((field, None)),
        }
    }

    /// What is found of a field or of a cell.
    pub fn find(&self, path: &Path) -> Rc<Found> {
        if let Some(found) = self.found.borrow().get(path.as_str()) {
            return found.clone();
        }
        let found = Rc::new(self.judge(path).unwrap_or_default());
        self.found.borrow_mut().insert(path.to_string(), found.clone());
        found
    }

    fn judge(&self, path: &Path) -> Option<Found> {
        let (field, column) = self.question(path)?;
        let asked = column.unwrap_or(field);
        let around = Around { naive: self, row: column.map(|_| path.clone()) };
        if !self.is_shown(asked, &around) {
            return None;
        }
        let given = match field.field_type.table() {
            Some(_) if column.is_none() => None,
            _ => self.answers.get(path).cloned(),
        };
        let value = match &asked.computed {
            Some(text) => self.known(text, &around).and_then(|known| settled(known, &asked.field_type)),
            None => given,
        };
        let mut required = match &asked.required {
            Requirement::Never => false,
            Requirement::Always => true,
            Requirement::When(text) => self.holds(text, &around),
        };
        let typed = asked.computed.is_none() && !asked.read_only;
        if let (Some(table), None) = (field.field_type.table(), column) {
            required |= table.min_rows > 0;
            let rows = self.rows(path, table);
            let code = if typed { self.about_rows(path, table, &rows, required) } else { None };
            return Some(Found { visible: true, required, value, code, rows });
        }
        let code = match &value {
            None => (required && typed).then_some(IssueCode::Required),
            Some(value) => about(asked, value, self.context.today),
        };
        Some(Found { visible: true, required, value, code, rows: Vec::new() })
    }

    fn is_shown(&self, asked: &Field, around: &Around<'_, '_>) -> bool {
        if !asked.variants.is_empty() {
            let fact = self.sheet.trame.variant.as_ref().and_then(|name| self.context.facts.get(name));
            let Some(Value::Text(kind)) = fact else { return false };
            if !asked.variants.contains(kind) {
                return false;
            }
        }
        let cadence = asked.cadence.as_ref().and_then(|name| self.sheet.trame.cadences.get(name));
        cadence.into_iter().chain(&asked.visible).all(|text| self.holds(text, around))
    }

    /// Identifiers of the rows that are there, from the top.
    fn rows(&self, path: &Path, table: &Table) -> Vec<String> {
        if !table.lines.is_empty() {
            return table.lines.iter().map(|line| line.key.clone()).collect();
        }
        let mut rows: Vec<(i64, String)> = Vec::new();
        for (found, value) in self.answers.iter() {
            if let (Some(InTable { table, row, column: None }), Value::Row(rank)) = (found.in_table(), value)
                && table == path.as_str()
            {
                rows.push((*rank, row.to_owned()));
            }
        }
        rows.sort();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn about_rows(&self, path: &Path, table: &Table, rows: &[String], required: bool) -> Option<IssueCode> {
        if !table.lines.is_empty() {
            let mut cells = rows
                .iter()
                .flat_map(|row| table.columns.iter().map(move |column| path.cell(row, column.path.last())));
            let answered = cells.any(|cell| self.find(&cell).value.is_some());
            return (required && !answered).then_some(IssueCode::Required);
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let least = if required { table.min_rows.max(1) } else { table.min_rows };
        if count == 0 && least > 0 {
            Some(IssueCode::Required)
        } else if count < least {
            Some(IssueCode::TooFewRows(least, count))
        } else if count > table.max_rows {
            Some(IssueCode::TooManyRows(table.max_rows, count))
        } else {
            None
        }
    }

    pub fn known(&self, text: &str, around: &Around<'_, '_>) -> Option<Known> {
        let known = self.sheet.trees.borrow().get(text).cloned();
        let tree = known.unwrap_or_else(|| {
            let tree = Rc::new(parse(text).expect("a trame that was read"));
            self.sheet.trees.borrow_mut().insert(text.to_owned(), tree.clone());
            tree
        });
        reckon(&tree, around)
    }

    fn holds(&self, text: &str, around: &Around<'_, '_>) -> bool {
        matches!(self.known(text, around), Some(Known::Truth(true)))
    }

    fn fails(&self, rule: &Rule, around: &Around<'_, '_>) -> bool {
        matches!(self.known(&rule.check, around), Some(Known::Truth(false)))
    }

    fn is_justified(&self, rule: &Rule) -> bool {
        rule.justification.as_ref().is_some_and(|path| self.find(path).value.is_some())
    }

    /// The verdict, written as the engine's is.
    pub fn write(&self, out: &mut dyn Write) -> std::fmt::Result {
        let mut counted = Answers::default();
        for (_, field) in self.sheet.trame.fields() {
            let found = self.find(&field.path);
            line(&field.path, &found, &mut counted, out)?;
            for (row, rank) in found.rows.iter().zip(1..) {
                writeln!(out, " {row}")?;
                if field.field_type.table().is_some_and(|table| table.lines.is_empty()) {
                    counted.set(field.path.row(row), Some(Value::Row(rank)));
                }
                self.write_row(field, row, &mut counted, out)?;
            }
            let around = Around { naive: self, row: None };
            let failing = field.rules.iter().filter(|rule| found.visible && self.fails(rule, &around));
            let mut failing: Vec<&Rule> = failing.collect();
            failing.sort_by_key(|rule| match rule.severity {
                Severity::Blocking => 0,
                Severity::ToJustify => 1,
                Severity::Information => 2,
            });
            for rule in failing {
                verdict::rule(&field.path, &rule.code, self.is_justified(rule), out)?;
            }
        }
        verdict::counted(&counted, out)
    }

    fn write_row(
        &self,
        field: &Field,
        row: &str,
        counted: &mut Answers,
        out: &mut dyn Write,
    ) -> std::fmt::Result {
        let cell = |column: &Field| field.path.cell(row, column.path.last());
        for column in field.columns() {
            line(&cell(column), &self.find(&cell(column)), counted, out)?;
        }
        for column in field.columns() {
            let around = Around { naive: self, row: Some(cell(column)) };
            for rule in &column.rules {
                if self.find(&cell(column)).visible && self.fails(rule, &around) {
                    verdict::rule(&cell(column), &rule.code, self.is_justified(rule), out)?;
                }
            }
        }
        Ok(())
    }

    /// The dated parameter in force at a day.
    pub fn parameter(&self, name: &str, day: Date) -> Option<Decimal> {
        let holds = |parameter: &&form::Parameter| {
            parameter.name == name
                && parameter.from <= day
                && parameter.until.is_none_or(|until| day <= until)
                && parameter.conditions.iter().all(|(fact, wanted)| {
                    matches!(self.context.facts.get(fact), Some(Value::Text(text)) if text == wanted)
                })
        };
        let all = self.context.parameters.0.iter().filter(holds);
        all.max_by_key(|found| (found.conditions.len(), found.from)).map(|found| found.value)
    }
}

fn line(path: &Path, found: &Found, counted: &mut Answers, out: &mut dyn Write) -> std::fmt::Result {
    counted.set(path.clone(), found.value.clone());
    verdict::line(path, found.visible, found.required, found.value.as_ref(), found.code.as_ref(), out)
}

/// A value that was reckoned, as its question keeps it.
fn settled(known: Known, field_type: &FieldType) -> Option<Value> {
    match known {
        Known::Truth(yes) => Some(Value::Boolean(yes)),
        Known::Day(day) => Some(Value::Date(day)),
        Known::Text(text) => Some(Value::Text(text)),
        Known::Number(number) if matches!(field_type, FieldType::Integer | FieldType::Year) => {
            number.round().to_string().parse().ok().map(Value::Integer)
        }
        Known::Number(number) => {
            let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let mut rounded = number.round_dp_with_strategy(field_type.scale(), away);
            rounded.rescale(field_type.scale());
            Some(Value::Number(rounded))
        }
        Known::Several(_) => None,
    }
}

/// Where a name reads its answers: those of this dossier, or of another moment.
pub fn elsewhere<'a>(naive: &Naive<'a>, name: &Name) -> Option<&'a Answers> {
    match name {
        Name::Previous(_) => Some(&naive.context.previous),
        Name::Source(_) => Some(&naive.context.sources),
        _ => None,
    }
}
