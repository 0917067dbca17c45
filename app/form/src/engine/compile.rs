//! Turning a trame into a program: trees instead of texts, and the order of computation.

use super::order;
use crate::{
    Field, Map, Path, Trame,
    expr::{self, Expr, Name},
    french,
    trame::{Requirement, Table},
};

/// A trame ready to judge answers.
///
/// Fields are numbered by their place; each knows which fields and rules to compute again when it
/// changes.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) trame: Trame,
    pub(super) nodes: Vec<Node>,
    pub(super) rules: Vec<RuleNode>,
    /// Nodes in an order where each comes after those it reads.
    pub(super) order: Vec<usize>,
    index: Map<Path, usize>,
}

/// One field, compiled.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) step: usize,
    pub(super) place: usize,
    pub(super) rank: usize,
    pub(super) question: Question,
    /// The columns, for a table.
    pub(super) table: Option<TableNode>,
    pub(super) dependents: Vec<usize>,
    pub(super) rules: Vec<usize>,
}

/// What decides of one question: a field, or a column in each row.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) visible: Vec<Expr>,
    pub(super) required: Need,
    pub(super) computed: Option<Expr>,
}

impl Question {
    /// Every expression that decides of it.
    fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let required = if let Need::When(expr) = &self.required { Some(expr) } else { None };
        self.visible.iter().chain(&self.computed).chain(required)
    }
}

/// The columns of a table, compiled.
#[derive(Debug, Clone)]
pub(super) struct TableNode {
    pub(super) columns: Vec<ColumnNode>,
    /// Columns in an order where each comes after those it reads.
    pub(super) order: Vec<usize>,
}

/// One column, compiled.
#[derive(Debug, Clone)]
pub(super) struct ColumnNode {
    pub(super) question: Question,
    pub(super) rules: Vec<Check>,
}

/// When an answer is required, compiled.
#[derive(Debug, Clone)]
pub(super) enum Need {
    Never,
    Always,
    When(Expr),
}

/// One rule of a field, compiled.
#[derive(Debug, Clone)]
pub(super) struct RuleNode {
    pub(super) field: usize,
    pub(super) place: usize,
    pub(super) check: Check,
}

/// What a rule verifies, and the field that justifies a failure.
#[derive(Debug, Clone)]
pub(super) struct Check {
    pub(super) expr: Expr,
    pub(super) justification: Option<usize>,
}

impl Program {
    /// Compiles a trame that [`crate::trame::read_trame`] accepted, or names a cycle of fields.
    ///
    /// An expression that does not parse (only possible in a trame that was not read from a file) is
    /// taken as unknown for ever.
    pub fn compile(trame: Trame) -> Result<Self, Vec<Path>> {
        let index: Map<Path, usize> =
            trame.fields().enumerate().map(|(place, (_, field))| (field.path.clone(), place)).collect();
        let mut nodes = Vec::new();
        let mut rules = Vec::new();
        for (step_place, step) in trame.steps.iter().enumerate() {
            for (place, field) in step.fields.iter().enumerate() {
                let here = nodes.len();
                let checks = checks(field, &index).into_iter().enumerate();
                rules.extend(checks.map(|(place, check)| RuleNode { field: here, place, check }));
                let table = field.field_type.table().map(|table| table_node(&trame, table, &index));
                nodes.push(Node {
                    step: step_place,
                    place,
                    rank: 0,
                    question: question(&trame, field),
                    table: table.transpose()?,
                    dependents: Vec::new(),
                    rules: Vec::new(),
                });
            }
        }
        let mut program = Self { trame, nodes, rules, order: Vec::new(), index };
        program.link();
        program.sort()?;
        Ok(program)
    }

    /// The trame the program was compiled from.
    #[must_use]
    pub fn trame(&self) -> &Trame {
        &self.trame
    }

    /// The number of the field that a path stands under: its own, or its table's.
    pub(super) fn slot(&self, path: &Path) -> Option<usize> {
        if let Some(slot) = self.index.get(path) {
            return Some(*slot);
        }
        match path.in_table() {
            Some(_) => self.index.get(&path.field()).copied(),
            None => self.column_slot(path),
        }
    }

    /// The number of the table whose column a path names.
    fn column_slot(&self, path: &Path) -> Option<usize> {
        let slot = *self.index.get(&path.parent()?)?;
        self.field(slot).field_type.table()?.column(path.last())?;
        Some(slot)
    }

    /// The field of a number.
    pub(super) fn field(&self, slot: usize) -> &Field {
        let node = &self.nodes[slot];
        &self.trame.steps[node.step].fields[node.place]
    }

    /// The rule of a number.
    pub(super) fn rule(&self, number: usize) -> &crate::Rule {
        let rule = &self.rules[number];
        &self.field(rule.field).rules[rule.place]
    }

    /// Tells each field which fields and rules read it.
    fn link(&mut self) {
        for slot in 0..self.nodes.len() {
            for read in self.reads_of_field(slot) {
                // A row of a table reads the others of its own: they are judged together.
                if read != slot && !self.nodes[read].dependents.contains(&slot) {
                    self.nodes[read].dependents.push(slot);
                }
            }
        }
        for number in 0..self.rules.len() {
            let rule = &self.rules[number];
            let mut reads = self.reads(&rule.check.expr);
            // What a finding says changes with the values it names.
            for name in french::template::names(&self.rule(number).text) {
                reads.extend(self.reads(&tree(name)));
            }
            reads.push(rule.field);
            reads.extend(rule.check.justification);
            for read in reads {
                if !self.nodes[read].rules.contains(&number) {
                    self.nodes[read].rules.push(number);
                }
            }
        }
    }

    pub(super) fn reads_of_field(&self, slot: usize) -> Vec<usize> {
        let node = &self.nodes[slot];
        let mut reads = self.reads_of_question(&node.question);
        for (place, column) in node.table.iter().flat_map(|table| table.columns.iter().enumerate()) {
            reads.extend(self.reads_of_question(&column.question));
            for check in &column.rules {
                reads.extend(self.reads(&check.expr));
                reads.extend(check.justification);
            }
            let columns = self.field(slot).field_type.table().map_or(&[][..], |table| &table.columns);
            for rule in columns.get(place).iter().flat_map(|column| &column.rules) {
                for name in french::template::names(&rule.text) {
                    reads.extend(self.reads(&tree(name)));
                }
            }
        }
        reads.retain(|read| node.table.is_none() || *read != slot);
        reads
    }

    fn reads_of_question(&self, question: &Question) -> Vec<usize> {
        question.expressions().flat_map(|expr| self.reads(expr)).collect()
    }

    pub(super) fn reads(&self, expr: &Expr) -> Vec<usize> {
        let mut reads = Vec::new();
        expr.each_name(&mut |name, _| {
            if let Name::Field(path) = name {
                reads.extend(self.slot(path));
            }
        });
        reads
    }

    /// Orders the fields so that each comes after those it reads, or names a cycle.
    fn sort(&mut self) -> Result<(), Vec<Path>> {
        let reads: Vec<Vec<usize>> = (0..self.nodes.len()).map(|slot| self.reads_of_field(slot)).collect();
        let order = order::sorted(&reads).map_err(|cycle| {
            cycle.into_iter().map(|slot| self.field(slot).path.clone()).collect::<Vec<_>>()
        })?;
        for (rank, slot) in order.iter().enumerate() {
            self.nodes[*slot].rank = rank;
        }
        self.order = order;
        Ok(())
    }
}

/// What decides of a field, its cadence included.
fn question(trame: &Trame, field: &Field) -> Question {
    let cadence = field.cadence.as_ref().and_then(|cadence| trame.cadences.get(cadence));
    Question {
        visible: cadence.into_iter().chain(&field.visible).map(|text| tree(text)).collect(),
        required: match &field.required {
            Requirement::Never => Need::Never,
            Requirement::Always => Need::Always,
            Requirement::When(text) => Need::When(tree(text)),
        },
        computed: field.computed.as_deref().map(tree),
    }
}

fn checks(field: &Field, index: &Map<Path, usize>) -> Vec<Check> {
    let slot = |path: &Path| index.get(path).copied();
    let check = |rule: &crate::Rule| Check {
        expr: tree(&rule.check),
        justification: rule.justification.as_ref().and_then(slot),
    };
    field.rules.iter().map(check).collect()
}

fn table_node(trame: &Trame, table: &Table, index: &Map<Path, usize>) -> Result<TableNode, Vec<Path>> {
    let columns: Vec<ColumnNode> = table
        .columns
        .iter()
        .map(|column| ColumnNode { question: question(trame, column), rules: checks(column, index) })
        .collect();
    let place = |name: &str| table.columns.iter().position(|column| column.path.last() == name);
    let reads = columns.iter().map(|column| {
        let mut reads = Vec::new();
        for expr in column.question.expressions() {
            expr.each_name(&mut |name, _| {
                if let Name::Row(column) = name {
                    reads.extend(place(column));
                }
            });
        }
        reads
    });
    let order = order::sorted(&reads.collect::<Vec<_>>())
        .map_err(|cycle| cycle.into_iter().map(|at| table.columns[at].path.clone()).collect::<Vec<_>>())?;
    Ok(TableNode { columns, order })
}

pub(super) fn tree(text: &str) -> Expr {
    expr::parse(text).unwrap_or(Expr { node: expr::ast::Node::Name(Name::Fact(String::new())), at: 0 })
}
