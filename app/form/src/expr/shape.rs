//! Whether a text is written as a model says: a number of convention, of annexe.

/// Whether a text, or each of its parts between commas, follows one of the models.
///
/// In a model `9` stands for a digit, `A` for a letter, `X` for either; anything else for itself. Spaces do
/// not count, nor does the case of letters.
#[must_use]
pub fn follows(text: &str, models: &[impl AsRef<str>]) -> bool {
    text.split([',', ';']).all(|part| models.iter().any(|model| follows_one(part, model.as_ref())))
}

fn follows_one(part: &str, model: &str) -> bool {
    let mut signs = part.chars().filter(|sign| !sign.is_whitespace());
    let mut places = model.chars().filter(|place| !place.is_whitespace());
    loop {
        match (places.next(), signs.next()) {
            (None, None) => return true,
            (Some(place), Some(sign)) if fits(place, sign) => {}
            _ => return false,
        }
    }
}

fn fits(place: char, sign: char) -> bool {
    match place {
        '9' => sign.is_ascii_digit(),
        'A' => sign.is_ascii_alphabetic(),
        'X' => sign.is_ascii_alphanumeric(),
        other => other.eq_ignore_ascii_case(&sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_a_model() {
        let models = ["XXX 999999 AA 99999", "XXX 999999 AAA 99999"];
        for (text, expected) in [
            ("054 010118 ACI 00019", true),
            ("054010118aci00019", true),
            ("02A\u{a0}010118 AI 00003", true),
            ("054 010118 ACI 00019, 056 010118 ACI 00020", true),
            ("054 010118 ACI 00019, 056", false),
            ("054 010118 ACI 0001", false),
            ("054 010118 ACI 000190", false),
            ("054 010118 ACID 00019", false),
            ("054 0101l8 ACI 00019", false),
            ("", false),
        ] {
            assert_eq!(follows(text, &models), expected, "{text}");
        }
        assert!(!follows("é54", &["XX"]));
    }
}
