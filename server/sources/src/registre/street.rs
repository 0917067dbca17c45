//! Streets as registers write them, in parts.

/// A street in parts: `17`, `B`, `RUE`, `DES LILAS`.
pub(super) struct Street<'a> {
    pub(super) number: &'a str,
    pub(super) repetition: &'a str,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
}

/// Kinds of streets that a register shortens.
const SHORTENED: [(&str, &str); 15] = [
    ("ALL", "ALLEE"),
    ("AV", "AVENUE"),
    ("BD", "BOULEVARD"),
    ("CHE", "CHEMIN"),
    ("CRS", "COURS"),
    ("FG", "FAUBOURG"),
    ("IMP", "IMPASSE"),
    ("LD", "LIEU-DIT"),
    ("PAS", "PASSAGE"),
    ("PL", "PLACE"),
    ("QU", "QUAI"),
    ("RES", "RESIDENCE"),
    ("RTE", "ROUTE"),
    ("SQ", "SQUARE"),
    ("ZA", "ZA"),
];

impl Street<'_> {
    /// The street on one line; blank without a name.
    pub(super) fn line(&self) -> String {
        if self.name.is_empty() {
            return String::new();
        }
        let long =
            SHORTENED.iter().find(|(short, _)| *short == self.kind).map_or(self.kind, |(_, long)| long);
        let parts = [self.number, self.repetition, long, self.name];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_one_line_in_full() {
        for ([number, repetition, kind, name], line) in [
            (["17", "", "RUE", "DES LILAS"], "17 RUE DES LILAS"),
            (["4", "B", "AV", "DE LA GARE"], "4 B AVENUE DE LA GARE"),
            (["", "", "", "LE BOURG"], "LE BOURG"),
            (["17", "", "RUE", ""], ""),
        ] {
            assert_eq!(Street { number, repetition, kind, name }.line(), line);
        }
    }
}
