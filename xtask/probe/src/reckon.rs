//! Reckoning an expression from its definition: three-valued, exact, one node at a time.

use form::{
    Date, Decimal,
    expr::{Expr, Function, Operator, ast::Node},
};

use crate::around::Around;

/// A value that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Truth(bool),
    Number(Decimal),
    Text(String),
    Day(Date),
    Several(Vec<Known>),
}

/// What an expression is worth; none while it is unknown.
pub fn reckon(expr: &Expr, around: &Around<'_, '_>) -> Option<Known> {
    match &expr.node {
        Node::Boolean(yes) => Some(Known::Truth(*yes)),
        Node::Number(number) => Some(Known::Number(*number)),
        Node::Text(text) => Some(Known::Text(text.clone())),
        Node::Date(day) => Some(Known::Day(*day)),
        Node::List(items) => {
            let mut several = Vec::new();
            for item in items {
                several.push(reckon(item, around)?);
            }
            Some(Known::Several(several))
        }
        Node::Name(name) => around.name(name),
        Node::Parameter(name, None) => {
            around.naive.parameter(name, around.naive.context.today).map(Known::Number)
        }
        Node::Parameter(name, Some(day)) => match reckon(day, around)? {
            Known::Day(day) => around.naive.parameter(name, day).map(Known::Number),
            _ => None,
        },
        Node::Not(inner) => truth(inner, around).map(|yes| Known::Truth(!yes)),
        Node::Negative(inner) => number(inner, around).map(|number| Known::Number(-number)),
        Node::Binary(operator, left, right) => binary(*operator, left, right, around),
        Node::Call(function, arguments) => call(*function, arguments, around),
    }
}

fn truth(expr: &Expr, around: &Around<'_, '_>) -> Option<bool> {
    if let Known::Truth(yes) = reckon(expr, around)? { Some(yes) } else { None }
}

fn number(expr: &Expr, around: &Around<'_, '_>) -> Option<Decimal> {
    if let Known::Number(number) = reckon(expr, around)? { Some(number) } else { None }
}

fn day(expr: &Expr, around: &Around<'_, '_>) -> Option<Date> {
    if let Known::Day(day) = reckon(expr, around)? { Some(day) } else { None }
}

fn text(expr: &Expr, around: &Around<'_, '_>) -> Option<String> {
    if let Known::Text(text) = reckon(expr, around)? { Some(text) } else { None }
}

fn binary(operator: Operator, left: &Expr, right: &Expr, around: &Around<'_, '_>) -> Option<Known> {
    let both = || Some((reckon(left, around)?, reckon(right, around)?));
    let numbers = || Some((number(left, around)?, number(right, around)?));
    let known = match operator {
        Operator::And => match (truth(left, around), truth(right, around)) {
            (Some(false), _) | (_, Some(false)) => Known::Truth(false),
            (Some(true), Some(true)) => Known::Truth(true),
            _ => return None,
        },
        Operator::Or => match (truth(left, around), truth(right, around)) {
            (Some(true), _) | (_, Some(true)) => Known::Truth(true),
            (Some(false), Some(false)) => Known::Truth(false),
            _ => return None,
        },
        Operator::Equal => both().map(|(one, other)| Known::Truth(one == other))?,
        Operator::Different => both().map(|(one, other)| Known::Truth(one != other))?,
        Operator::In => match both()? {
            (one, Known::Several(several)) => Known::Truth(several.contains(&one)),
            _ => return None,
        },
        Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
            let order = match both()? {
                (Known::Number(one), Known::Number(other)) => one.cmp(&other),
                (Known::Day(one), Known::Day(other)) => one.cmp(&other),
                (Known::Text(one), Known::Text(other)) => one.cmp(&other),
                _ => return None,
            };
            Known::Truth(match operator {
                Operator::Less => order.is_lt(),
                Operator::AtMost => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        Operator::Plus => numbers().and_then(|(one, other)| one.checked_add(other)).map(Known::Number)?,
        Operator::Minus => numbers().and_then(|(one, other)| one.checked_sub(other)).map(Known::Number)?,
        Operator::Times => numbers().and_then(|(one, other)| one.checked_mul(other)).map(Known::Number)?,
        Operator::Over => numbers().and_then(|(one, other)| one.checked_div(other)).map(Known::Number)?,
    };
    Some(known)
}

fn call(function: Function, arguments: &[Expr], around: &Around<'_, '_>) -> Option<Known> {
    let at = |place: usize| arguments.get(place);
    let num = |place: usize| number(at(place)?, around);
    let date = |place: usize| day(at(place)?, around);
    let whole = |number: Decimal| number.trunc().to_string().parse::<i64>().ok();
    Some(match function {
        Function::Answered => Known::Truth(reckon(at(0)?, around).is_some()),
        Function::If => {
            return if truth(at(0)?, around)? { reckon(at(1)?, around) } else { reckon(at(2)?, around) };
        }
        Function::Round => {
            let places = u32::try_from(whole(num(1)?)?).ok().filter(|places| *places <= 10)?;
            let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            Known::Number(num(0)?.round_dp_with_strategy(places, away))
        }
        Function::Abs => Known::Number(num(0)?.abs()),
        Function::Min | Function::Max => {
            let mut best = num(0)?;
            for argument in &arguments[1..] {
                let other = number(argument, around)?;
                let better = if function == Function::Min { other < best } else { other > best };
                if better {
                    best = other;
                }
            }
            Known::Number(best)
        }
        Function::Months => {
            let count = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
            Known::Number(Decimal::from(count(date(1)?) - count(date(0)?) + 1))
        }
        Function::Year => Known::Number(Decimal::from(date(0)?.year())),
        Function::Length => Known::Number(Decimal::from(text(at(0)?, around)?.chars().count())),
        Function::Start => {
            let most = usize::try_from(whole(num(1)?)?).ok()?;
            Known::Text(text(at(0)?, around)?.chars().take(most).collect())
        }
        Function::Shape => {
            let parts = text(at(0)?, around)?;
            let mut models = Vec::new();
            for model in &arguments[1..] {
                models.push(text(model, around)?);
            }
            let part = |part: &str| models.iter().any(|model| is_shaped(part, model));
            Known::Truth(parts.replace(';', ",").split(',').all(part))
        }
        Function::OrZero => Known::Number(num(0).unwrap_or_default()),
        Function::Days => {
            let span = date(0)?.until(date(1)?).ok()?;
            Known::Number(Decimal::from(span.get_days()))
        }
        Function::PlusMonths => {
            let span = jiff::Span::new().try_months(whole(num(1)?)?).ok()?;
            Known::Day(date(0)?.checked_add(span).ok()?)
        }
        Function::Day => {
            let part = |place: usize| whole(num(place)?);
            let (month, day) = (i8::try_from(part(1)?).ok()?, i8::try_from(part(2)?).ok()?);
            Known::Day(Date::new(i16::try_from(part(0)?).ok()?, month, day).ok()?)
        }
        Function::Sum => Known::Number(sum(arguments, around)?),
        Function::Count if arguments.len() == 1 => {
            let rows = around.rows(at(0)?).map(|rows| rows.len());
            Known::Number(Decimal::from(match rows {
                Some(count) => count,
                None => match reckon(at(0)?, around)? {
                    Known::Several(several) => several.len(),
                    _ => return None,
                },
            }))
        }
        Function::Count => {
            let mut count = 0;
            for found in around.each(at(0)?, at(1)?)? {
                match found? {
                    Known::Truth(yes) => count += u32::from(yes),
                    _ => return None,
                }
            }
            Known::Number(Decimal::from(count))
        }
        Function::Distinct => {
            let Known::Several(several) = reckon(at(0)?, around)? else { return None };
            let twice = |one: &Known| several.iter().filter(|other| *other == one).count() > 1;
            Known::Truth(!several.iter().any(twice))
        }
        Function::All | Function::Any => {
            let decisive = function == Function::Any;
            let each = around.each(at(0)?, at(1)?)?;
            let decided = each.contains(&Some(Known::Truth(decisive)));
            let open = each.iter().any(|found| !matches!(found, Some(Known::Truth(_))));
            match (each.is_empty(), decided, open) {
                (false, true, _) => Known::Truth(decisive),
                (false, false, false) => Known::Truth(!decisive),
                _ => return None,
            }
        }
    })
}

/// Whether a text has the signs of a model, spaces apart.
fn is_shaped(part: &str, model: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>().to_ascii_uppercase();
    let (part, model) = (bare(part), bare(model));
    part.chars().count() == model.chars().count()
        && part.chars().zip(model.chars()).all(|(sign, place)| match place {
            '9' => sign.is_ascii_digit(),
            'A' => sign.is_ascii_alphabetic(),
            'X' => sign.is_ascii_alphanumeric(),
            place => sign == place,
        })
}

fn sum(arguments: &[Expr], around: &Around<'_, '_>) -> Option<Decimal> {
    let items = match arguments.get(1) {
        Some(each) => around.each(&arguments[0], each)?.into_iter().collect::<Option<Vec<_>>>()?,
        None => match reckon(arguments.first()?, around)? {
            Known::Several(several) => several,
            _ => return None,
        },
    };
    let mut total: Option<Decimal> = None;
    for item in items {
        let Known::Number(number) = item else { return None };
        total = Some(match total {
            None => number,
            Some(total) => total.checked_add(number)?,
        });
    }
    total
}
