//! Facts of one record of ASP, gathered with their columns.

use form::{
    Date, Decimal, Path, Value, french,
    value::{Coded, ROW_GAP},
};

use crate::{
    dossier::{Known, Origin},
    prefill::{Proposal, naming::plain_case},
};

/// Name of the source as people read it.
const SOURCE: &str = "ASP";

/// Facts of one record, gathered with their columns.
pub(super) struct Facts {
    source: String,
    record: String,
    as_of: Date,
    pub(super) found: Vec<Proposal>,
}

impl Facts {
    pub(super) fn of(record: String, as_of: Date) -> Self {
        Self { source: SOURCE.to_owned(), record, as_of, found: Vec::new() }
    }

    /// The same, of a year that each value tells beside the name of its source.
    pub(super) fn of_year(record: String, year: i16, as_of: Date) -> Self {
        Self { source: format!("{SOURCE}, année {year}"), ..Self::of(record, as_of) }
    }

    /// Has the values that follow tell the year that they are of; no more, without one.
    pub(super) fn say_year(&mut self, year: Option<i16>) {
        self.source = year.map_or_else(|| SOURCE.to_owned(), |year| format!("{SOURCE}, année {year}"));
    }

    pub(super) fn add(&mut self, path: &str, column: &str, value: Value, original: &str) {
        let origin = Origin::Prefilled {
            source: self.source.clone(),
            record: self.record.clone(),
            column: column.to_owned(),
            as_of: self.as_of,
            original: original.to_owned(),
        };
        self.put(path, Known { value, origin });
    }

    /// A value worked out from what the record says.
    pub(super) fn derived(&mut self, path: &str, value: Value, how: String) {
        let from = format!("l’{SOURCE}, livraison du {}", french::date(self.as_of));
        self.put(path, Known { value, origin: Origin::Derived { from, how } });
    }

    pub(super) fn put(&mut self, path: &str, known: Known) {
        let path = Path::parse(path).expect("the keys of this module are written right");
        self.found.retain(|(taken, _)| *taken != path);
        self.found.push((path, known));
    }

    /// A row of a table, that a column of the record lets stand there.
    pub(super) fn row(&mut self, table: &str, row: &str, column: &str, original: &str) {
        let rank = self
            .found
            .iter()
            .filter(|(path, known)| path.field().as_str() == table && matches!(known.value, Value::Row(_)));
        let rank = i64::try_from(rank.count()).unwrap_or_default() + 1;
        self.add(&format!("{table}[{row}]"), column, Value::Row(rank * ROW_GAP), original);
    }

    /// A commune by its INSEE code, under the name that the record gives it.
    pub(super) fn commune(&mut self, path: &str, column: &str, code: &str, name: &str) {
        let known = form::read::coded::coded(code, form::trame::CodeList::Communes);
        if let Ok(commune) = known {
            let commune = Coded { label: plain_case(name), ..commune };
            self.add(path, column, Value::Coded(commune), &format!("{code} {name}"));
        }
    }

    pub(super) fn text(&mut self, path: &str, column: &str, text: &str) {
        if !text.is_empty() {
            self.add(path, column, Value::Text(text.to_owned()), text);
        }
    }

    pub(super) fn renamed(&mut self, path: &str, column: &str, text: &str) {
        if !text.is_empty() {
            self.add(path, column, Value::Text(plain_case(text)), text);
        }
    }

    pub(super) fn choice(&mut self, path: &str, column: &str, key: &str) {
        if !key.is_empty() {
            self.add(path, column, Value::Choice(key.to_owned()), key);
        }
    }

    pub(super) fn yes_no(&mut self, path: &str, column: &str, yes: Option<bool>) {
        if let Some(yes) = yes {
            self.add(path, column, Value::Boolean(yes), if yes { "true" } else { "false" });
        }
    }

    pub(super) fn whole(&mut self, path: &str, column: &str, whole: Option<i64>) {
        if let Some(whole) = whole {
            self.add(path, column, Value::Integer(whole), &whole.to_string());
        }
    }

    pub(super) fn number(&mut self, path: &str, column: &str, number: Option<Decimal>) {
        if let Some(mut number) = number {
            number.rescale(2);
            self.add(path, column, Value::Number(number), &number.to_string());
        }
    }

    /// A number added over several annexes, each part kept in the original with its place.
    pub(super) fn sum(&mut self, path: &str, column: &str, parts: &[Part]) {
        match parts {
            [] => {}
            [(_, one)] => self.number(path, column, Some(*one)),
            _ => {
                let mut total: Decimal = parts.iter().map(|(_, part)| part).sum();
                total.rescale(2);
                self.add(path, column, Value::Number(total), &written_sum(parts));
            }
        }
    }

    /// A whole number added over several annexes.
    pub(super) fn whole_sum(&mut self, path: &str, column: &str, parts: &[Part]) {
        let total: Decimal = parts.iter().map(|(_, part)| part).sum();
        if let (false, Ok(total)) = (parts.is_empty(), i64::try_from(total)) {
            self.add(path, column, Value::Integer(total), &written_sum(parts));
        }
    }
}

/// Names that several annexes tell, each once, the first told first.
pub(super) fn each_once<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut told: Vec<&str> = Vec::new();
    for name in names {
        if !told.contains(&name) {
            told.push(name);
        }
    }
    told.join(", ")
}

/// A number of one annexe, with the name of its département.
pub(super) type Part = (String, Decimal);

/// `8.00 (Finistère) + 4.00 (Morbihan)`; a number alone needs no place.
fn written_sum(parts: &[Part]) -> String {
    match parts {
        [(_, one)] => one.to_string(),
        _ => parts.iter().map(|(place, part)| format!("{part} ({place})")).collect::<Vec<_>>().join(" + "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_once_wherever_it_stands() {
        for (names, told) in
            [(&[][..], ""), (&["a"], "a"), (&["a", "a", "b"], "a, b"), (&["b", "a", "b", "a"], "b, a")]
        {
            assert_eq!(each_once(names.iter().copied()), told, "{names:?}");
        }
    }
}
