//! Words as they are looked for: without capitals nor accents, whatever parts them.

use std::ops::Range;

use form::french::plain_letter;

/// Longest word that is told from another, in characters.
const LONGEST_WORD: usize = 60;

/// Fewest letters of a word that stands for those that it begins.
const BEGINS: usize = 3;

/// What stands before an apostrophe and is no word of its own.
const ELIDED: [&str; 9] = ["c", "d", "j", "l", "m", "n", "qu", "s", "t"];

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// It as it is looked for.
    pub word: String,
}

/// The words of a text, in their order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut token: Option<Token> = None;
    for (place, sign) in text.char_indices() {
        let end = place + sign.len_utf8();
        if sign.is_alphanumeric() {
            let own = token.get_or_insert_with(|| Token { place: place..end, word: String::new() });
            own.place.end = end;
            fold(sign, &mut own.word);
        } else if is_accent(sign)
            && let Some(own) = &mut token
        {
            own.place.end = end;
        } else if let Some(own) = token.take()
            && !(matches!(sign, '\'' | '’') && ELIDED.contains(&own.word.as_str()))
        {
            found.push(own);
        }
    }
    found.extend(token);
    found
}

/// The words of a text, as they are looked for.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// An accent that is written after its letter.
fn is_accent(sign: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&sign)
}

/// Adds a letter as it is looked for.
fn fold(sign: char, word: &mut String) {
    if word.chars().count() >= LONGEST_WORD {
        return;
    }
    match plain_letter(sign) {
        'œ' | 'Œ' => word.push_str("oe"),
        'æ' | 'Æ' => word.push_str("ae"),
        'ß' => word.push_str("ss"),
        plain if plain.is_ascii() => word.push(plain),
        other => {
            word.extend(other.to_lowercase().filter(|sign| !is_accent(*sign)).map(|small| match small {
                'á' | 'ã' | 'å' => 'a',
                'í' | 'ì' => 'i',
                'ñ' => 'n',
                'ó' | 'ò' | 'õ' | 'ø' => 'o',
                'ú' => 'u',
                'ý' => 'y',
                same => same,
            }));
        }
    }
}

/// Words that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<String>,
    is_open: bool,
}

impl Phrase {
    /// What was typed, as it is looked for; none for what has neither letter nor digit.
    ///
    /// The last word stands for all that it begins, unless it was put between quotes or is very short.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let mut words = words_of(typed);
        let last = words.last_mut()?;
        let is_open = !typed.contains('"') && last.chars().count() >= BEGINS;
        // « chantiers » finds « chantier » too: the beginning that both have.
        if is_open && last.chars().count() > BEGINS && last.ends_with(['s', 'x']) {
            last.pop();
        }
        Some(Self { words, is_open })
    }

    /// The words: letters without accent nor capital, and digits; one at least.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the last word stands for all that it begins.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether a text begins with it.
    pub(super) fn begins(&self, tokens: &[Token]) -> bool {
        let same = |(place, (wanted, token)): (usize, (&String, &Token))| {
            let may_go_on = self.is_open && place + 1 == self.words.len();
            token.word == *wanted || (may_go_on && token.word.starts_with(wanted.as_str()))
        };
        tokens.len() >= self.words.len() && self.words.iter().zip(tokens).enumerate().all(same)
    }

    /// Where it stands in a text.
    pub(super) fn places(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let length = self.words.len();
        tokens
            .windows(length)
            .filter(|some| self.begins(some))
            .map(|some| some[0].place.start..some[length - 1].place.end)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_without_capitals_nor_accents_nor_what_parts_them() {
        for (text, expected) in [
            ("", ""),
            (" %\"*()^:{}- ", ""),
            ("Un chantier d’espaces verts, à l'ÉTÉ", "un chantier espaces verts a ete"),
            ("Cœur de la main-d’œuvre", "coeur de la main oeuvre"),
            ("IAE-2027-29-ACI-7K3M9Q", "iae 2027 29 aci 7k3m9q"),
            ("JARDINS_DE L’AULNE", "jardins de aulne"),
            ("e\u{301}te\u{301} n° 12,5", "ete n 12 5"),
            ("aujourd’hui, l’", "aujourd hui"),
            ("L", "l"),
            ("NIÑO Ångström", "nino angstrom"),
        ] {
            assert_eq!(words_of(text).join(" "), expected, "{text}");
        }
        assert_eq!(words_of(&"é".repeat(200)), [String::from("e").repeat(LONGEST_WORD)]);
    }

    #[test]
    fn a_phrase_is_found_whole_and_its_last_word_by_its_beginning() {
        for (typed, text, expected) in [
            ("chantier", "deux chantiers, un chantier", &["chantiers", "chantier"][..]),
            ("chantiers", "deux chantiers, un chantier", &["chantiers", "chantier"]),
            ("\"chantier\"", "deux chantiers, un Chantier", &["Chantier"]),
            ("\"espaces verts\"", "d’Espaces  verts", &["Espaces  verts"]),
            ("espaces-ver", "espaces verts", &["espaces verts"]),
            ("du", "durable du port", &["du"]),
            ("verts espaces", "espaces verts", &[]),
        ] {
            let phrase = Phrase::of(typed).expect("words");
            let places = phrase.places(&tokens(text));
            let found: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, expected, "{typed} in {text}");
        }
        assert_eq!((Phrase::of("l’"), Phrase::of("\"%\"")), (None, None));
    }
}
