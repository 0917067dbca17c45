//! Telling how a computed value was computed, with the numbers in place.

use super::{
    Context, Evaluation, Issue, IssueCode, Parameter, Program,
    compile::{Check, Question},
    scope::Now,
};
use crate::{
    Date, Field, FieldType, Path,
    expr::{self, Expr, Name, Scope, ast::Node, eval::InRow, explain::Wording},
    french,
    path::InTable,
};

/// How a value was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The calculation: `7,95 ETP × 20 442,00 €`.
    pub calculation: String,
    /// The result: `162 513,90 €`; none while something is missing.
    pub result: Option<String>,
    /// Whether something is reckoned: a value taken as it is has no calculation worth showing.
    pub reckoned: bool,
    /// Where the parameters come from.
    pub sources: Vec<String>,
    /// What is said of a parameter that stands in for the one to come, here or in what is read.
    pub provisional: Option<String>,
}

/// A value that a finding was judged on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where the value comes from.
    pub name: Name,
    /// Its question.
    pub label: String,
    /// The value as people read it.
    pub shown: String,
}

impl Program {
    /// What a rule's finding was judged on, each value once; nothing for a finding on an answer by itself.
    #[must_use]
    pub fn inputs(&self, evaluation: &Evaluation, context: &Context, issue: &Issue) -> Vec<Input> {
        let mut inputs: Vec<Input> = Vec::new();
        let Some(check) = self.check_of(issue) else { return inputs };
        let now = Now { program: self, evaluation, context };
        check.expr.each_name(&mut |name, _| {
            // A cell of the row in hand is named by its own path.
            let name = match (name, issue.path.in_table()) {
                (Name::Row(column), Some(InTable { row, .. })) => {
                    Name::Field(issue.path.field().cell(row, column))
                }
                _ => name.clone(),
            };
            let Some(field) = name.path().and_then(|path| self.trame.field(path)) else { return };
            if !inputs.iter().any(|known| known.name == name) {
                let shown = shown_input(&name, field, &now);
                inputs.push(Input { name, label: field.label.clone(), shown });
            }
        });
        inputs
    }

    /// The dated parameters that a rule's finding was judged on, each once.
    #[must_use]
    pub fn parameters_read<'a>(
        &self,
        evaluation: &Evaluation,
        context: &'a Context,
        issue: &Issue,
    ) -> Vec<&'a Parameter> {
        let now = Now { program: self, evaluation, context };
        let read = self.check_of(issue).map(|check| parameters_in(&check.expr, &now, context));
        read.into_iter().flatten().map(|(parameter, _)| parameter).collect()
    }

    /// What the rule behind a finding verifies.
    fn check_of(&self, issue: &Issue) -> Option<&Check> {
        let IssueCode::Rule(code) = &issue.code else { return None };
        let slot = self.slot(&issue.path)?;
        let Some(InTable { column, .. }) = issue.path.in_table() else {
            let own = self.rules.iter().filter(|rule| rule.field == slot);
            let mut own = own.filter(|rule| self.field(slot).rules[rule.place].code == *code);
            return own.next().map(|rule| &rule.check);
        };
        let place = self.column_place(slot, column?)?;
        let rules = &self.field(slot).columns().get(place)?.rules;
        let rule = rules.iter().position(|rule| rule.code == *code)?;
        self.nodes[slot].table.as_ref()?.columns.get(place)?.rules.get(rule)
    }

    /// What decides of a field, or of a cell.
    pub(super) fn question(&self, path: &Path) -> Option<&Question> {
        let slot = self.slot(path)?;
        let Some(InTable { column, .. }) = path.in_table() else { return Some(&self.nodes[slot].question) };
        let place = self.column_place(slot, column?)?;
        self.nodes[slot].table.as_ref()?.columns.get(place).map(|column| &column.question)
    }

    /// How a computed field was computed; `None` for a field that is typed.
    #[must_use]
    pub fn formula(&self, evaluation: &Evaluation, context: &Context, path: &Path) -> Option<Formula> {
        let expr = self.question(path)?.computed.as_ref()?;
        let now = Now { program: self, evaluation, context };
        let table = Name::Field(path.field());
        let row = path.in_table().and_then(|parts| {
            let rows = &self.state(evaluation, &path.field())?.rows;
            rows.iter().position(|row| row.id == parts.row)
        });
        let row = row.map(|row| InRow { around: &now, table: &table, row });
        let scope: &dyn Scope = match &row {
            Some(row) => row,
            None => &now,
        };
        let words = Words { program: self, context, table: &table };
        let field = self.trame.field(path)?;
        let state = self.state(evaluation, path)?;
        let mut reckoned = false;
        expr.each(&mut |node| {
            reckoned |= matches!(&node.node, Node::Binary(operator, ..) if operator.is_arithmetic());
        });
        let mut sources: Vec<String> = Vec::new();
        let mut provisional = None;
        for (parameter, day) in parameters_in(expr, scope, context) {
            if !sources.contains(&parameter.source) {
                sources.push(parameter.source.clone());
            }
            provisional = provisional.or_else(|| parameter.provisional(day));
        }
        expr.each_name(&mut |name, _| {
            let Name::Field(read) = name else { return };
            if provisional.is_none() && self.trame.field(read).is_some_and(|field| field.computed.is_some()) {
                provisional = self.formula(evaluation, context, read).and_then(|formula| formula.provisional);
            }
        });
        Some(Formula {
            calculation: expr::explain(expr, scope, &words),
            result: state.value.as_ref().map(|value| french::value(value, &field.field_type)),
            reckoned,
            sources,
            provisional,
        })
    }
}

/// The parameters that an expression reads, each once, as they are in force on the day they are read at.
fn parameters_in<'a>(expr: &Expr, scope: &dyn Scope, context: &'a Context) -> Vec<(&'a Parameter, Date)> {
    let mut found: Vec<(&Parameter, Date)> = Vec::new();
    expr.each(&mut |node| {
        let Node::Parameter(name, day) = &node.node else { return };
        let day = day.as_ref().and_then(|day| expr::evaluate(day, scope));
        let day = if let Some(expr::Datum::Date(day)) = day { day } else { context.today };
        let parameter = context.parameters.at(name, &context.facts, day);
        let known = |parameter: &&Parameter| found.iter().any(|(known, _)| known == parameter);
        found.extend(parameter.filter(|parameter| !known(parameter)).map(|parameter| (parameter, day)));
    });
    found
}

/// What a rule read behind a name: a value, the total of a column, the number of rows of a table.
fn shown_input(name: &Name, field: &Field, now: &Now<'_>) -> String {
    if let Some(rows) = now.rows(name) {
        return french::count(rows, "ligne", "lignes");
    }
    let sum = |items: &[expr::Datum<'_>]| {
        let mut numbers = items.iter().map(expr::Datum::number);
        numbers.try_fold(crate::Decimal::ZERO, |sum, number| sum.checked_add(number?))
    };
    match now.value(name) {
        Some(expr::Datum::List(items)) if name.path().is_some_and(|path| field.path == *path) => {
            match sum(&items) {
                Some(total) => format!("{} au total", french::quantity(total, &field.field_type)),
                None => now.shown_value(name),
            }
        }
        _ => now.shown_value(name),
    }
}

struct Words<'a> {
    program: &'a Program,
    context: &'a Context,
    /// The field worked out, for the names of its row when it is a cell.
    table: &'a Name,
}

impl Words<'_> {
    fn field(&self, name: &Name) -> Option<&Field> {
        let trame = self.program.trame();
        match name {
            Name::Row(column) => trame.field(&self.table.path()?.join(column)),
            _ => trame.field(name.path()?),
        }
    }
}

impl Wording for Words<'_> {
    fn field_type(&self, name: &Name) -> FieldType {
        self.field(name).map_or(FieldType::Text, |field| field.field_type.clone())
    }

    fn unknown(&self, name: &Name) -> String {
        self.field(name).map_or_else(|| format!("[{name}]"), |field| format!("[{}]", field.label))
    }

    fn today(&self) -> Date {
        self.context.today
    }
}
