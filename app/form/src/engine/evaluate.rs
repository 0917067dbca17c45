//! Evaluating answers against a program, whole or change by change.

use std::collections::BTreeSet;

use super::{Context, Issue, IssueCode, Program, Severity, compile::Need};
use crate::{
    Answers, Date, Decimal, Field, FieldType, Path, Value,
    expr::{self, Datum, Expr, Name, Scope},
    french, read,
};

/// What is known of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldState {
    /// Whether the field is shown.
    pub visible: bool,
    /// Whether an answer is required.
    pub required: bool,
    /// The value that counts: computed, or answered and shown.
    pub value: Option<Value>,
    /// The finding on the answer by itself, if any.
    pub issue: Option<Issue>,
}

impl FieldState {
    /// Whether the value may be reckoned with: nothing is worked out from an answer that is refused itself.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.issue.is_none()
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    /// Fields shown that a person can answer.
    pub asked: usize,
    /// Of these, answered.
    pub answered: usize,
    /// Required answers still missing.
    pub missing: usize,
    /// Findings that hold submission back, missing answers left out.
    pub blocking: usize,
    /// Explanations still to give.
    pub to_justify: usize,
}

/// The verdict on a set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    answers: Vec<Option<Value>>,
    fields: Vec<FieldState>,
    failures: Vec<Option<Issue>>,
}

impl Program {
    /// Judges a set of answers.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers, context: &Context) -> Evaluation {
        let mut evaluation = Evaluation {
            answers: vec![None; self.nodes.len()],
            fields: vec![FieldState::default(); self.nodes.len()],
            failures: vec![None; self.rules.len()],
        };
        for (path, value) in answers.iter() {
            if let Some(slot) = self.slot(path) {
                evaluation.answers[slot] = Some(value.clone());
            }
        }
        for slot in &self.order {
            evaluation.fields[*slot] = self.judge_field(*slot, &evaluation, context);
        }
        for number in 0..self.rules.len() {
            evaluation.failures[number] = self.judge_rule(number, &evaluation, context);
        }
        evaluation
    }

    /// Judges again after some answers changed: the fields and rules that depend on them, no more.
    ///
    /// The result equals a whole evaluation of the changed answers; a property test proves it.
    pub fn update(&self, evaluation: &mut Evaluation, changes: &[(Path, Option<Value>)], context: &Context) {
        // Ordered by rank: each field is judged once, after those it reads.
        let mut pending: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut rules: BTreeSet<usize> = BTreeSet::new();
        for (path, value) in changes {
            if let Some(slot) = self.slot(path) {
                evaluation.answers[slot].clone_from(value);
                pending.insert((self.nodes[slot].rank, slot));
            }
        }
        while let Some((_, slot)) = pending.pop_first() {
            let state = self.judge_field(slot, evaluation, context);
            let node = &self.nodes[slot];
            let before = &evaluation.fields[slot];
            let seen_by_others = before.value != state.value
                || before.visible != state.visible
                || before.counts() != state.counts();
            if seen_by_others {
                pending.extend(node.dependents.iter().map(|next| (self.nodes[*next].rank, *next)));
                rules.extend(&node.rules);
            }
            evaluation.fields[slot] = state;
        }
        for number in rules {
            evaluation.failures[number] = self.judge_rule(number, evaluation, context);
        }
    }

    fn judge_field(&self, slot: usize, evaluation: &Evaluation, context: &Context) -> FieldState {
        let node = &self.nodes[slot];
        let field = self.field(slot);
        let scope = Now { program: self, evaluation, context };
        if !self.is_of_variant(field, context)
            || !node.visible.as_ref().is_none_or(|expr| holds(expr, &scope))
        {
            return FieldState::default();
        }
        let value = match &node.computed {
            Some(expr) => expr::evaluate(expr, &scope).and_then(|datum| value_of(datum, &field.field_type)),
            None => evaluation.answers[slot].clone(),
        };
        let required = match &node.required {
            Need::Never => false,
            Need::Always => true,
            Need::When(expr) => holds(expr, &scope),
        };
        let issue = own_issue(field, value.as_ref(), required && field.is_typed());
        FieldState { visible: true, required, value, issue }
    }

    fn is_of_variant(&self, field: &Field, context: &Context) -> bool {
        field.variants.is_empty()
            || self
                .trame
                .variant
                .as_ref()
                .and_then(|fact| context.facts.get(fact))
                .and_then(Value::text)
                .is_some_and(|variant| field.variants.iter().any(|wanted| wanted == variant))
    }

    fn judge_rule(&self, number: usize, evaluation: &Evaluation, context: &Context) -> Option<Issue> {
        let node = &self.rules[number];
        if !evaluation.fields[node.field].visible {
            return None;
        }
        let scope = Now { program: self, evaluation, context };
        let verdict = expr::evaluate(&node.check, &scope)?.truth()?;
        if verdict {
            return None;
        }
        let rule = self.rule(number);
        let justified = node.justification.is_some_and(|slot| evaluation.fields[slot].value.is_some());
        Some(Issue {
            path: self.field(node.field).path.clone(),
            code: IssueCode::Rule(rule.code.clone()),
            severity: rule.severity,
            justified,
            text: french::template::fill(&rule.text, &|name| self.shown(name, evaluation, context)),
            advice: rule.advice.clone(),
            reference: rule.reference.clone(),
        })
    }

    /// What has been found of a field.
    #[must_use]
    pub fn state<'a>(&self, evaluation: &'a Evaluation, path: &Path) -> Option<&'a FieldState> {
        self.slot(path).map(|slot| &evaluation.fields[slot])
    }

    /// Findings beside a field, the most serious first.
    #[must_use]
    pub fn issues_of<'a>(&self, evaluation: &'a Evaluation, path: &Path) -> Vec<&'a Issue> {
        let Some(slot) = self.slot(path) else { return Vec::new() };
        let own = evaluation.fields[slot].issue.iter();
        let rules = self.nodes[slot].rules.iter().filter(|number| self.rules[**number].field == slot);
        let mut issues: Vec<&Issue> =
            own.chain(rules.filter_map(|number| evaluation.failures[*number].as_ref())).collect();
        issues.sort_by_key(|issue| issue.severity);
        issues
    }

    /// Every finding, in the order of the trame.
    #[must_use]
    pub fn issues<'a>(&self, evaluation: &'a Evaluation) -> Vec<&'a Issue> {
        self.trame.fields().flat_map(|(_, field)| self.issues_of(evaluation, &field.path)).collect()
    }

    /// The answers that count: shown, computed ones included; hidden ones are left out.
    #[must_use]
    pub fn counted(&self, evaluation: &Evaluation) -> Answers {
        self.trame
            .fields()
            .zip(&evaluation.fields)
            .filter_map(|((_, field), state)| Some((field.path.clone(), state.value.clone()?)))
            .collect()
    }

    /// How far a step is.
    #[must_use]
    pub fn tally(&self, evaluation: &Evaluation, step: &str) -> StepTally {
        let mut tally = StepTally::default();
        for (_, field) in self.trame.fields().filter(|(found, _)| found.key == step) {
            let Some(state) = self.state(evaluation, &field.path).filter(|state| state.visible) else {
                continue;
            };
            if field.is_typed() {
                tally.asked += 1;
                tally.answered += usize::from(state.value.is_some());
            }
            for issue in
                self.issues_of(evaluation, &field.path).into_iter().filter(|issue| issue.holds_back())
            {
                match issue.severity {
                    _ if issue.is_missing() => tally.missing += 1,
                    Severity::ToJustify => tally.to_justify += 1,
                    _ => tally.blocking += 1,
                }
            }
        }
        tally
    }

    /// A name's value as a person reads it.
    pub(super) fn shown(&self, name: &str, evaluation: &Evaluation, context: &Context) -> String {
        let Ok(Expr { node: expr::ast::Node::Name(name), .. }) = expr::parse(name) else {
            return String::new();
        };
        self.shown_value(&name, evaluation, context)
    }

    /// The value of a name as a person reads it.
    pub(super) fn shown_value(&self, name: &Name, evaluation: &Evaluation, context: &Context) -> String {
        let unknown = || "non renseigné".to_owned();
        let show = |path: &Path, value: Option<&Value>| match (self.slot(path), value) {
            (Some(slot), Some(value)) => french::value(value, &self.field(slot).field_type),
            _ => unknown(),
        };
        match name {
            Name::Field(path) => {
                show(path, self.state(evaluation, path).and_then(|state| state.value.as_ref()))
            }
            Name::Previous(path) => show(path, context.previous.get(path)),
            Name::Fact(fact) => {
                context.facts.get(fact).map_or_else(unknown, |value| french::value(value, &FieldType::Text))
            }
        }
    }
}

/// The scope of one moment of an evaluation.
pub(super) struct Now<'a> {
    pub(super) program: &'a Program,
    pub(super) evaluation: &'a Evaluation,
    pub(super) context: &'a Context,
}

impl Scope for Now<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        let value = match name {
            Name::Field(path) => {
                let state = self.program.state(self.evaluation, path)?;
                state.value.as_ref().filter(|_| state.counts())?
            }
            Name::Previous(path) => self.context.previous.get(path)?,
            Name::Fact(fact) => self.context.facts.get(fact)?,
        };
        Datum::of(value)
    }

    fn parameter(&self, name: &str, day: Option<Date>) -> Option<Decimal> {
        let day = day.unwrap_or(self.context.today);
        self.context.parameters.at(name, &self.context.facts, day).map(|parameter| parameter.value)
    }
}

/// Whether an expression is known to be true.
fn holds(expr: &Expr, scope: &dyn Scope) -> bool {
    expr::evaluate(expr, scope).and_then(|datum| datum.truth()) == Some(true)
}

/// The value of a computed datum, at the scale of its type.
fn value_of(datum: Datum<'_>, field_type: &FieldType) -> Option<Value> {
    Some(match datum {
        Datum::Boolean(yes) => Value::Boolean(yes),
        Datum::Date(date) => Value::Date(date),
        Datum::Text(text) => Value::Text(text.into_owned()),
        Datum::Number(number) if matches!(field_type, FieldType::Integer | FieldType::Year) => {
            Value::Integer(i64::try_from(number.round()).ok()?)
        }
        Datum::Number(number) => {
            let scale = field_type.scale();
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let mut number = number.round_dp_with_strategy(scale, strategy);
            number.rescale(scale);
            Value::Number(number)
        }
        Datum::List(_) => return None,
    })
}

/// The finding on an answer by itself.
fn own_issue(field: &Field, value: Option<&Value>, required: bool) -> Option<Issue> {
    let code = match value {
        None if required => IssueCode::Required,
        None => return None,
        Some(value) => own_code(field, value)?,
    };
    let text = french::message(&code, field);
    Some(Issue {
        path: field.path.clone(),
        code,
        severity: Severity::Blocking,
        justified: false,
        text,
        advice: None,
        reference: None,
    })
}

fn own_code(field: &Field, value: &Value) -> Option<IssueCode> {
    match value {
        Value::Unreadable(text) => {
            // Read again: the type may have changed since, and the reason is not stored.
            let reason = read::read(text, &field.field_type).err().unwrap_or(read::Misread::FarTooLong);
            Some(IssueCode::Unreadable(reason))
        }
        Value::Text(text) => {
            let length = text.chars().count();
            let short = field.min_length.filter(|least| length < *least);
            let long = field.max_length.filter(|most| length > *most);
            short
                .map(|least| IssueCode::TooShort(least, length))
                .or_else(|| long.map(|most| IssueCode::TooLong(most, length)))
        }
        Value::Choice(key) => {
            let offered = field.field_type.choices();
            let known = offered.is_empty() || offered.iter().any(|choice| choice.key == *key);
            (!known).then_some(IssueCode::Unreadable(read::Misread::NotAChoice))
        }
        _ => {
            let number = value.number()?;
            let small = field.min.filter(|least| number < *least);
            let big = field.max.filter(|most| number > *most);
            small.map(IssueCode::TooSmall).or_else(|| big.map(IssueCode::TooBig))
        }
    }
}
