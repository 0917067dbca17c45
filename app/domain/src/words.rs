//! The words of a label, to look others up in it.

use form::french::plain_letter;

/// The words of a label: without capitals, accents nor signs, a space around each.
pub(crate) struct Words(String);

impl Words {
    /// Reads a label.
    pub(crate) fn of(label: &str) -> Self {
        let plain: String = label
            .to_lowercase()
            .chars()
            .map(plain_letter)
            .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' })
            .collect();
        Self(format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// Whether some words, written plainly, stand there one after the other.
    pub(crate) fn say(&self, known: &str) -> bool {
        self.0.contains(&format!(" {known} "))
    }

    /// What the first of the lines of a table that fits says.
    pub(crate) fn first<T: Copy>(&self, table: &[(T, &[&str])]) -> Option<T> {
        table.iter().find(|(_, known)| known.iter().any(|known| self.say(known))).map(|(said, _)| *said)
    }
}
