//! What structures say is wrong at a source, as its producer needs it to put it right.

use form::{Date, FieldType, Path, Trame, Value, french};
use serde::{Deserialize, Serialize};

use super::Supply;
use crate::{
    Timestamp,
    dossier::{
        Known, Origin, Snapshot,
        heard::{self, Heard},
    },
    source::{Finding, Source},
};

/// A value of a source that a structure says is wrong. Who said so is not told: the structure did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// SIRET of the structure.
    pub siret: String,
    /// Key of the answer.
    pub path: Path,
    /// The question, as the form of the dossier asks it.
    pub label: String,
    /// Key of the supply.
    pub supply: String,
    /// The record: `structure 190`.
    pub record: String,
    /// The column, or how the value was worked out.
    pub column: String,
    /// The value as the source wrote it; as it was understood, where it was worked out.
    pub said: String,
    /// The value as people read it.
    #[serde(default)]
    pub shown: String,
    /// The day the source spoke.
    #[serde(with = "form::day::optional")]
    pub as_of: Option<Date>,
    /// The answer of the version sent; none when it was left blank.
    pub sent: Option<String>,
    /// What is wrong, in the structure's words.
    pub text: String,
    /// When it said so.
    #[serde(with = "crate::instant")]
    pub at: Timestamp,
}

impl Contest {
    /// Name of the supply, as people read it.
    #[must_use]
    pub fn source(&self) -> &'static str {
        Supply::of_code(&self.supply).map_or("Source inconnue", Supply::name)
    }

    /// Whether the version sent answers what is said to be false; none when it was left blank, or when a record of before
    /// does not tell.
    #[must_use]
    pub fn still_sent(&self) -> Option<bool> {
        let sent = self.sent.as_ref().filter(|_| !self.shown.is_empty())?;
        Some(*sent == self.shown)
    }

    /// Whether it is an answer of the form that is contested; else, that the source puts the convention in doubt.
    #[must_use]
    pub fn is_of_answer(&self) -> bool {
        Finding::named(&self.path).is_none()
    }

    /// Key of who answers for it.
    #[must_use]
    pub fn producer(&self) -> &'static str {
        Supply::of_code(&self.supply).map_or("", Supply::producer)
    }
}

/// What is contested in the version last sent of a dossier, in the order of its form.
#[must_use]
pub fn contests(trame: &Trame, snapshot: &Snapshot, heard: &Heard) -> Vec<Contest> {
    let Some(sent) = snapshot.submission() else { return Vec::new() };
    let siret = Path::parse("structure.siret").ok().and_then(|path| sent.counted.get(&path)?.text());
    let siret = siret.unwrap_or_default().to_owned();
    let found = heard.contested.iter().filter_map(|((path, source), contest)| {
        let known = contest.known.as_ref()?;
        if let Some(name) = Finding::named(path) {
            return Some(of_alert(name, (&siret, path, *source), contest, known));
        }
        let field = trame.field(path)?;
        let shown = |value: &Value| french::value(value, &field.field_type);
        let value = shown(&known.value);
        let Place { record, column, said, as_of } = place(known, value.clone());
        let answer = sent.counted.get(path).map(shown);
        let (supply, text) = (Supply::of(*source, &known.origin).code().to_owned(), contest.text.clone());
        let label = cell_label(trame, path, |cell| {
            let told = || heard.values(cell).next().map(|(_, told)| told.known.value.clone());
            sent.counted.get(cell).cloned().or_else(told)
        });
        let (siret, path, at) = (siret.clone(), path.clone(), contest.at);
        let (shown, sent) = (value, answer);
        Some(Contest { siret, path, label, supply, record, column, said, shown, as_of, sent, text, at })
    });
    let mut found: Vec<Contest> = found.collect();
    let order: Vec<&Path> = trame.fields().map(|(_, field)| &field.path).collect();
    found.sort_by_key(|contest| order.iter().position(|path| **path == contest.path.field()));
    found
}

/// What is contested that is no answer: that a source puts the convention in doubt.
fn of_alert(
    name: &str,
    (siret, path, source): (&str, &Path, Source),
    contest: &heard::Contest,
    known: &Known,
) -> Contest {
    let said = french::value(&known.value, &FieldType::LongText);
    Contest {
        siret: siret.to_owned(),
        path: path.clone(),
        label: name.to_owned(),
        supply: Supply::of(source, &known.origin).code().to_owned(),
        record: format!("établissement {siret}"),
        column: column_of(path).to_owned(),
        shown: said.clone(),
        said,
        as_of: known.origin.day(),
        sent: None,
        text: contest.text.clone(),
        at: contest.at,
    }
}

/// What a source has of an alert, in words.
fn column_of(path: &Path) -> &'static str {
    match path.as_str() {
        "alerte.fermeture" => "état administratif",
        "alerte.type" => "type de structure d’insertion",
        _ => "convention en vigueur",
    }
}

/// Where a value was read, and how it is written there.
struct Place {
    record: String,
    column: String,
    said: String,
    as_of: Option<Date>,
}

fn place(known: &Known, shown: String) -> Place {
    match &known.origin {
        Origin::Prefilled { record, column, as_of, original, .. } => Place {
            record: record.clone(),
            column: column.clone(),
            said: if original.is_empty() { shown } else { original.clone() },
            as_of: Some(*as_of),
        },
        Origin::Derived { from, how } => {
            Place { record: from.clone(), column: how.clone(), said: shown, as_of: None }
        }
        Origin::Given { dossier, on, .. } => {
            Place { record: dossier.clone(), column: String::new(), said: shown, as_of: Some(*on) }
        }
        Origin::Typed => Place { record: String::new(), column: String::new(), said: shown, as_of: None },
    }
}

/// Longest name of a row, in characters.
const LONGEST: usize = 60;

/// The question; that of a cell after its table's and its row's: the line of the form, else what stands first in it.
#[must_use]
pub fn cell_label(trame: &Trame, path: &Path, value: impl Fn(&Path) -> Option<Value>) -> String {
    let table = trame.field(&path.field()).and_then(|table| Some((table, table.field_type.table()?)));
    let (Some((table, fields)), Some(parts)) = (table, path.in_table()) else { return label(trame, path) };
    let line = fields.lines.iter().find(|line| line.key == parts.row).map(|line| line.label.clone());
    let first = || {
        fields.columns.iter().find_map(|column| {
            let value = value(&path.field().cell(parts.row, column.path.last()))?;
            Some(french::value(&value, &column.field_type))
        })
    };
    let row = line.or_else(first).map(|name| name.chars().take(LONGEST).collect::<String>());
    let row = row.map(|name| format!(" ({name})")).unwrap_or_default();
    let column = trame.field(path).map(|column| column.label.as_str()).unwrap_or_default();
    format!("{}{row}\u{a0}: {column}", table.label)
}

/// The question; that of a column after its table's.
pub(crate) fn label(trame: &Trame, path: &Path) -> String {
    let name = |path: &Path| trame.field(path).map(|field| field.label.clone()).unwrap_or_default();
    match path.in_table().and_then(|parts| parts.column) {
        Some(_) => format!("{}\u{a0}: {}", name(&path.field()), name(path)),
        None => name(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_still_answers_what_is_false_is_told_from_one_that_says_otherwise() {
        for (shown, sent, still) in [
            ("02 98 11 22 33", Some("02 98 11 22 33"), Some(true)),
            ("02 98 11 22 33", Some("06 12 34 56 78"), Some(false)),
            ("02 98 11 22 33", None, None),
            // As a record of before was kept.
            ("", Some("06 12 34 56 78"), None),
        ] {
            let contest = Contest {
                siret: String::new(),
                path: "structure.telephone".parse().expect("a key"),
                label: String::new(),
                supply: String::new(),
                record: String::new(),
                column: String::new(),
                said: String::new(),
                shown: shown.to_owned(),
                as_of: None,
                sent: sent.map(str::to_owned),
                text: "Faux.".to_owned(),
                at: Timestamp::UNIX_EPOCH,
            };
            assert_eq!(contest.still_sent(), still, "{shown} and {sent:?}");
        }
    }
}
