//! Computing an expression.

use std::{borrow::Cow, cmp::Ordering};

use rust_decimal::RoundingStrategy;

use super::days;
use crate::{
    Date, Decimal,
    expr::{Datum, Expr, Function, Name, Operator, ast::Node},
};

/// What an expression may read.
pub trait Scope {
    /// The value of a name, or `None` while it is unknown.
    fn value(&self, name: &Name) -> Option<Datum<'_>>;

    /// The value of a dated parameter, at a day or at the scope's own day.
    fn parameter(&self, name: &str, day: Option<Date>) -> Option<Decimal>;

    /// How many rows a table has; none for what is no table.
    fn rows(&self, _table: &Name) -> Option<usize> {
        None
    }

    /// The value of a cell, by the place of its row, or `None` while it is unknown.
    fn cell(&self, _table: &Name, _row: usize, _column: &str) -> Option<Datum<'_>> {
        None
    }
}

/// The scope of one row of a table: its cells, and all around it.
pub(crate) struct InRow<'a> {
    pub(crate) around: &'a dyn Scope,
    pub(crate) table: &'a Name,
    pub(crate) row: usize,
}

impl Scope for InRow<'_> {
    fn value(&self, name: &Name) -> Option<Datum<'_>> {
        match name {
            Name::Row(column) => self.around.cell(self.table, self.row, column),
            other => self.around.value(other),
        }
    }

    fn parameter(&self, name: &str, day: Option<Date>) -> Option<Decimal> {
        self.around.parameter(name, day)
    }

    fn rows(&self, table: &Name) -> Option<usize> {
        self.around.rows(table)
    }

    fn cell(&self, table: &Name, row: usize, column: &str) -> Option<Datum<'_>> {
        self.around.cell(table, row, column)
    }
}

/// Computes an expression; `None` is *unknown*.
///
/// Overflow, division by zero and mismatched types (which [`crate::expr::check`] refuses beforehand)
/// are unknown as well: nothing here can panic.
pub fn evaluate<'a>(expr: &'a Expr, scope: &'a dyn Scope) -> Option<Datum<'a>> {
    match &expr.node {
        Node::Boolean(yes) => Some(Datum::Boolean(*yes)),
        Node::Number(number) => Some(Datum::Number(*number)),
        Node::Text(text) => Some(Datum::Text(Cow::Borrowed(text))),
        Node::Date(date) => Some(Datum::Date(*date)),
        Node::List(items) => {
            items.iter().map(|item| evaluate(item, scope)).collect::<Option<_>>().map(Datum::List)
        }
        Node::Name(name) => scope.value(name),
        Node::Parameter(name, day) => {
            let day = match day {
                None => None,
                Some(day) => match evaluate(day, scope)? {
                    Datum::Date(date) => Some(date),
                    _ => return None,
                },
            };
            scope.parameter(name, day).map(Datum::Number)
        }
        Node::Not(inner) => Some(Datum::Boolean(!evaluate(inner, scope)?.truth()?)),
        Node::Negative(inner) => Some(Datum::Number(-evaluate(inner, scope)?.number()?)),
        Node::Binary(operator, left, right) => binary(*operator, left, right, scope),
        Node::Call(function, arguments) => call(*function, arguments, scope),
    }
}

fn binary<'a>(
    operator: Operator,
    left: &'a Expr,
    right: &'a Expr,
    scope: &'a dyn Scope,
) -> Option<Datum<'a>> {
    let left = evaluate(left, scope);
    match operator {
        // Kleene's logic: one side may be enough to know.
        Operator::And => logic(left, || evaluate(right, scope), false),
        Operator::Or => logic(left, || evaluate(right, scope), true),
        _ => {
            let (left, right) = (left?, evaluate(right, scope)?);
            match operator {
                Operator::Equal => Some(Datum::Boolean(left == right)),
                Operator::Different => Some(Datum::Boolean(left != right)),
                Operator::In => match right {
                    Datum::List(items) => Some(Datum::Boolean(items.contains(&left))),
                    _ => None,
                },
                Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
                    let order = order(&left, &right)?;
                    Some(Datum::Boolean(match operator {
                        Operator::Less => order == Ordering::Less,
                        Operator::AtMost => order != Ordering::Greater,
                        Operator::Greater => order == Ordering::Greater,
                        _ => order != Ordering::Less,
                    }))
                }
                _ => arithmetic(operator, left.number()?, right.number()?).map(Datum::Number),
            }
        }
    }
}

fn logic<'a>(
    left: Option<Datum<'a>>,
    right: impl FnOnce() -> Option<Datum<'a>>,
    decisive: bool,
) -> Option<Datum<'a>> {
    let left = left.and_then(|datum| datum.truth());
    if left == Some(decisive) {
        return Some(Datum::Boolean(decisive));
    }
    let right = right().and_then(|datum| datum.truth());
    if right == Some(decisive) {
        return Some(Datum::Boolean(decisive));
    }
    left.and(right).map(|_| Datum::Boolean(!decisive))
}

fn order(left: &Datum<'_>, right: &Datum<'_>) -> Option<Ordering> {
    match (left, right) {
        (Datum::Number(a), Datum::Number(b)) => Some(a.cmp(b)),
        (Datum::Date(a), Datum::Date(b)) => Some(a.cmp(b)),
        (Datum::Text(a), Datum::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn arithmetic(operator: Operator, left: Decimal, right: Decimal) -> Option<Decimal> {
    match operator {
        Operator::Plus => left.checked_add(right),
        Operator::Minus => left.checked_sub(right),
        Operator::Times => left.checked_mul(right),
        Operator::Over => left.checked_div(right),
        _ => None,
    }
}

/// What an expression is in each row of a table, from the first; unknown when it is no table.
fn each_row<T>(
    arguments: &[Expr],
    scope: &dyn Scope,
    read: impl Fn(Option<Datum<'_>>) -> T,
) -> Option<Vec<T>> {
    let (Node::Name(table), each) = (&arguments.first()?.node, arguments.get(1)?) else { return None };
    let rows = 0..scope.rows(table)?;
    Some(rows.map(|row| read(evaluate(each, &InRow { around: scope, table, row }))).collect())
}

fn truths(arguments: &[Expr], scope: &dyn Scope) -> Option<Vec<Option<bool>>> {
    each_row(arguments, scope, |datum| datum.and_then(|datum| datum.truth()))
}

/// How many things a table, a column or a list holds.
fn count(argument: &Expr, scope: &dyn Scope) -> Option<Decimal> {
    let rows = if let Node::Name(name) = &argument.node { scope.rows(name) } else { None };
    let length = match rows {
        Some(rows) => rows,
        None => match evaluate(argument, scope)? {
            Datum::List(items) => items.len(),
            _ => return None,
        },
    };
    Some(Decimal::from(length))
}

/// The sum of a list, or of an expression over the rows of a table; unknown over no row, like an absent answer.
fn sum(arguments: &[Expr], scope: &dyn Scope) -> Option<Decimal> {
    let numbers: Vec<Decimal> = if arguments.len() > 1 {
        let each = each_row(arguments, scope, |datum| datum.and_then(|datum| datum.number()))?;
        each.into_iter().collect::<Option<_>>()?
    } else {
        match evaluate(arguments.first()?, scope)? {
            Datum::List(items) => items.iter().map(Datum::number).collect::<Option<_>>()?,
            _ => return None,
        }
    };
    let (first, rest) = numbers.split_first()?;
    rest.iter().try_fold(*first, |sum, number| sum.checked_add(*number))
}

fn call<'a>(function: Function, arguments: &'a [Expr], scope: &'a dyn Scope) -> Option<Datum<'a>> {
    let argument = |place: usize| evaluate(arguments.get(place)?, scope);
    let number = |place: usize| argument(place)?.number();
    let date = |place: usize| match argument(place)? {
        Datum::Date(date) => Some(date),
        _ => None,
    };
    Some(match function {
        Function::Answered => Datum::Boolean(argument(0).is_some()),
        Function::If => return if argument(0)?.truth()? { argument(1) } else { argument(2) },
        Function::Round => Datum::Number(round(number(0)?, number(1)?)?),
        Function::Abs => Datum::Number(number(0)?.abs()),
        Function::Min => Datum::Number(extreme(arguments, scope, Decimal::min)?),
        Function::Max => Datum::Number(extreme(arguments, scope, Decimal::max)?),
        Function::Months => Datum::Number(Decimal::from(days::months(date(0)?, date(1)?))),
        Function::Year => Datum::Number(Decimal::from(date(0)?.year())),
        Function::Length => match argument(0)? {
            Datum::Text(text) => Datum::Number(Decimal::from(text.chars().count())),
            _ => return None,
        },
        Function::Start => {
            let (Datum::Text(text), Some(count)) = (argument(0)?, number(1)) else { return None };
            let count = usize::try_from(count).ok()?;
            Datum::Text(Cow::Owned(text.chars().take(count).collect()))
        }
        Function::Shape => {
            let Datum::Text(text) = argument(0)? else { return None };
            let models = arguments.iter().skip(1).map(|model| match evaluate(model, scope)? {
                Datum::Text(model) => Some(model),
                _ => None,
            });
            Datum::Boolean(super::shape::follows(&text, &models.collect::<Option<Vec<_>>>()?))
        }
        Function::OrZero => Datum::Number(number(0).unwrap_or(Decimal::ZERO)),
        Function::Days => Datum::Number(Decimal::from(days::between(date(0)?, date(1)?))),
        Function::PlusMonths => Datum::Date(days::plus_months(date(0)?, number(1)?)?),
        Function::Day => Datum::Date(days::day(number(0)?, number(1)?, number(2)?)?),
        Function::Sum => Datum::Number(sum(arguments, scope)?),
        Function::Count if arguments.len() == 1 => Datum::Number(count(arguments.first()?, scope)?),
        Function::Count => {
            let truths = truths(arguments, scope)?.into_iter().collect::<Option<Vec<bool>>>()?;
            Datum::Number(Decimal::from(truths.into_iter().filter(|holds| *holds).count()))
        }
        Function::Distinct => match argument(0)? {
            Datum::List(items) => {
                Datum::Boolean(items.iter().enumerate().all(|(place, item)| !items[..place].contains(item)))
            }
            _ => return None,
        },
        // Kleene's logic over the rows: one may be enough to know.
        Function::All => Datum::Boolean(settled(&truths(arguments, scope)?, false)?),
        Function::Any => Datum::Boolean(settled(&truths(arguments, scope)?, true)?),
    })
}

fn extreme(arguments: &[Expr], scope: &dyn Scope, pick: fn(Decimal, Decimal) -> Decimal) -> Option<Decimal> {
    let numbers: Vec<Decimal> =
        arguments.iter().map(|item| evaluate(item, scope)?.number()).collect::<Option<_>>()?;
    numbers.into_iter().reduce(pick)
}

/// Rounds half away from zero, as ASP does; `None` when the number of decimals is absurd.
fn round(number: Decimal, decimals: Decimal) -> Option<Decimal> {
    let decimals = u32::try_from(decimals).ok().filter(|decimals| *decimals <= 10)?;
    Some(number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
}

/// The decisive verdict when one row gives it, the other when all rows are known; unknown over no row, like
/// an absent answer.
fn settled(truths: &[Option<bool>], decisive: bool) -> Option<bool> {
    if truths.is_empty() {
        return None;
    }
    if truths.contains(&Some(decisive)) {
        return Some(decisive);
    }
    truths.iter().all(Option::is_some).then_some(!decisive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Path, expr::parse};

    /// A scope where `vide.*` is unknown and the others are known.
    struct Fixed;

    impl Scope for Fixed {
        fn value(&self, name: &Name) -> Option<Datum<'_>> {
            let number = |text: &str| Some(Datum::Number(text.parse().expect("a decimal")));
            match name {
                Name::Field(path) if path.as_str() == "etp" => number("7.95"),
                Name::Field(path) if path.as_str() == "oui" => Some(Datum::Boolean(true)),
                Name::Previous(path) if *path == Path::parse("etp").expect("a key") => number("10"),
                Name::Fact(fact) if fact == "type" => Some(Datum::Text("ACI".into())),
                _ => None,
            }
        }

        fn parameter(&self, name: &str, _day: Option<Date>) -> Option<Decimal> {
            (name == "montant").then(|| Decimal::from(20_442))
        }
    }

    fn shown(text: &str) -> String {
        match evaluate(&parse(text).expect(text), &Fixed) {
            None => "?".to_owned(),
            Some(Datum::Boolean(yes)) => yes.to_string(),
            Some(Datum::Number(number)) => number.normalize().to_string(),
            Some(Datum::Text(text)) => text.into_owned(),
            Some(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn unknown_is_neither_true_nor_false() {
        for (text, expected) in [
            ("vide et faux", "false"),
            ("faux et vide", "false"),
            ("vide et vrai", "?"),
            ("vrai ou vide", "true"),
            ("vide ou vrai", "true"),
            ("vide ou faux", "?"),
            ("non vide", "?"),
            ("vide = 3", "?"),
            ("vide > 3 ou oui", "true"),
            ("renseigne(vide)", "false"),
            ("renseigne(etp)", "true"),
            ("si(vide, 1, 2)", "?"),
            ("si(oui, 1, vide)", "1"),
            ("si(oui, 1)", "1"),
            ("si(non oui, 1)", "?"),
            ("ou_zero(vide) + 1", "1"),
            ("vide + 1", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn arithmetic_is_exact() {
        for (text, expected) in [
            ("0.1 + 0.2", "0.3"),
            ("etp * parametre.montant", "162513.9"),
            ("arrondi(2.345, 2)", "2.35"),
            ("arrondi(-2.345, 2)", "-2.35"),
            ("1 / 0", "?"),
            ("abs(etp - precedent.etp)", "2.05"),
            ("max(1, 3, 2)", "3"),
            ("mois(2027-01-01, 2027-12-31)", "12"),
            ("mois(2026-11-15, 2027-02-01)", "4"),
            ("annee(2027-03-01)", "2027"),
            ("jours(2027-02-28, 2028-02-29)", "366"),
            ("plus_mois(2027-01-31, 1) = 2027-02-28", "true"),
            ("plus_mois(2027-03-31, -1) = 2027-02-28", "true"),
            ("plus_mois(2027-12-01, 1) = date(2028, 1, 1)", "true"),
            ("date(2027, 2, 29)", "?"),
            ("contexte.type dans ['ACI', 'EI']", "true"),
            ("longueur('été')", "3"),
            ("debut('26290411300061', 9)", "262904113"),
            ("2027-01-01 < 2027-01-02", "true"),
            ("79228162514264337593543950335 * 10", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
