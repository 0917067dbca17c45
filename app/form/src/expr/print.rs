//! Writing an expression's tree back as text: what is written reads back as the same tree.

use std::fmt::{self, Display, Formatter};

use super::{
    Expr, Name, Operator,
    ast::Node,
    parse::{NOT_LEVEL, level},
};

/// Level of what stands by itself: a number, a name, a call, a bracket.
const ALONE: usize = 6;

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Boolean(yes) => f.write_str(if *yes { "vrai" } else { "faux" }),
            Node::Number(number) => write!(f, "{number}"),
            Node::Text(text) => write!(f, "'{text}'"),
            Node::Date(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Node::List(items) => write!(f, "[{}]", listed(items)),
            Node::Name(name) => write!(f, "{name}"),
            Node::Parameter(name, None) => write!(f, "parametre.{name}"),
            Node::Parameter(name, Some(day)) => write!(f, "parametre.{name}({day})"),
            Node::Not(inner) => write!(f, "non {}", Inside(inner, NOT_LEVEL)),
            Node::Negative(inner) => write!(f, "-{}", Inside(inner, ALONE - 1)),
            Node::Call(function, arguments) => write!(f, "{}({})", function.name(), listed(arguments)),
            Node::Binary(operator, left, right) => {
                let level = level(*operator);
                // Comparisons do not chain, and the others lean to the left.
                let left = Inside(left, if level == NOT_LEVEL { level + 1 } else { level });
                write!(f, "{left} {} {}", written(*operator), Inside(right, level + 1))
            }
        }
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(path) => write!(f, "{path}"),
            Self::Previous(path) => write!(f, "precedent.{path}"),
            Self::Source(path) => write!(f, "source.{path}"),
            Self::Row(column) => write!(f, "ligne.{column}"),
            Self::Fact(fact) => write!(f, "contexte.{fact}"),
        }
    }
}

/// An expression where only those that bind as strongly as a level need no bracket.
struct Inside<'a>(&'a Expr, usize);

impl Display for Inside<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(expr, least) = self;
        let own = match &expr.node {
            Node::Binary(operator, ..) => level(*operator),
            Node::Not(_) => NOT_LEVEL,
            Node::Negative(_) => ALONE - 1,
            _ => ALONE,
        };
        if own < *least { write!(f, "({expr})") } else { write!(f, "{expr}") }
    }
}

fn listed(items: &[Expr]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The operator as it is typed.
fn written(operator: Operator) -> &'static str {
    match operator {
        Operator::Different => "!=",
        Operator::AtMost => "<=",
        Operator::AtLeast => ">=",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Over => "/",
        other => other.sign(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Date, Decimal, Path,
        expr::{Function, parse},
    };

    /// The tree without the places of its nodes.
    fn bare(expr: &Expr) -> String {
        let text = format!("{expr:?}");
        let mut kept = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(", at: ") {
            kept.push_str(before);
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        kept + rest
    }

    fn node(node: Node) -> Expr {
        Expr { node, at: 0 }
    }

    fn name() -> impl Strategy<Value = Name> {
        let path = |text: &str| Path::parse(text).expect("a key");
        prop::sample::select(vec![
            Name::Field(path("etp.demandes")),
            Name::Field(path("a")),
            Name::Previous(path("etp.demandes")),
            Name::Source(path("etp.demandes")),
            Name::Field(path("finance.aides[etat].montant")),
            Name::Row("etp".to_owned()),
            Name::Fact("type_siae".to_owned()),
        ])
    }

    fn leaf() -> impl Strategy<Value = Node> {
        prop_oneof![
            any::<bool>().prop_map(Node::Boolean),
            (0_i64..1_000_000_000, 0_u32..5)
                .prop_map(|(digits, scale)| Node::Number(Decimal::new(digits, scale))),
            "[a-zA-Zéè0-9 ]{0,8}".prop_map(Node::Text),
            (1900_i16..2100, 1_i8..13, 1_i8..29)
                .prop_map(|(year, month, day)| Node::Date(Date::constant(year, month, day))),
            name().prop_map(Node::Name),
            Just(Node::Parameter("montant".to_owned(), None)),
        ]
    }

    fn function(call: &str) -> Function {
        Function::named(call).expect("a function")
    }

    fn tree() -> impl Strategy<Value = Expr> {
        let operators = [
            Operator::Or,
            Operator::And,
            Operator::Equal,
            Operator::Different,
            Operator::Less,
            Operator::AtMost,
            Operator::Greater,
            Operator::AtLeast,
            Operator::In,
            Operator::Plus,
            Operator::Minus,
            Operator::Times,
            Operator::Over,
        ];
        leaf().prop_map(node).prop_recursive(5, 40, 3, move |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            prop_oneof![
                4 => (prop::sample::select(operators.to_vec()), boxed.clone(), boxed.clone())
                    .prop_map(|(operator, left, right)| Node::Binary(operator, left, right)),
                1 => boxed.clone().prop_map(Node::Not),
                1 => boxed.clone().prop_map(Node::Negative),
                1 => boxed.prop_map(|day| Node::Parameter("montant".to_owned(), Some(day))),
                1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Node::List),
                1 => prop::collection::vec(inner.clone(), 2..4)
                    .prop_map(|arguments| Node::Call(function("si"), arguments)),
                1 => prop::collection::vec(inner, 1..2)
                    .prop_map(|arguments| Node::Call(function("abs"), arguments)),
            ]
            .prop_map(node)
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same_tree(tree in tree()) {
            let text = tree.to_string();
            let read = parse(&text).map_err(|problem| TestCaseError::fail(format!("{text}: {problem:?}")))?;
            prop_assert_eq!(bare(&read), bare(&tree), "{}", text);
        }
    }

    #[test]
    fn only_the_brackets_that_matter_are_written() {
        for (typed, written) in [
            ("(1 + 2) * 3", "(1 + 2) * 3"),
            ("1 + (2 * 3)", "1 + 2 * 3"),
            ("8 - (3 - 2)", "8 - (3 - 2)"),
            ("non (a et b)", "non (a et b)"),
            ("non (a = b)", "non a = b"),
            ("a ≠ b", "a != b"),
            ("- ( - 2)", "--2"),
            ("si(a, 1)", "si(a, 1)"),
        ] {
            assert_eq!(parse(typed).expect(typed).to_string(), written);
        }
    }
}
