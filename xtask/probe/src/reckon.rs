//! Reckoning an expression from its definition: three-valued, exact, one node at a time.

use form::{
    Date, Decimal, Path, Value,
    expr::{Expr, Function, Name, Operator, ast::Node},
    path::InTable,
};

use crate::naive::{Naive, elsewhere};

/// A value that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Truth(bool),
    Number(Decimal),
    Text(String),
    Day(Date),
    Several(Vec<Known>),
}

/// Where an expression stands: in the dossier, or in the row of a cell.
pub struct Around<'n, 'a> {
    pub naive: &'n Naive<'a>,
    /// A cell of the row in hand; of another moment when the table named is.
    pub row: Option<Path>,
}

fn known(value: &Value) -> Option<Known> {
    let texts = |texts: Vec<String>| Some(Known::Several(texts.into_iter().map(Known::Text).collect()));
    match value {
        Value::Text(text) | Value::Choice(text) => Some(Known::Text(text.clone())),
        Value::Integer(whole) => Some(Known::Number(Decimal::from(*whole))),
        Value::Number(number) => Some(Known::Number(*number)),
        Value::Date(day) => Some(Known::Day(*day)),
        Value::Boolean(yes) => Some(Known::Truth(*yes)),
        Value::Choices(keys) => texts(keys.clone()),
        Value::Coded(code) => Some(Known::Text(code.code.clone())),
        Value::CodedList(codes) => texts(codes.iter().map(|code| code.code.clone()).collect()),
        Value::Files(files) => texts(files.iter().map(|file| file.name.clone()).collect()),
        Value::Row(_) | Value::Unreadable(_) => None,
    }
}

impl Around<'_, '_> {
    /// An answer that is shown and right by itself.
    fn answer(&self, path: &Path) -> Option<Known> {
        let found = self.naive.find(path);
        if found.code.is_some() { None } else { found.value.as_ref().and_then(known) }
    }

    fn name(&self, name: &Name) -> Option<Known> {
        match name {
            Name::Fact(fact) => self.naive.context.facts.get(fact).and_then(known),
            Name::Row(column) => {
                let InTable { table, row, .. } = self.row.as_ref()?.in_table()?;
                self.answer(&Path::parse(table).ok()?.cell(row, column))
            }
            Name::Field(path) => {
                let is_field = self.naive.sheet.fields.contains_key(path.as_str());
                if is_field || path.in_table().is_some() { self.answer(path) } else { self.column(path) }
            }
            Name::Previous(path) | Name::Source(path) => {
                let answers = elsewhere(self.naive, name)?;
                if let Some(value) = answers.get(path) {
                    return known(value);
                }
                if path.in_table().is_some() {
                    return None;
                }
                let table = path.parent()?;
                let mut items = Vec::new();
                for (found, value) in answers.iter() {
                    if let Some(InTable { table: own, column: Some(column), .. }) = found.in_table()
                        && own == table.as_str()
                        && column == path.last()
                    {
                        items.extend(known(value));
                    }
                }
                if items.is_empty() { None } else { Some(Known::Several(items)) }
            }
        }
    }

    /// The values of a column; unknown without a row, or when a cell has a fault of its own.
    fn column(&self, path: &Path) -> Option<Known> {
        let table = path.parent()?;
        let rows = &self.naive.find(&table).rows;
        let mut items = Vec::new();
        for row in rows {
            let found = self.naive.find(&table.cell(row, path.last()));
            if found.code.is_some() {
                return None;
            }
            items.extend(found.value.as_ref().and_then(known));
        }
        if rows.is_empty() { None } else { Some(Known::Several(items)) }
    }

    /// The rows of a table that an expression names; none for what is no table.
    fn rows(&self, table: &Expr) -> Option<Vec<Path>> {
        let Node::Name(name) = &table.node else { return None };
        if let (Some(answers), Some(path)) = (elsewhere(self.naive, name), name.path()) {
            return Some(answers.rows(path).into_iter().map(|row| path.row(row)).collect());
        }
        let Name::Field(path) = name else { return None };
        self.naive.sheet.fields.get(path.as_str()).filter(|field| field.field_type.table().is_some())?;
        Some(self.naive.find(path).rows.iter().map(|row| path.row(row)).collect())
    }

    /// An expression in each row of a table.
    fn each(&self, table: &Expr, expr: &Expr) -> Option<Vec<Option<Known>>> {
        let Node::Name(name) = &table.node else { return None };
        let rows = self.rows(table)?;
        Some(match elsewhere(self.naive, name) {
            None => {
                let around = |row: Path| Around { naive: self.naive, row: Some(row) };
                rows.into_iter().map(|row| reckon(expr, &around(row))).collect()
            }
            Some(answers) => {
                // A row of another moment: its cells are what was said then.
                rows.iter().map(|row| reckon(&in_place(expr, answers, row), self)).collect()
            }
        })
    }
}

/// The expression with the cells of a row of another moment written in it.
fn in_place(expr: &Expr, answers: &form::Answers, row: &Path) -> Expr {
    let go = |inner: &Expr| Box::new(in_place(inner, answers, row));
    let node = match &expr.node {
        Node::Name(Name::Row(column)) => {
            let parts = row.in_table().expect("a row");
            let cell = Path::parse(parts.table).expect("a table").cell(parts.row, column);
            match answers.get(&cell).and_then(known) {
                Some(Known::Truth(yes)) => Node::Boolean(yes),
                Some(Known::Number(number)) => Node::Number(number),
                Some(Known::Text(text)) => Node::Text(text),
                Some(Known::Day(day)) => Node::Date(day),
                _ => Node::Name(Name::Fact(String::new())),
            }
        }
        Node::List(items) => Node::List(items.iter().map(|item| *go(item)).collect()),
        Node::Call(function, items) => Node::Call(*function, items.iter().map(|item| *go(item)).collect()),
        Node::Not(inner) => Node::Not(go(inner)),
        Node::Negative(inner) => Node::Negative(go(inner)),
        Node::Binary(operator, left, right) => Node::Binary(*operator, go(left), go(right)),
        Node::Parameter(name, Some(day)) => Node::Parameter(name.clone(), Some(go(day))),
        other => other.clone(),
    };
    Expr { node, at: expr.at }
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
