//! Judging one question and one rule.

use super::{
    Context, Evaluation, FieldState, Issue, IssueCode, Program, Severity,
    compile::{Need, Question},
    scope::Now,
};
use crate::{
    Date, Field, FieldType, Path, Rule, Value,
    expr::{self, Datum, Expr, Scope},
    file::FileFault,
    french, read,
};

impl Program {
    pub(super) fn judge_field(&self, slot: usize, evaluation: &Evaluation, context: &Context) -> FieldState {
        let node = &self.nodes[slot];
        let field = self.field(slot);
        let now = Now { program: self, evaluation, context };
        let given = evaluation.answers[slot].as_ref();
        let mut state = self.judge_question(&node.question, field, &field.path, given, &now, context);
        if state.visible
            && let (Some(table), Some(columns)) = (field.field_type.table(), &node.table)
        {
            state.rows = self.judge_rows(field, table, columns, &evaluation.given[slot], &now, context);
            state.required |= table.min_rows > 0;
            state.issue = super::table::own_issue(field, table, &state);
        }
        state
    }

    /// Judges a question in its scope: a field among the others, or a cell in its row.
    pub(super) fn judge_question(
        &self,
        question: &Question,
        field: &Field,
        path: &Path,
        given: Option<&Value>,
        scope: &dyn Scope,
        context: &Context,
    ) -> FieldState {
        if !self.is_of_variant(field, context) || !question.visible.iter().all(|expr| holds(expr, scope)) {
            return FieldState::default();
        }
        let value = match &question.computed {
            Some(expr) => expr::evaluate(expr, scope).and_then(|datum| value_of(datum, &field.field_type)),
            None => given.cloned(),
        };
        let required = match &question.required {
            Need::Never => false,
            Need::Always => true,
            Need::When(expr) => holds(expr, scope),
        };
        let required_here = required && field.is_typed();
        let issue = own_issue(field, path, value.as_ref(), required_here, context.today);
        FieldState { visible: true, required, value, issue, rows: Vec::new() }
    }

    fn is_of_variant(&self, field: &Field, context: &Context) -> bool {
        let fact = self.trame.variant.as_ref().and_then(|fact| context.facts.get(fact));
        field.is_for(fact.and_then(Value::text).unwrap_or_default())
    }

    pub(super) fn judge_rule(
        &self,
        number: usize,
        evaluation: &Evaluation,
        context: &Context,
    ) -> Option<Issue> {
        let node = &self.rules[number];
        if !evaluation.fields[node.field].visible {
            return None;
        }
        let scope = Now { program: self, evaluation, context };
        if expr::evaluate(&node.check.expr, &scope)?.truth()? {
            return None;
        }
        let path = &self.field(node.field).path;
        Some(failure(self.rule(number), path, scope.justified(node.check.justification), &|name| {
            scope.shown(name)
        }))
    }
}

/// What a rule that fails says beside an answer.
pub(super) fn failure(rule: &Rule, path: &Path, justified: bool, shown: &dyn Fn(&str) -> String) -> Issue {
    Issue {
        path: path.clone(),
        code: IssueCode::Rule(rule.code.clone()),
        severity: rule.severity,
        justified,
        text: french::template::fill(&rule.text, shown),
        advice: rule.advice.clone(),
        reference: rule.reference.clone(),
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
fn own_issue(
    field: &Field,
    path: &Path,
    value: Option<&Value>,
    required: bool,
    today: Date,
) -> Option<Issue> {
    let code = match value {
        None if field.field_type.table().is_some() => return None,
        None if required => IssueCode::Required,
        None => return None,
        Some(value) => own_code(field, value, today)?,
    };
    Some(own(field, path, code))
}

/// A finding on an answer by itself, in words.
pub(super) fn own(field: &Field, path: &Path, code: IssueCode) -> Issue {
    let text = french::message(&code, field);
    Issue {
        path: path.clone(),
        code,
        severity: Severity::Blocking,
        justified: false,
        text,
        advice: None,
        reference: None,
    }
}

/// What is said of a code that has no name though its list is kept: the list does not have it.
fn nameless(field: &Field, value: &Value) -> Option<read::Misread> {
    let (FieldType::Coded { list } | FieldType::CodedList { list }) = &field.field_type else { return None };
    let codes = match value {
        Value::Coded(coded) => std::slice::from_ref(coded),
        Value::CodedList(codes) => codes,
        _ => &[],
    };
    let unknown = list.is_kept() && codes.iter().any(|coded| coded.label.is_empty());
    unknown.then(|| read::coded::unknown(*list))
}

fn own_code(field: &Field, value: &Value, today: Date) -> Option<IssueCode> {
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
        Value::Files(files) => files.iter().find_map(|file| {
            Some(match file.fault(field.valid_months, today)? {
                FileFault::Infected(found) => IssueCode::PieceRefused(file.name.clone(), found),
                FileFault::Expired(last) => IssueCode::PieceExpired(file.name.clone(), last),
            })
        }),
        Value::Coded(_) | Value::CodedList(_) => nameless(field, value).map(IssueCode::Unreadable),
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
