//! Reading codes of reference lists: `Quimper (29232)`, `29232`.

use super::{Misread, without_spaces};
use crate::{french::plain_letter, trame::types::CodeList, value::Coded};

/// Separates the codes of a list as it is written.
pub const SEPARATOR: char = ';';

/// The texts of a list as it is typed: one a line, or parted by semicolons or commas.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([SEPARATOR, ',', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Reads one code, with or without its name: `Quimper (29232)`, `29232`, `8899B - Action sociale`.
///
/// Only the form of the code is known here; the server knows the lists, and gives the names.
pub fn coded(text: &str, list: CodeList) -> Result<Coded, Misread> {
    let named = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let dashed = text.split_once(" - ").map(|(code, label)| (label, code));
    let (label, code) = named.or(dashed).unwrap_or(("", text));
    let code: String = without_spaces(code).chars().filter(|letter| *letter != '.').collect();
    let code = code.to_ascii_uppercase();
    if has_form(&code, list) {
        return Ok(Coded { code, label: label.trim().to_owned() });
    }
    Err(unknown(list))
}

/// What is said of a text that is no code of a list.
#[must_use]
pub fn unknown(list: CodeList) -> Misread {
    match list {
        CodeList::Communes => Misread::NotACommune,
        CodeList::Naf => Misread::NotAnActivity,
        CodeList::Rome => Misread::NotATrade,
    }
}

/// Reads several codes, each once, in the order they were typed.
pub fn coded_list(text: &str, list: CodeList) -> Result<Vec<Coded>, Misread> {
    let mut found: Vec<Coded> = Vec::new();
    for part in parts(text) {
        let one = coded(part, list)?;
        if !found.iter().any(|known| known.code == one.code) {
            found.push(one);
        }
    }
    Ok(found)
}

/// A code as it is typed and read back.
#[must_use]
pub fn written(coded: &Coded) -> String {
    if coded.label.is_empty() { coded.code.clone() } else { format!("{} ({})", coded.label, coded.code) }
}

/// Several codes as they are typed and read back.
#[must_use]
pub fn written_list(list: &[Coded]) -> String {
    list.iter().map(written).collect::<Vec<_>>().join("\u{a0}; ")
}

/// The entry that a text means among those found for it: the only one, or the only one of this name or this code.
#[must_use]
pub fn meant<'a>(found: &'a [Coded], text: &str) -> Option<&'a Coded> {
    // A part of a name is enough when one entry has it.
    if let [only] = found {
        return Some(only);
    }
    let wanted = words(text);
    let named = |coded: &&Coded| coded.code.eq_ignore_ascii_case(text) || words(&coded.label) == wanted;
    let mut named = found.iter().filter(named);
    named.next().filter(|_| named.next().is_none())
}

/// A name as it is compared and sought: small letters without accents, `saint` for `st`, without the postcode beside it.
#[must_use]
pub fn words(text: &str) -> String {
    let text = text.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    let plain: String = text.chars().map(plain_letter).collect();
    let all: Vec<&str> =
        plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_postcode = |word: &str| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit());
    let has_name = all.iter().any(|word| !is_postcode(word));
    let kept = all.into_iter().filter(|word| !(has_name && is_postcode(word)));
    let long = kept.map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    long.collect::<Vec<_>>().join(" ")
}

fn has_form(code: &str, list: CodeList) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let bytes = code.as_bytes();
    if !code.is_ascii() {
        return false;
    }
    match list {
        CodeList::Communes => {
            bytes.len() == 5
                && digits(&code[2..])
                && (digits(&code[..2]) || matches!(&code[..2], "2A" | "2B"))
        }
        CodeList::Naf => bytes.len() == 5 && digits(&code[..4]) && bytes[4].is_ascii_uppercase(),
        CodeList::Rome => bytes.len() == 5 && bytes[0].is_ascii_uppercase() && digits(&code[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_its_name_or_alone() {
        let quimper = Coded { code: "29232".to_owned(), label: "Quimper".to_owned() };
        assert_eq!(coded("Quimper (29232)", CodeList::Communes), Ok(quimper.clone()));
        assert_eq!(coded(&written(&quimper), CodeList::Communes), Ok(quimper));
        let bare = Coded { code: "2A004".to_owned(), label: String::new() };
        assert_eq!(coded(" 2a 004 ", CodeList::Communes), Ok(bare));
        for text in
            ["Quimper", "2923", "29232X", "(29232", "Quimper ()", "2C004", "é9232", "29é3", "圜65", "65圜"]
        {
            assert_eq!(coded(text, CodeList::Communes), Err(Misread::NotACommune), "{text}");
        }
        assert_eq!(coded("88.99b", CodeList::Naf).map(|found| found.code), Ok("8899B".to_owned()));
        assert_eq!(coded("88 99 B", CodeList::Naf).map(|found| found.code), Ok("8899B".to_owned()));
        let dashed = coded("8899B - Action sociale", CodeList::Naf);
        assert_eq!(dashed.map(|found| found.label), Ok("Action sociale".to_owned()));
        assert!(coded("Maçon (F1703)", CodeList::Rome).is_ok());
        assert_eq!(coded("1703F", CodeList::Rome), Err(Misread::NotATrade));
    }

    #[test]
    fn letters_of_any_width_are_no_code() {
        for list in [CodeList::Communes, CodeList::Naf, CodeList::Rome] {
            for text in ["圜65", "65圜", "6圜5", "éé1", "1éé", "é1é", "é123", "𝟗a"] {
                assert_eq!(coded(text, list), Err(unknown(list)), "{text}");
            }
        }
    }

    #[test]
    fn a_text_means_one_entry_or_none() {
        let coded = |code: &str, label: &str| Coded { code: code.to_owned(), label: label.to_owned() };
        let found =
            [coded("93066", "Saint-Denis"), coded("97411", "Saint-Denis"), coded("35288", "Saint-Méen")];
        assert_eq!(meant(&found, "saint-denis"), None);
        assert_eq!(meant(&found, "97411"), Some(&found[1]));
        assert_eq!(meant(&found, "SAINT-MEEN"), Some(&found[2]));
        assert_eq!(meant(&found, "Saint"), None);
        for text in ["st méen", "Saint Meen", "35290 Saint-Méen", "Saint-Méen 35290"] {
            assert_eq!(meant(&found, text), Some(&found[2]), "{text}");
        }
        assert_eq!(meant(&found[..1], "Saint"), Some(&found[0]), "one entry is the one meant");
        assert_eq!(words("29000"), "29000");
    }

    #[test]
    fn a_code_stands_once_in_a_list() {
        let found = coded_list("Quimper (29232) ; 29019 ;\n29232, 29019", CodeList::Communes).expect("codes");
        let codes: Vec<&str> = found.iter().map(|coded| coded.code.as_str()).collect();
        assert_eq!(codes, ["29232", "29019"]);
        assert_eq!(coded_list(&written_list(&found), CodeList::Communes), Ok(found));
    }
}
