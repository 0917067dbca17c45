//! Turning ASP's capitals into names a person would write.

/// A street, commune or family name out of its capitals: `RUE DE L'ODET` becomes `Rue de l'Odet`.
#[must_use]
pub fn plain_case(text: &str) -> String {
    const SMALL: [&str; 14] =
        ["de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "aux", "au", "à", "lès"];
    let folded: Vec<&str> = text.split_whitespace().collect();
    let words = folded.iter().enumerate().map(|(place, word)| {
        let lower = word.to_lowercase();
        if place > 0 && SMALL.contains(&lower.as_str()) {
            return lower;
        }
        capitalised(&lower, place > 0)
    });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str, inside: bool) -> String {
    let elided = word.split_once(['\'', '’']).filter(|(head, _)| matches!(*head, "l" | "d"));
    if let (true, Some((head, tail))) = (inside, elided) {
        return format!("{head}’{}", initial(tail));
    }
    word.split('-').map(initial).collect::<Vec<_>>().join("-")
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
            ("17 RUE LAMARTINE", "17 Rue Lamartine"),
            ("RUE DE L'ODET", "Rue de l’Odet"),
            ("CONDE-EN-NORMANDIE", "Conde-En-Normandie"),
            ("  LES  JARDINS DU BOCAGE ", "Les Jardins du Bocage"),
            ("", ""),
        ] {
            assert_eq!(plain_case(asp), plain);
        }
    }
}
