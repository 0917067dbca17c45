//! Writing an expression with its numbers in place.

use crate::{
    Date, FieldType,
    expr::{Datum, Expr, Function, Name, Operator, Scope, ast::Node, evaluate},
    french,
};

/// How the names of an expression are worded.
pub trait Wording {
    /// Type of a named value, for its unit and decimals.
    fn field_type(&self, name: &Name) -> FieldType;

    /// What stands for a value that is unknown.
    fn unknown(&self, name: &Name) -> String;

    /// The day a parameter without a day is read at.
    fn today(&self) -> Date;
}

/// More cells than this are not written out.
const MANY: usize = 12;

/// The expression as a person would write it, names replaced by their values.
///
/// Rounding is left out (the result shows it) and a condition shows the branch that was taken.
pub fn explain(expr: &Expr, scope: &dyn Scope, words: &dyn Wording) -> String {
    match &expr.node {
        Node::Boolean(yes) => french::yes_no(*yes).to_owned(),
        Node::Number(number) => french::number(*number, number.normalize().scale()),
        Node::Text(text) => format!("« {text} »"),
        Node::Date(date) => french::date(*date),
        Node::List(items) => {
            let items: Vec<String> = items.iter().map(|item| explain(item, scope, words)).collect();
            items.join(", ")
        }
        Node::Name(name) => match scope.value(name) {
            Some(datum) => datum_text(&datum, &words.field_type(name)),
            None => words.unknown(name),
        },
        Node::Parameter(name, day) => {
            let day = match day.as_ref().map(|day| evaluate(day, scope)) {
                None => Some(words.today()),
                Some(Some(Datum::Date(date))) => Some(date),
                Some(_) => None,
            };
            let value = day.and_then(|day| scope.parameter(name, Some(day)));
            let scale = |number: crate::Decimal| {
                if number.fract().is_zero() && number < 5_000.into() { 0 } else { 2 }
            };
            value.map_or_else(|| format!("[{name}]"), |value| french::number(value, scale(value)))
        }
        Node::Not(inner) => format!("non {}", explain(inner, scope, words)),
        Node::Negative(inner) => format!("−{}", explain(inner, scope, words)),
        Node::Binary(operator, left, right) => {
            let side = |inner: &Expr| {
                let text = explain(inner, scope, words);
                if binds_looser(inner, *operator) { format!("({text})") } else { text }
            };
            format!("{} {} {}", side(left), operator.sign(), side(right))
        }
        Node::Call(function, arguments) => call(*function, arguments, scope, words),
    }
}

fn call(function: Function, arguments: &[Expr], scope: &dyn Scope, words: &dyn Wording) -> String {
    let argument =
        |place: usize| arguments.get(place).map(|item| explain(item, scope, words)).unwrap_or_default();
    match function {
        Function::Round | Function::OrZero => argument(0),
        Function::Sum if arguments.len() == 1 => sum(&arguments[0], scope, words),
        Function::If => {
            match arguments.first().and_then(|item| evaluate(item, scope)).and_then(|datum| datum.truth()) {
                Some(false) if arguments.len() > 2 => argument(2),
                _ => argument(1),
            }
        }
        Function::Months => {
            let months = evaluate_call(function, arguments, scope);
            months.map_or_else(|| "[nombre de mois]".to_owned(), |months| format!("{months} mois"))
        }
        _ => {
            let arguments: Vec<String> = arguments.iter().map(|item| explain(item, scope, words)).collect();
            format!("{}({})", function.name(), arguments.join(" ; "))
        }
    }
}

/// `3,50 + 4,45`: the cells of a column added up, or their number when they are many.
fn sum(column: &Expr, scope: &dyn Scope, words: &dyn Wording) -> String {
    let field_type = match &column.node {
        Node::Name(name) => words.field_type(name),
        _ => FieldType::Text,
    };
    match evaluate(column, scope) {
        Some(Datum::List(items)) if items.len() <= MANY => {
            let items: Vec<String> = items.iter().map(|item| datum_text(item, &field_type)).collect();
            items.join(" + ")
        }
        Some(Datum::List(items)) => format!("somme de {} cases", items.len()),
        _ => explain(column, scope, words),
    }
}

fn evaluate_call(function: Function, arguments: &[Expr], scope: &dyn Scope) -> Option<crate::Decimal> {
    let call = Expr { node: Node::Call(function, arguments.to_vec()), at: 0 };
    evaluate(&call, scope).and_then(|datum| datum.number())
}

fn datum_text(datum: &Datum<'_>, field_type: &FieldType) -> String {
    match datum {
        Datum::Boolean(yes) => french::yes_no(*yes).to_owned(),
        Datum::Number(number) => french::quantity(*number, field_type),
        Datum::Text(text) => text.to_string(),
        Datum::Date(date) => french::date(*date),
        Datum::List(items) => {
            let items: Vec<String> = items.iter().map(|item| datum_text(item, field_type)).collect();
            items.join(", ")
        }
    }
}

/// Whether an operand needs brackets under an operator.
fn binds_looser(expr: &Expr, operator: Operator) -> bool {
    let strength = |operator: Operator| match operator {
        Operator::Or => 0,
        Operator::And => 1,
        Operator::Plus | Operator::Minus => 3,
        Operator::Times | Operator::Over => 4,
        _ => 2,
    };
    let mut inner = expr;
    while let Node::Call(Function::Round | Function::OrZero, arguments) = &inner.node {
        let Some(first) = arguments.first() else { return false };
        inner = first;
    }
    matches!(&inner.node, Node::Binary(found, ..) if strength(*found) < strength(operator))
}
