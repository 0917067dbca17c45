//! Telling how a computed value was computed, with the numbers in place.

use super::{Context, Evaluation, Issue, IssueCode, Program, compile::RuleNode, evaluate::Now};
use crate::{
    Date, FieldType, Path,
    expr::{self, Name, explain::Wording},
    french,
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
        let IssueCode::Rule(code) = &issue.code else { return Vec::new() };
        let of_issue = |node: &&RuleNode| {
            let field = self.field(node.field);
            field.path == issue.path && field.rules[node.place].code == *code
        };
        let mut inputs: Vec<Input> = Vec::new();
        let Some(rule) = self.rules.iter().find(of_issue) else { return inputs };
        rule.check.each_name(&mut |name, _| {
            let (Name::Field(path) | Name::Previous(path)) = name else { return };
            let Some(slot) = self.slot(path) else { return };
            if !inputs.iter().any(|known| known.name == *name) {
                inputs.push(Input {
                    name: name.clone(),
                    label: self.field(slot).label.clone(),
                    shown: self.shown_value(name, evaluation, context),
                });
            }
        });
        inputs
    }

    /// How a computed field was computed; `None` for a field that is typed.
    #[must_use]
    pub fn formula(&self, evaluation: &Evaluation, context: &Context, path: &Path) -> Option<Formula> {
        let slot = self.slot(path)?;
        let expr = self.nodes[slot].computed.as_ref()?;
        let scope = Now { program: self, evaluation, context };
        let words = Words { program: self, context };
        let field = self.field(slot);
        let state = self.state(evaluation, path)?;
        let (mut reckoned, mut sources) = (false, Vec::new());
        expr.each(&mut |node| {
            reckoned |=
                matches!(&node.node, expr::ast::Node::Binary(operator, ..) if operator.is_arithmetic());
            if let expr::ast::Node::Parameter(name, day) = &node.node {
                let day = day.as_ref().and_then(|day| expr::evaluate(day, &scope));
                let day = if let Some(expr::Datum::Date(day)) = day { day } else { context.today };
                if let Some(parameter) = context.parameters.at(name, &context.facts, day)
                    && !sources.contains(&parameter.source)
                {
                    sources.push(parameter.source.clone());
                }
            }
        });
        Some(Formula {
            calculation: expr::explain(expr, &scope, &words),
            result: state.value.as_ref().map(|value| french::value(value, &field.field_type)),
            reckoned,
            sources,
        })
    }
}

struct Words<'a> {
    program: &'a Program,
    context: &'a Context,
}

impl Wording for Words<'_> {
    fn field_type(&self, name: &Name) -> FieldType {
        match name {
            Name::Field(path) | Name::Previous(path) => {
                self.program.slot(path).map(|slot| self.program.field(slot).field_type.clone())
            }
            Name::Fact(_) => None,
        }
        .unwrap_or(FieldType::Text)
    }

    fn unknown(&self, name: &Name) -> String {
        match name {
            Name::Field(path) | Name::Previous(path) => self
                .program
                .slot(path)
                .map_or_else(|| path.to_string(), |slot| format!("[{}]", self.program.field(slot).label)),
            Name::Fact(fact) => format!("[{fact}]"),
        }
    }

    fn today(&self) -> Date {
        self.context.today
    }
}
