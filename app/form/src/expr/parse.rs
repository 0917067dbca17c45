//! Reading an expression's text into its tree.

use crate::{
    Path,
    expr::{
        Expr, Function, Name, Operator,
        ast::Node,
        lexer::{Spot, Token, tokens},
    },
};

/// What is wrong with an expression's text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxProblem {
    /// Byte offset in the text.
    pub at: usize,
    /// What is wrong, in French, for the author of a trame.
    pub reason: String,
}

impl SyntaxProblem {
    pub(crate) fn at(at: usize, reason: impl Into<String>) -> Self {
        Self { at, reason: reason.into() }
    }
}

/// Most operators accepted: a long chain is a deep tree, and what reads it recurses.
const MOST: usize = 256;
/// Deepest nesting accepted; deeper is a mistake, and the parser recurses.
const DEEPEST: usize = 64;

/// Reads an expression.
pub fn parse(text: &str) -> Result<Expr, SyntaxProblem> {
    let mut parser = Parser { spots: tokens(text)?, next: 0, end: text.len(), depth: 0, operators: 0 };
    let expr = parser.binary(0)?;
    match parser.spots.get(parser.next) {
        None => Ok(expr),
        Some(spot) => Err(SyntaxProblem::at(spot.at, "la suite n'est pas attendue ici")),
    }
}

struct Parser {
    spots: Vec<Spot>,
    next: usize,
    end: usize,
    depth: usize,
    operators: usize,
}

/// Operators by binding strength, weakest first.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("ou", Operator::Or)],
    &[("et", Operator::And)],
    &[
        ("=", Operator::Equal),
        ("≠", Operator::Different),
        ("<", Operator::Less),
        ("≤", Operator::AtMost),
        (">", Operator::Greater),
        ("≥", Operator::AtLeast),
        ("dans", Operator::In),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over)],
];

/// Level of `non`, between `et` and the comparisons.
pub(super) const NOT_LEVEL: usize = 2;

/// How strongly an operator binds, from 0.
pub(super) fn level(operator: Operator) -> usize {
    let holds = |level: &&[(&str, Operator)]| level.iter().any(|(_, known)| *known == operator);
    LEVELS.iter().position(holds).unwrap_or(LEVELS.len())
}

impl Parser {
    fn binary(&mut self, level: usize) -> Result<Expr, SyntaxProblem> {
        if level == NOT_LEVEL && self.peek_is("non") {
            let at = self.here();
            self.next += 1;
            let inner = self.nested(|parser| parser.binary(NOT_LEVEL))?;
            return Ok(Expr { node: Node::Not(Box::new(inner)), at });
        }
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.peek_is(sign)) {
            self.operators += 1;
            if self.operators > MOST {
                return Err(SyntaxProblem::at(
                    self.here(),
                    format!(
                        "l'expression a plus de {MOST} opérations : répartissez-la entre plusieurs champs calculés"
                    ),
                ));
            }
            self.next += 1;
            let right = self.binary(level + 1)?;
            let at = left.at;
            left = Expr { node: Node::Binary(*operator, Box::new(left), Box::new(right)), at };
            if level == NOT_LEVEL {
                break; // comparisons do not chain: `a < b < c` is a mistake
            }
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, SyntaxProblem> {
        let at = self.here();
        if self.peek_is("-") {
            self.next += 1;
            let inner = self.nested(Self::unary)?;
            return Ok(Expr { node: Node::Negative(Box::new(inner)), at });
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expr, SyntaxProblem> {
        let at = self.here();
        let Some(spot) = self.spots.get(self.next).cloned() else {
            return Err(SyntaxProblem::at(self.end, "il manque une valeur à la fin"));
        };
        self.next += 1;
        let node = match spot.token {
            Token::Number(number) => Node::Number(number),
            Token::Text(text) => Node::Text(text),
            Token::Date(date) => Node::Date(date),
            Token::Word(word) => return self.word(&word, at),
            Token::Sign("(") => {
                let inner = self.nested(|parser| parser.binary(0))?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => Node::List(self.items("]")?),
            Token::Sign(sign) => {
                return Err(SyntaxProblem::at(at, format!("une valeur est attendue, pas « {sign} »")));
            }
        };
        Ok(Expr { node, at })
    }

    fn word(&mut self, word: &str, at: usize) -> Result<Expr, SyntaxProblem> {
        let node = match word {
            "vrai" => Node::Boolean(true),
            "faux" => Node::Boolean(false),
            _ => {
                if let Some(name) = word.strip_prefix("parametre.") {
                    Node::Parameter(name.to_owned(), self.day_argument()?)
                } else if self.peek_is("(") {
                    self.call(word, at)?
                } else {
                    Node::Name(name(word, at)?)
                }
            }
        };
        Ok(Expr { node, at })
    }

    fn day_argument(&mut self) -> Result<Option<Box<Expr>>, SyntaxProblem> {
        if !self.peek_is("(") {
            return Ok(None);
        }
        self.next += 1;
        let day = self.nested(|parser| parser.binary(0))?;
        self.expect(")")?;
        Ok(Some(Box::new(day)))
    }

    fn call(&mut self, word: &str, at: usize) -> Result<Node, SyntaxProblem> {
        let function = Function::named(word)
            .ok_or_else(|| SyntaxProblem::at(at, format!("fonction inconnue « {word} »")))?;
        self.next += 1;
        let arguments = self.items(")")?;
        if function.arity().contains(&arguments.len()) {
            return Ok(Node::Call(function, arguments));
        }
        Err(SyntaxProblem::at(at, format!("« {word} » ne prend pas {} argument(s)", arguments.len())))
    }

    fn items(&mut self, close: &'static str) -> Result<Vec<Expr>, SyntaxProblem> {
        let mut items = Vec::new();
        while !self.peek_is(close) {
            items.push(self.nested(|parser| parser.binary(0))?);
            if !self.peek_is(close) {
                self.expect(",")?;
            }
        }
        self.next += 1;
        Ok(items)
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, SyntaxProblem>,
    ) -> Result<T, SyntaxProblem> {
        if self.depth >= DEEPEST {
            return Err(SyntaxProblem::at(self.here(), "expression trop imbriquée"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), SyntaxProblem> {
        if self.peek_is(sign) {
            self.next += 1;
            return Ok(());
        }
        Err(SyntaxProblem::at(self.here(), format!("« {sign} » est attendu ici")))
    }

    fn peek_is(&self, sign: &str) -> bool {
        match self.spots.get(self.next).map(|spot| &spot.token) {
            Some(Token::Sign(found)) => *found == sign,
            Some(Token::Word(found)) => found == sign,
            _ => false,
        }
    }

    fn here(&self) -> usize {
        self.spots.get(self.next).map_or(self.end, |spot| spot.at)
    }
}

fn name(word: &str, at: usize) -> Result<Name, SyntaxProblem> {
    let path = |text: &str| Path::parse(text).map_err(|problem| SyntaxProblem::at(at, problem.to_string()));
    if let Some(fact) = word.strip_prefix("contexte.") {
        return Ok(Name::Fact(fact.to_owned()));
    }
    if let Some(column) = word.strip_prefix("ligne.") {
        return Ok(Name::Row(path(column)?.as_str().to_owned()));
    }
    if let Some(said) = word.strip_prefix("source.") {
        return Ok(Name::Source(path(said)?));
    }
    if let Some(previous) = word.strip_prefix("precedent.") {
        return Ok(Name::Previous(path(previous)?));
    }
    if matches!(word, "et" | "ou" | "non" | "dans") {
        return Err(SyntaxProblem::at(at, format!("une valeur est attendue, pas « {word} »")));
    }
    Ok(Name::Field(path(word)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (usize, String) {
        let problem = parse(text).expect_err(text);
        (problem.at, problem.reason)
    }

    #[test]
    fn a_chain_too_long_is_refused_before_it_is_too_deep_to_read() {
        let chain = |terms: usize, sign: &str| vec!["y"; terms].join(sign);
        for sign in [" + ", " et ", " * "] {
            assert!(parse(&chain(MOST + 1, sign)).is_ok(), "{sign}");
            assert!(refused(&chain(MOST + 2, sign)).1.contains("plus de 256 opérations"), "{sign}");
            assert!(parse(&chain(100_000, sign)).is_err(), "{sign}");
        }
    }

    #[test]
    fn priority_is_that_of_arithmetic_and_logic() {
        let shape = |text: &str| format!("{:?}", strip(parse(text).expect(text)));
        assert_eq!(shape("1 + 2 * 3"), shape("1 + (2 * 3)"));
        assert_eq!(shape("a = 1 ou b = 2 et c = 3"), shape("(a = 1) ou ((b = 2) et (c = 3))"));
        assert_eq!(shape("non a = 1 et b"), shape("(non (a = 1)) et b"));
        assert_eq!(shape("8 - 3 - 2"), shape("(8 - 3) - 2"));
    }

    /// The tree without offsets, so that two writings can be compared.
    fn strip(mut expr: Expr) -> Expr {
        expr.at = 0;
        expr.node = match expr.node {
            Node::Not(inner) => Node::Not(Box::new(strip(*inner))),
            Node::Binary(operator, left, right) => {
                Node::Binary(operator, Box::new(strip(*left)), Box::new(strip(*right)))
            }
            other => other,
        };
        expr
    }

    #[test]
    fn mistakes_are_placed_and_named() {
        assert_eq!(refused("1 +").0, 3);
        assert_eq!(refused("(1 + 2").0, 6);
        assert_eq!(refused("truc(1)"), (0, "fonction inconnue « truc »".to_owned()));
        assert_eq!(refused("abs(1, 2)").0, 0);
        assert_eq!(refused("a & b").0, 2);
        assert_eq!(refused("'abc").1, "texte sans apostrophe fermante");
        assert_eq!(refused("a < b < c").0, 6);
        assert_eq!(refused("1.2.3").0, 0);
        assert!(refused(&"(".repeat(500)).1.contains("imbriquée"));
        assert!(refused(&"-".repeat(500)).1.contains("imbriquée"));
        assert!(refused(&"non ".repeat(500)).1.contains("imbriquée"));
    }

    #[test]
    fn a_dated_parameter_takes_a_day() {
        let expr = parse("parametre.montant(annexe.debut)").expect("an expression");
        assert!(matches!(expr.node, Node::Parameter(name, Some(_)) if name == "montant"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,80}") {
            let _ = parse(&text);
        }

        #[test]
        fn any_words_of_the_language_are_read_or_refused(
            words in proptest::collection::vec(
                proptest::sample::select(vec![
                    "et", "ou", "non", "dans", "(", ")", "[", "]", ",", "1", "2.5", "'a'", "a.b", "=",
                    "<", "+", "-", "*", "/", "si", "arrondi", "2027-01-01", "contexte.x", "parametre.y",
                ]),
                0..40,
            )
        ) {
            let _ = parse(&words.join(" "));
        }
    }
}
