//! Spaces and apostrophes of French typography, for texts typed with plain ones.

use super::{NARROW, NO_BREAK};

/// The text with the spaces that must not break: before `;`, `!`, `?`, `:`, `%`, `€`, inside guillemets,
/// between thousands; and the typographic apostrophe.
#[must_use]
pub fn typeset(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars
        .iter()
        .enumerate()
        .map(|(place, char)| match char {
            ' ' => space(&chars[..place], &chars[place + 1..]),
            '\'' => '’',
            char => *char,
        })
        .collect()
}

/// The space that stands between two parts of a text.
fn space(before: &[char], after: &[char]) -> char {
    let previous = before.last().copied().unwrap_or(' ');
    let next = after.first().copied().unwrap_or(' ');
    let stands_alone = after.get(1).is_none_or(|char| !char.is_alphanumeric());
    match next {
        ';' | '!' | '?' if stands_alone => NARROW,
        ':' if stands_alone => NO_BREAK,
        '»' => NO_BREAK,
        '%' | '€' if previous.is_ascii_digit() || previous == '}' => NO_BREAK,
        _ if previous == '«' => NO_BREAK,
        _ if previous.is_ascii_digit() && is_three_digits(after) => NARROW,
        _ => ' ',
    }
}

fn is_three_digits(text: &[char]) -> bool {
    let digits = text.iter().take_while(|char| char.is_ascii_digit()).count();
    digits == 3
}

/// A letter as names are compared: small, without its accent.
///
/// The letters of French only: the tables of all the world's letters weigh on the browser's program.
#[must_use]
pub fn plain_letter(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
        'ç' | 'Ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
        'ÿ' | 'Ÿ' => 'y',
        '’' => '\'',
        letter => letter.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_must_not_break_do_not() {
        for (typed, expected) in [
            ("Exemple : 11,40", "Exemple\u{a0}: 11,40"),
            ("valeur d'usage", "valeur d’usage"),
            ("Lesquelles ?", "Lesquelles\u{202f}?"),
            ("2 à 4 ; sinon « rien ».", "2 à 4\u{202f}; sinon «\u{a0}rien\u{a0}»."),
            (
                "dépassent 20 % de {a.b} € ou 622 994,00 €",
                "dépassent 20\u{a0}% de {a.b}\u{a0}€ ou 622\u{202f}994,00\u{a0}€",
            ),
            ("054 010118 ACI 00019", "054 010118 ACI 00019"),
            ("https://www.structure.fr", "https://www.structure.fr"),
            ("an : mot", "an\u{a0}: mot"),
            ("", ""),
        ] {
            assert_eq!(typeset(typed), expected);
            assert_eq!(typeset(expected), expected, "twice is once");
        }
    }
}
