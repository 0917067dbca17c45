//! Turning a trame into a program: trees instead of texts, and the order of computation.

use std::collections::BTreeMap;

use crate::{
    Path, Trame,
    expr::{self, Expr, Name},
    french,
    trame::Requirement,
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
    index: BTreeMap<Path, usize>,
}

/// One field, compiled.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) step: usize,
    pub(super) place: usize,
    pub(super) rank: usize,
    pub(super) visible: Option<Expr>,
    pub(super) required: Need,
    pub(super) computed: Option<Expr>,
    pub(super) dependents: Vec<usize>,
    pub(super) rules: Vec<usize>,
}

/// When an answer is required, compiled.
#[derive(Debug, Clone)]
pub(super) enum Need {
    Never,
    Always,
    When(Expr),
}

/// One rule, compiled.
#[derive(Debug, Clone)]
pub(super) struct RuleNode {
    pub(super) field: usize,
    pub(super) place: usize,
    pub(super) check: Expr,
    pub(super) justification: Option<usize>,
}

impl Program {
    /// Compiles a trame that [`crate::trame::read_trame`] accepted, or names a cycle of fields.
    ///
    /// An expression that does not parse (only possible in a trame that was not read from a file) is
    /// taken as unknown for ever.
    pub fn compile(trame: Trame) -> Result<Self, Vec<Path>> {
        let index: BTreeMap<Path, usize> =
            trame.fields().enumerate().map(|(place, (_, field))| (field.path.clone(), place)).collect();
        let mut nodes = Vec::new();
        let mut rules = Vec::new();
        for (step_place, step) in trame.steps.iter().enumerate() {
            for (place, field) in step.fields.iter().enumerate() {
                let here = nodes.len();
                for (rule_place, rule) in field.rules.iter().enumerate() {
                    rules.push(RuleNode {
                        field: here,
                        place: rule_place,
                        check: tree(&rule.check),
                        justification: rule.justification.as_ref().and_then(|path| index.get(path).copied()),
                    });
                }
                nodes.push(Node {
                    step: step_place,
                    place,
                    rank: 0,
                    visible: field.visible.as_deref().map(tree),
                    required: match &field.required {
                        Requirement::Never => Need::Never,
                        Requirement::Always => Need::Always,
                        Requirement::When(text) => Need::When(tree(text)),
                    },
                    computed: field.computed.as_deref().map(tree),
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

    /// The number of a field.
    pub(super) fn slot(&self, path: &Path) -> Option<usize> {
        self.index.get(path).copied()
    }

    /// The field of a number.
    pub(super) fn field(&self, slot: usize) -> &crate::Field {
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
                if !self.nodes[read].dependents.contains(&slot) {
                    self.nodes[read].dependents.push(slot);
                }
            }
        }
        for number in 0..self.rules.len() {
            let rule = &self.rules[number];
            let mut reads = self.reads(&rule.check);
            // What a finding says changes with the values it names.
            for name in french::template::names(&self.rule(number).text) {
                reads.extend(self.reads(&tree(name)));
            }
            reads.push(rule.field);
            reads.extend(rule.justification);
            for read in reads {
                if !self.nodes[read].rules.contains(&number) {
                    self.nodes[read].rules.push(number);
                }
            }
        }
    }

    fn reads_of_field(&self, slot: usize) -> Vec<usize> {
        let node = &self.nodes[slot];
        let required = if let Need::When(expr) = &node.required { Some(expr) } else { None };
        [node.visible.as_ref(), node.computed.as_ref(), required]
            .into_iter()
            .flatten()
            .flat_map(|expr| self.reads(expr))
            .collect()
    }

    fn reads(&self, expr: &Expr) -> Vec<usize> {
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
        let mut waiting = vec![0_usize; self.nodes.len()];
        for node in &self.nodes {
            for dependent in &node.dependents {
                waiting[*dependent] += 1;
            }
        }
        let mut ready: Vec<usize> = (0..self.nodes.len()).rev().filter(|slot| waiting[*slot] == 0).collect();
        while let Some(slot) = ready.pop() {
            self.nodes[slot].rank = self.order.len();
            self.order.push(slot);
            for dependent in self.nodes[slot].dependents.clone() {
                waiting[dependent] -= 1;
                if waiting[dependent] == 0 {
                    ready.push(dependent);
                }
            }
        }
        if self.order.len() == self.nodes.len() {
            return Ok(());
        }
        Err(self.cycle(&waiting))
    }

    /// One cycle among the fields still waiting.
    fn cycle(&self, waiting: &[usize]) -> Vec<Path> {
        let mut walk: Vec<usize> = Vec::new();
        let mut slot = waiting.iter().position(|count| *count > 0).unwrap_or_default();
        loop {
            if let Some(start) = walk.iter().position(|seen| *seen == slot) {
                walk.push(slot);
                return walk[start..].iter().map(|slot| self.field(*slot).path.clone()).collect();
            }
            walk.push(slot);
            // Every waiting field reads another waiting field: following them must come back.
            let Some(next) = self.reads_of_field(slot).into_iter().find(|read| waiting[*read] > 0) else {
                return walk.iter().map(|slot| self.field(*slot).path.clone()).collect();
            };
            slot = next;
        }
    }
}

fn tree(text: &str) -> Expr {
    expr::parse(text).unwrap_or(Expr { node: expr::ast::Node::Name(Name::Fact(String::new())), at: 0 })
}
