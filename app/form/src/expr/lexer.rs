//! Cutting an expression's text into tokens.

use crate::{Date, Decimal, expr::SyntaxProblem};

/// One token with the byte offset where it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The token.
    pub token: Token,
    /// Byte offset in the text.
    pub at: usize,
}

/// A word of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A number.
    Number(Decimal),
    /// A quoted text.
    Text(String),
    /// A day.
    Date(Date),
    /// A keyword, function or dotted name.
    Word(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

const SIGNS: [(&str, &str); 20] = [
    ("<=", "≤"),
    (">=", "≥"),
    ("!=", "≠"),
    ("≤", "≤"),
    ("≥", "≥"),
    ("≠", "≠"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("×", "*"),
    ("/", "/"),
    ("÷", "/"),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
];

/// Cuts a text into tokens.
pub fn tokens(text: &str) -> Result<Vec<Spot>, SyntaxProblem> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first, at)?;
        found.push(Spot { token, at });
        at += length;
    }
    Ok(found)
}

fn token(rest: &str, first: char, at: usize) -> Result<(Token, usize), SyntaxProblem> {
    if first.is_ascii_digit() {
        return number_or_date(rest, at);
    }
    if first.is_ascii_lowercase() || first == '_' {
        let word = name(rest);
        return Ok((Token::Word(word.to_owned()), word.len()));
    }
    if first == '\'' {
        let inner = rest[1..]
            .find('\'')
            .map(|end| &rest[1..=end])
            .ok_or_else(|| SyntaxProblem::at(at, "texte sans apostrophe fermante"))?;
        return Ok((Token::Text(inner.to_owned()), inner.len() + 2));
    }
    if first == ',' {
        return Ok((Token::Sign(","), 1));
    }
    SIGNS
        .iter()
        .find(|(written, _)| rest.starts_with(written))
        .map(|(written, sign)| (Token::Sign(sign), written.len()))
        .ok_or_else(|| SyntaxProblem::at(at, format!("caractère inattendu « {first} »")))
}

/// A keyword or a dotted name, with the row of a table that it names: `finance.aides[etat].montant`.
fn name(rest: &str) -> &str {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let word = prefix(rest, |c| letter(c) || c == '.');
    let row = rest[word.len()..].strip_prefix('[').map(|inside| prefix(inside, letter));
    let Some(row) = row.filter(|row| !row.is_empty() && word != "dans") else { return word };
    let end = word.len() + row.len() + 2;
    let Some(after) = rest.get(end - 1..).and_then(|tail| tail.strip_prefix("].")) else { return word };
    &rest[..end + 1 + prefix(after, letter).len()]
}

fn number_or_date(rest: &str, at: usize) -> Result<(Token, usize), SyntaxProblem> {
    let digits = prefix(rest, |c| c.is_ascii_digit() || c == '-');
    if digits.len() >= 10
        && let Some(date) = crate::day::parse(&digits[..10])
    {
        return Ok((Token::Date(date), 10));
    }
    if looks_like_a_day(digits) {
        return Err(SyntaxProblem::at(at, format!("« {digits} » n'est pas un jour du calendrier")));
    }
    let digits = prefix(rest, |c| c.is_ascii_digit() || c == '.');
    let number = crate::exact::parse(digits)
        .ok_or_else(|| SyntaxProblem::at(at, format!("« {digits} » n'est pas un nombre")))?;
    Ok((Token::Number(number), digits.len()))
}

/// Whether digits stand as those of a day do: `2026-02-30`.
fn looks_like_a_day(digits: &str) -> bool {
    let lengths: Vec<usize> = digits.split('-').map(str::len).collect();
    lengths == [4, 2, 2]
}

fn prefix(text: &str, keep: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !keep(c)).unwrap_or(text.len());
    &text[..end]
}
