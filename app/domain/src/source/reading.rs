//! Reading one record of a source: each value with its column, its original and its doubt.

use form::{
    Date, Path, Value,
    value::{Coded, ROW_GAP},
};

use super::{Finding, Found, Source};
use crate::{
    dossier::{Known, Origin},
    prefill::plain_case,
};

/// A record being read.
pub struct Reading {
    source: Source,
    record: String,
    found: Found,
}

impl Reading {
    /// A record of a source, as it stood on a day.
    #[must_use]
    pub fn of(source: Source, record: String, as_of: Date) -> Self {
        Self { source, record, found: Found::on(as_of) }
    }

    /// What was read.
    #[must_use]
    pub fn found(self) -> Found {
        self.found
    }

    /// A value, as the source wrote it.
    ///
    /// A key is told once: the last value stands.
    pub fn add(&mut self, path: &str, column: &str, value: Value, original: &str) {
        let path = key(path);
        let origin = Origin::Prefilled {
            source: self.source.name().to_owned(),
            record: self.record.clone(),
            column: column.to_owned(),
            as_of: self.found.as_of,
            original: original.to_owned(),
        };
        self.found.proposals.retain(|(taken, _)| *taken != path);
        self.found.proposals.push((path, Known { value, origin }));
    }

    /// A text, unless it is blank.
    pub fn text(&mut self, path: &str, column: &str, text: &str) {
        let shown = text.trim();
        if !shown.is_empty() {
            self.add(path, column, Value::Text(shown.to_owned()), text);
        }
    }

    /// A name or a street, out of its capitals when it is in capitals alone.
    pub fn name(&mut self, path: &str, column: &str, text: &str) {
        let shown = readable(text);
        if !shown.is_empty() {
            self.add(path, column, Value::Text(shown), text);
        }
    }

    /// The name of a person, each of its parts out of the capitals of files: `LE GALL` is « Le Gall » after a first name.
    pub fn person(&mut self, path: &str, column: &str, (given, family): (&str, &str)) {
        let shown = [given, family].map(readable).join(" ");
        if !shown.trim().is_empty() {
            let written = format!("{given} {family}");
            self.add(path, column, Value::Text(shown.trim().to_owned()), written.trim());
        }
    }

    /// Yes or no, where the source says either.
    pub fn yes_no(&mut self, path: &str, column: &str, yes: Option<bool>) {
        if let Some(yes) = yes {
            self.add(path, column, Value::Boolean(yes), if yes { "true" } else { "false" });
        }
    }

    /// A day written `2006-02-01`, or the moment of a day.
    pub fn day(&mut self, path: &str, column: &str, written: &str) {
        if let Some(day) = day(written) {
            self.add(path, column, Value::Date(day), written);
        }
    }

    /// A commune by its INSEE code, under the name that the source gives it.
    pub fn commune(&mut self, path: &str, column: &str, code: &str, name: &str) {
        if let Ok(commune) = form::read::coded::coded(code, form::trame::CodeList::Communes) {
            let commune = Coded { label: readable(name), ..commune };
            self.add(path, column, Value::Coded(commune), format!("{code} {name}").trim());
        }
    }

    /// A commune by its name and its postcode, which the list of communes gives its code.
    pub fn town(&mut self, path: &str, columns: &str, postcode: &str, name: &str) {
        if !name.is_empty() && !postcode.is_empty() {
            let written = format!("{postcode} {name}");
            self.add(path, columns, Value::Text(written.clone()), &written);
        }
    }

    /// A row of a table, after those that stand there already.
    pub fn row(&mut self, table: &str, row: &str, column: &str, original: &str) {
        let rows = self.found.proposals.iter();
        let rows = rows
            .filter(|(path, known)| path.field().as_str() == table && matches!(known.value, Value::Row(_)));
        let rank = i64::try_from(rows.count()).unwrap_or_default() + 1;
        self.add(&format!("{table}[{row}]"), column, Value::Row(rank * ROW_GAP), original);
    }

    /// Says why the value of a key may speak of something else than the structure.
    pub fn doubt(&mut self, path: &str, why: &str) {
        let path = key(path);
        if self.found.proposals.iter().any(|(known, _)| *known == path) {
            self.found.doubts.insert(path, why.to_owned());
        }
    }

    /// Says why every value read so far may speak of something else than the structure.
    pub fn doubt_all(&mut self, why: &str) {
        for (path, _) in &self.found.proposals {
            self.found.doubts.entry(path.clone()).or_insert_with(|| why.to_owned());
        }
    }

    /// Something that no field holds.
    pub fn finding(&mut self, finding: Finding) {
        self.found.findings.push(finding);
    }
}

/// A day out of `2006-02-01` or `2006-02-01T00:00:00`.
fn day(written: &str) -> Option<Date> {
    written.get(..10)?.parse().ok()
}

/// A name without its capitals, when it has nothing else.
fn readable(text: &str) -> String {
    let text = text.trim();
    if text.chars().any(char::is_lowercase) { text.to_owned() } else { plain_case(text) }
}

fn key(path: &str) -> Path {
    Path::parse(path).expect("the keys of the maps are written right")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        Reading::of(Source::Sirene, "établissement".to_owned(), Date::constant(2026, 11, 26))
    }

    #[test]
    fn a_blank_text_is_no_value_and_a_doubt_needs_one() {
        let mut reading = reading();
        reading.text("structure.enseigne", "c", " ");
        reading.doubt("structure.enseigne", "aucune");
        reading.day("structure.date_creation", "c", "hier");
        reading.yes_no("structure.qualiopi", "c", None);
        assert_eq!(reading.found(), Found::on(Date::constant(2026, 11, 26)));
    }

    #[test]
    fn a_value_keeps_its_original_and_its_first_doubt() {
        let mut reading = reading();
        reading.name("structure.denomination", "nom", "L'ATELIER");
        reading.day("structure.date_creation", "jour", "2006-02-01T10:00:00");
        reading.doubt("structure.denomination", "premier");
        reading.doubt_all("second");
        reading.name("structure.enseigne", "nom", "iRécup’");
        let found = reading.found();
        let path = key("structure.denomination");
        assert_eq!(found.doubt(&path), Some("premier"));
        assert_eq!(found.doubt(&key("structure.date_creation")), Some("second"));
        let sure: Vec<&str> = found.sure().map(|(path, _)| path.as_str()).collect();
        assert_eq!(sure, ["structure.enseigne"]);
        let (_, known) = &found.proposals[0];
        assert_eq!(known.value, Value::Text("L’Atelier".to_owned()));
        assert!(matches!(&known.origin, Origin::Prefilled { original, .. } if original == "L'ATELIER"));
        assert_eq!(found.proposals[1].1.value, Value::Date(Date::constant(2006, 2, 1)));
    }

    #[test]
    fn rows_follow_each_other_and_their_table_is_one_datum() {
        let mut reading = reading();
        for row in ["a", "b"] {
            reading.row("activites.liste", row, "postes", row);
            reading.text(&format!("activites.liste[{row}].libelle"), "postes", row);
        }
        let found = reading.found();
        let ranks: Vec<&Value> = found.proposals.iter().map(|(_, known)| &known.value).step_by(2).collect();
        assert_eq!(ranks, [&Value::Row(ROW_GAP), &Value::Row(2 * ROW_GAP)]);
        assert_eq!(found.data(), 1);
    }
}
