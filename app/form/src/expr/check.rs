//! Checking the types of an expression before it is ever computed.

use crate::expr::{Expr, Function, Name, Operator, ast::Node};

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Boolean,
    /// Any number.
    Number,
    /// Text, identifier or choice.
    Text,
    /// Day.
    Date,
    /// Several texts.
    Texts,
    /// Several numbers.
    Numbers,
    /// Several days.
    Dates,
    /// Several yes or no.
    Booleans,
    /// The rows of a table.
    Rows,
}

impl Kind {
    /// The type's name for an author.
    #[must_use]
    pub fn french(self) -> &'static str {
        match self {
            Self::Boolean => "un oui ou non",
            Self::Number => "un nombre",
            Self::Text => "un texte",
            Self::Date => "une date",
            Self::Texts => "une liste de textes",
            Self::Numbers => "une liste de nombres",
            Self::Dates => "une liste de dates",
            Self::Booleans => "une liste de oui ou non",
            Self::Rows => "un tableau",
        }
    }
}

impl Kind {
    /// The kind of a list of values of this kind.
    #[must_use]
    pub fn list(self) -> Self {
        match self {
            Self::Number => Self::Numbers,
            Self::Date => Self::Dates,
            Self::Boolean => Self::Booleans,
            _ => Self::Texts,
        }
    }
}

/// A mistake of type, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeProblem {
    /// Byte offset in the expression's text.
    pub at: usize,
    /// What is wrong, in French, for the author of a trame.
    pub reason: String,
}

/// What the checker knows of the names.
pub trait Names {
    /// The type of a name, or why it cannot be used.
    fn kind(&self, name: &Name) -> Result<Kind, String>;

    /// Whether a dated parameter of this name exists.
    fn has_parameter(&self, name: &str) -> bool;

    /// The names that may be used of a row of a table, beside its own.
    fn in_table<'a>(&'a self, _table: &'a Name) -> Option<Box<dyn Names + 'a>> {
        None
    }
}

/// The type of an expression, or its first mistake.
pub fn check(expr: &Expr, names: &dyn Names) -> Result<Kind, TypeProblem> {
    let wrong = |reason: String| TypeProblem { at: expr.at, reason };
    match &expr.node {
        Node::Boolean(_) => Ok(Kind::Boolean),
        Node::Number(_) => Ok(Kind::Number),
        Node::Text(_) => Ok(Kind::Text),
        Node::Date(_) => Ok(Kind::Date),
        Node::List(items) => list(expr, items, names),
        Node::Name(name) => names.kind(name).map_err(wrong),
        Node::Parameter(name, day) => {
            if let Some(day) = day {
                expect(day, Kind::Date, names)?;
            }
            if names.has_parameter(name) {
                Ok(Kind::Number)
            } else {
                Err(wrong(format!("paramètre inconnu « {name} »")))
            }
        }
        Node::Not(inner) => expect(inner, Kind::Boolean, names),
        Node::Negative(inner) => expect(inner, Kind::Number, names),
        Node::Binary(operator, left, right) => binary(expr, *operator, left, right, names),
        Node::Call(function, arguments) => call(*function, arguments, names),
    }
}

fn list(expr: &Expr, items: &[Expr], names: &dyn Names) -> Result<Kind, TypeProblem> {
    let Some(first) = items.first() else {
        return Err(TypeProblem { at: expr.at, reason: "la liste est vide".to_owned() });
    };
    let kind = check(first, names)?;
    for item in items {
        expect(item, kind, names)?;
    }
    match kind {
        Kind::Text => Ok(Kind::Texts),
        Kind::Number => Ok(Kind::Numbers),
        other => Err(TypeProblem {
            at: expr.at,
            reason: format!("une liste contient des textes ou des nombres, pas {}", other.french()),
        }),
    }
}

fn expect(expr: &Expr, kind: Kind, names: &dyn Names) -> Result<Kind, TypeProblem> {
    let found = check(expr, names)?;
    if found == kind {
        return Ok(kind);
    }
    Err(TypeProblem {
        at: expr.at,
        reason: format!("{} est attendu ici, pas {}", kind.french(), found.french()),
    })
}

fn binary(
    expr: &Expr,
    operator: Operator,
    left: &Expr,
    right: &Expr,
    names: &dyn Names,
) -> Result<Kind, TypeProblem> {
    match operator {
        Operator::And | Operator::Or => {
            expect(left, Kind::Boolean, names)?;
            expect(right, Kind::Boolean, names)
        }
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over => {
            expect(left, Kind::Number, names)?;
            expect(right, Kind::Number, names)
        }
        Operator::Equal | Operator::Different => {
            let kind = check(left, names)?;
            expect(right, kind, names)?;
            Ok(Kind::Boolean)
        }
        Operator::In => {
            let wanted = match check(left, names)? {
                Kind::Text => Kind::Texts,
                Kind::Number => Kind::Numbers,
                other => {
                    return Err(TypeProblem {
                        at: left.at,
                        reason: format!("« dans » ne cherche pas {}", other.french()),
                    });
                }
            };
            expect(right, wanted, names)?;
            Ok(Kind::Boolean)
        }
        Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
            let kind = check(left, names)?;
            if !matches!(kind, Kind::Number | Kind::Date | Kind::Text) {
                let reason = format!("« {} » ne compare pas {}", operator.sign(), kind.french());
                return Err(TypeProblem { at: expr.at, reason });
            }
            expect(right, kind, names)?;
            Ok(Kind::Boolean)
        }
    }
}

/// The type of what is asked of each row of a table.
fn in_rows(arguments: &[Expr], wanted: Kind, names: &dyn Names) -> Result<(), TypeProblem> {
    let (table, each) = (&arguments[0], &arguments[1]);
    expect(table, Kind::Rows, names)?;
    let inner = if let Node::Name(name) = &table.node { names.in_table(name) } else { None };
    let Some(inner) = inner else {
        return Err(TypeProblem { at: table.at, reason: "le nom d'un tableau est attendu ici".to_owned() });
    };
    expect(each, wanted, &*inner).map(|_| ())
}

fn call(function: Function, arguments: &[Expr], names: &dyn Names) -> Result<Kind, TypeProblem> {
    let all = |kind: Kind| arguments.iter().try_fold(kind, |_, argument| expect(argument, kind, names));
    match function {
        Function::Answered => {
            for argument in arguments {
                check(argument, names)?;
            }
            Ok(Kind::Boolean)
        }
        Function::If => {
            expect(&arguments[0], Kind::Boolean, names)?;
            let kind = check(&arguments[1], names)?;
            arguments.get(2).map_or(Ok(kind), |otherwise| expect(otherwise, kind, names))
        }
        Function::Round | Function::Abs | Function::Min | Function::Max | Function::OrZero => {
            all(Kind::Number)
        }
        Function::Months | Function::Days => all(Kind::Date).map(|_| Kind::Number),
        Function::PlusMonths => {
            expect(&arguments[0], Kind::Date, names)?;
            expect(&arguments[1], Kind::Number, names)?;
            Ok(Kind::Date)
        }
        Function::Day => all(Kind::Number).map(|_| Kind::Date),
        Function::Sum if arguments.len() == 1 => {
            expect(&arguments[0], Kind::Numbers, names).map(|_| Kind::Number)
        }
        Function::Sum => in_rows(arguments, Kind::Number, names).map(|()| Kind::Number),
        Function::Distinct => match check(&arguments[0], names)? {
            Kind::Texts | Kind::Numbers | Kind::Dates => Ok(Kind::Boolean),
            other => Err(TypeProblem {
                at: arguments[0].at,
                reason: format!("« differents » lit une colonne ou une liste, pas {}", other.french()),
            }),
        },
        Function::Count if arguments.len() == 1 => match check(&arguments[0], names)? {
            Kind::Rows | Kind::Texts | Kind::Numbers | Kind::Dates | Kind::Booleans => Ok(Kind::Number),
            other => Err(TypeProblem {
                at: arguments[0].at,
                reason: format!("« nombre » compte les lignes d'un tableau, pas {}", other.french()),
            }),
        },
        Function::Count => in_rows(arguments, Kind::Boolean, names).map(|()| Kind::Number),
        Function::All | Function::Any => in_rows(arguments, Kind::Boolean, names).map(|()| Kind::Boolean),
        Function::Year => all(Kind::Date).map(|_| Kind::Number),
        Function::Shape => all(Kind::Text).map(|_| Kind::Boolean),
        Function::Length => all(Kind::Text).map(|_| Kind::Number),
        Function::Start => {
            expect(&arguments[0], Kind::Text, names)?;
            expect(&arguments[1], Kind::Number, names)?;
            Ok(Kind::Text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::parse;

    struct Some3;

    impl Names for Some3 {
        fn kind(&self, name: &Name) -> Result<Kind, String> {
            match name {
                Name::Field(path) => match path.as_str() {
                    "n" => Ok(Kind::Number),
                    "t" => Ok(Kind::Text),
                    "d" => Ok(Kind::Date),
                    "b" => Ok(Kind::Boolean),
                    other => Err(format!("champ inconnu « {other} »")),
                },
                _ => Err("nom inconnu".to_owned()),
            }
        }

        fn has_parameter(&self, name: &str) -> bool {
            name == "p"
        }
    }

    #[test]
    fn well_typed_expressions_have_a_type() {
        for (text, kind) in [
            ("n + 1 > 2 et b", Kind::Boolean),
            ("t dans ['a', 'b']", Kind::Boolean),
            ("si(b, n, 0)", Kind::Number),
            ("parametre.p(d) * n", Kind::Number),
            ("debut(t, 9)", Kind::Text),
            ("d >= 2027-01-01", Kind::Boolean),
        ] {
            assert_eq!(check(&parse(text).expect(text), &Some3), Ok(kind), "{text}");
        }
    }

    #[test]
    fn mistakes_are_placed() {
        for (text, at) in [
            ("n + t", 4),
            ("n et b", 0),
            ("x = 1", 0),
            ("n = 'a'", 4),
            ("parametre.q", 0),
            ("parametre.p(n)", 12),
            ("si(b, n, t)", 9),
            ("n dans ['a']", 7),
            ("b < b", 0),
            ("mois(d, n)", 8),
            ("[]", 0),
        ] {
            let problem = check(&parse(text).expect(text), &Some3).expect_err(text);
            assert_eq!(problem.at, at, "{text}: {}", problem.reason);
        }
    }
}
