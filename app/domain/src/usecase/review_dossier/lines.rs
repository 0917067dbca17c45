//! The lines of a version sent: each value beside what was known before, and what sources say otherwise.

use form::{Date, Decimal, Field, FieldState, FieldType, Path, Program, Table, Value};
use serde::{Deserialize, Serialize};

use super::findings::Explained;
use crate::{
    dossier::{Answer, Known, Snapshot, Submission, heard::Heard, procedure::Rules},
    prefill::{ranked, written_otherwise},
    source::Source,
};

/// What a value is beside what was known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The same, or nothing on either side.
    None,
    /// Another value.
    Changed,
    /// A number so near the other that it does not stand out: see [`Rules::slight_percent`].
    Slight,
    /// An answer, and nothing was known before.
    New,
}

/// Who fills an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilledBy {
    /// The structure, which may be asked to correct it.
    Structure,
    /// A source, alone: it is read and not typed.
    Source,
    /// Nobody: it is worked out from other answers.
    Computation,
    /// Nobody: it is a circumstance of the dossier.
    Opening,
}

impl FilledBy {
    fn of(field: &Field) -> Self {
        if field.is_typed() {
            Self::Structure
        } else if field.is_given() {
            Self::Opening
        } else if field.computed.is_some() {
            Self::Computation
        } else {
            Self::Source
        }
    }
}

/// What a source says of a value, where it says something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The source.
    pub source: Source,
    /// Its value, as people read it.
    pub shown: String,
    /// The day it speaks of, where it says one.
    #[serde(with = "form::day::optional")]
    pub as_of: Option<Date>,
    /// Why it may speak of something else than the structure.
    pub doubt: Option<String>,
    /// Whether it is the same name or street, written otherwise.
    pub same_name: bool,
}

/// A value of a submitted version.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewLine {
    /// The question.
    pub label: String,
    /// Key of the answer.
    pub path: Path,
    /// The value as people read it; none when it was left blank.
    pub shown: Option<String>,
    /// Whether it is a number, to be aligned.
    pub numeric: bool,
    /// Whether it is a text of several lines.
    pub long: bool,
    /// What was known before, as people read it: last year's value, else what a source holds.
    pub previous: Option<String>,
    /// Where that was read.
    pub previous_origin: Option<crate::dossier::Origin>,
    /// What the value is beside it.
    pub difference: Difference,
    /// What the version sent before said, where this one says something else.
    pub replaced: Option<String>,
    /// What the structure says of it where a rule asked why.
    pub explained: Option<String>,
    /// What sources say otherwise, the one that is believed first at the head.
    pub others: Vec<Otherwise>,
    /// Who fills it.
    pub filled_by: FilledBy,
    /// The answer behind it; none when it was computed or left blank.
    pub answer: Option<Answer>,
    /// The row that it is the first value of, with its title, where the structure fills that row.
    pub begins: Option<(Path, String)>,
}

/// What lines are made of.
pub(super) struct Read<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) submission: &'a Submission,
    pub(super) heard: &'a Heard,
    pub(super) rules: &'a Rules,
    /// What the structure says of the answers that a rule asked about.
    pub(super) explained: &'a [Explained],
    /// The form.
    pub(super) program: &'a Program,
}

/// A line for each cell of a table that says something, or said something before.
pub(super) fn cells(
    field: &Field,
    table: &Table,
    state: Option<&FieldState>,
    read: &Read<'_>,
) -> Vec<ReviewLine> {
    let rows = state.map_or(&[][..], |state| &state.rows);
    let mut lines = Vec::new();
    let is_open = field.is_typed() && !table.is_fixed();
    for (place, row) in rows.iter().enumerate() {
        let before = lines.len();
        for (column, _) in table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.visible) {
            let path = field.path.cell(&row.id, column.path.last());
            let label = format!("{}\u{a0}: {}", table.row_title(place), column.label);
            let mut line = line(column, &path, label, read);
            // Of a table that nobody types, nobody types a cell.
            if line.filled_by == FilledBy::Structure {
                line.filled_by = FilledBy::of(field);
            }
            lines.extend(Some(line).filter(|line| line.shown.is_some() || line.previous.is_some()));
        }
        if let Some(first) = lines.get_mut(before).filter(|_| is_open) {
            first.begins = Some((field.path.row(&row.id), table.row_title(place)));
        }
    }
    lines
}

pub(super) fn line(field: &Field, path: &Path, label: String, read: &Read<'_>) -> ReviewLine {
    let Read { snapshot, submission, heard, rules, .. } = read;
    let value = submission.counted.get(path);
    let known: Option<&Known> = snapshot.known(path).filter(|_| !field.is_given());
    let shown = |value: &Value| form::french::value(value, &field.field_type);
    let earlier = snapshot.submissions.iter().rev().nth(1);
    let replaced = earlier.and_then(|earlier| match (earlier.counted.get(path), value) {
        (Some(before), Some(now)) if before.same_as(now) => None,
        (None, None) => None,
        (before, _) => Some(before.map_or_else(|| "rien".to_owned(), shown)),
    });
    let difference = match (value, known) {
        (Some(value), Some(known)) if !snapshot.opening.same_in_its_year(value, &known.value) => {
            if is_slight(value, &known.value, rules) { Difference::Slight } else { Difference::Changed }
        }
        (Some(_), None) if field.is_typed() => Difference::New,
        _ => Difference::None,
    };
    let filled_by = FilledBy::of(field);
    let is_answered = matches!(filled_by, FilledBy::Structure | FilledBy::Source);
    ReviewLine {
        label,
        path: path.clone(),
        shown: value.map(shown),
        numeric: field.field_type != FieldType::Year
            && value.or(known.map(|known| &known.value)).is_some_and(|value| value.number().is_some()),
        long: field.field_type == FieldType::LongText,
        previous: known.map(|known| shown(&known.value)),
        previous_origin: known.map(|known| known.origin.clone()),
        difference,
        replaced,
        explained: explanation(read, path, difference),
        others: otherwise(field, path, value, heard),
        filled_by,
        answer: snapshot
            .answers
            .get(path)
            .filter(|answer| is_answered && answer.version <= submission.seq)
            .cloned(),
        begins: None,
    }
}

/// What the structure says of an answer: where a rule asked about it, or about what comes of a difference in it. Its
/// explanation is not said twice.
fn explanation(read: &Read<'_>, path: &Path, difference: Difference) -> Option<String> {
    let differs = difference == Difference::Changed;
    let is_about = |known: &&Explained| {
        known.by != *path && (known.about == *path || (differs && read.program.is_bound(path, &known.by)))
    };
    read.explained.iter().find(is_about).map(|known| known.said.clone())
}

/// Whether two numbers differ by less than the service wants to be shown.
fn is_slight(value: &Value, before: &Value, rules: &Rules) -> bool {
    let (Some(now), Some(before)) = (value.number(), before.number()) else { return false };
    (now - before).abs() * Decimal::ONE_HUNDRED < before.abs() * Decimal::from(rules.slight_percent)
}

/// What sources say of an answer, where it is something else than what was sent.
fn otherwise(field: &Field, path: &Path, sent: Option<&Value>, heard: &Heard) -> Vec<Otherwise> {
    let said = ranked(heard, path).into_iter().filter(|(_, told)| {
        let value = &told.known.value;
        !matches!(value, Value::Row(_) | Value::Files(_)) && sent.is_none_or(|sent| !sent.same_as(value))
    });
    let told = said.map(|(source, told)| Otherwise {
        source,
        shown: form::french::value(&told.known.value, &field.field_type),
        as_of: told.known.origin.day().or_else(|| heard.said.get(&source)?.at.map(|(_, day)| day)),
        doubt: told.doubt.clone(),
        same_name: sent.is_some_and(|sent| written_otherwise(path, sent, &told.known.value)),
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        dossier::{Actor, Body, Event, Origin, heard::Told},
    };

    const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"
[[step]]
key = "un"
title = "Un"
[[step.field]]
key = "rh.insertion"
label = "Salariés en insertion"
type = "integer"
"#;

    #[test]
    fn a_number_that_moved_little_does_not_stand_out() {
        let rules = |slight_percent| Rules { slight_percent, ..Rules::default() };
        let number = |text: &str| Value::Number(text.parse().expect("a decimal"));
        for (before, now, percent, expected) in [
            ("100", "104.99", 5, true),
            ("100", "105", 5, false),
            ("100", "95.01", 5, true),
            ("-100", "-96", 5, true),
            ("0", "1", 5, false),
            ("100", "100.01", 0, false),
        ] {
            let is_slight = is_slight(&number(now), &number(before), &rules(percent));
            assert_eq!(is_slight, expected, "{before} → {now} under {percent} %");
        }
        let text = Value::Text("Brest".to_owned());
        assert!(!is_slight(&text, &text, &rules(5)), "only numbers are near each other");
    }

    #[test]
    fn each_who_delivers_files_and_says_otherwise_has_its_line() {
        let trame = form::trame::read_trame(TRAME).expect("a right form");
        let path: Path = "rh.insertion".parse().expect("a key");
        let field = trame.field(&path).expect("its field");
        let mut heard = Heard::default();
        for (seq, source, count, doubt) in [
            (2, Source::Asp, 30, None),
            (3, Source::AspMonthly, 41, None),
            (4, Source::AspYearly, 40, None),
            (5, Source::Pilotage, 12, Some("rien n’est connu de l’annexe ACI029260001")),
        ] {
            let as_of = Date::constant(2027, 1, 11);
            let origin = Origin::Prefilled {
                source: source.name().to_owned(),
                record: "annexe ACI029250001".to_owned(),
                column: "colonne".to_owned(),
                as_of,
                original: count.to_string(),
            };
            let known = Known { value: Value::Integer(count), origin };
            let told = vec![Told { path: path.clone(), known, doubt: doubt.map(str::to_owned) }];
            let at = Timestamp::from_second(1_800_000_000).expect("an instant");
            let body = Body::SourceTold { source, as_of, told, findings: Vec::new(), believed: Vec::new() };
            heard.apply(&Event { seq, at, actor: Actor::Application, stamp: None, body });
        }
        let others = |sent: i64| {
            let said = otherwise(field, &path, Some(&Value::Integer(sent)), &heard);
            let said = said.into_iter().map(|said| (said.source, said.shown, said.doubt.is_some()));
            said.collect::<Vec<_>>()
        };
        let line = |source, shown: &str, doubtful| (source, shown.to_owned(), doubtful);
        let [yearly, monthly, declared] = [
            line(Source::AspYearly, "40", false),
            line(Source::AspMonthly, "41", false),
            line(Source::Asp, "30", false),
        ];
        let partial = line(Source::Pilotage, "12", true);
        assert_eq!(others(40), [monthly.clone(), declared.clone(), partial.clone()]);
        assert_eq!(others(7), [yearly, monthly, declared, partial], "the one that is believed at the head");
    }
}
