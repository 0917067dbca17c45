//! Turning ASP's capitals into names a person would write.

/// Words that stay small inside a name.
const SMALL: [&str; 15] =
    ["de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "aux", "au", "à", "lès", "pour"];

/// Kinds of streets: small after a number.
const STREETS: [&str; 14] = [
    "rue",
    "avenue",
    "boulevard",
    "place",
    "chemin",
    "allée",
    "allee",
    "impasse",
    "route",
    "quai",
    "cours",
    "square",
    "passage",
    "lieu-dit",
];

/// Letters that are read one by one.
const ACRONYMS: [&str; 22] = [
    "aci", "ai", "ei", "eiti", "etti", "iae", "siae", "ccas", "cias", "sas", "sasu", "sarl", "eurl", "scop",
    "scic", "geiq", "plie", "za", "zi", "zac", "bp", "cs",
];

/// A street, commune, structure or family name out of its capitals: `RUE DE L'ODET` becomes `Rue de l’Odet`.
#[must_use]
pub fn plain_case(text: &str) -> String {
    let numbered = text.trim_start().starts_with(|first: char| first.is_ascii_digit());
    let words = text.split_whitespace().enumerate().map(|(place, word)| {
        let lower = word.to_lowercase();
        let small =
            place > 0 && (SMALL.contains(&lower.as_str()) || numbered && STREETS.contains(&lower.as_str()));
        if small { lower } else { capitalised(&lower, place > 0) }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str, inside: bool) -> String {
    if ACRONYMS.contains(&word) {
        return word.to_uppercase();
    }
    let elided = word.split_once(['\'', '’']).filter(|(head, _)| matches!(*head, "l" | "d"));
    if let Some((head, tail)) = elided {
        let head = if inside { head.to_owned() } else { initial(head) };
        return format!("{head}’{}", compound(tail));
    }
    compound(word)
}

/// `condé-en-normandie` becomes `Condé-en-Normandie`.
fn compound(word: &str) -> String {
    let parts = word.split('-').enumerate().map(|(place, part)| {
        if place > 0 && SMALL.contains(&part) { part.to_owned() } else { initial(part) }
    });
    parts.collect::<Vec<_>>().join("-")
}

fn initial(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_plain_name() {
        for (asp, plain) in [
            ("17 RUE LAMARTINE", "17 rue Lamartine"),
            ("RUE DE L'ODET", "Rue de l’Odet"),
            ("L'ATELIER D'ARMOR", "L’Atelier d’Armor"),
            ("CONDE-EN-NORMANDIE", "Conde-en-Normandie"),
            ("CCAS DE BREST", "CCAS de Brest"),
            ("  LES  JARDINS DU BOCAGE ", "Les Jardins du Bocage"),
            ("", ""),
        ] {
            assert_eq!(plain_case(asp), plain);
        }
    }
}
