//! The trame: what is asked, of whom, and the rules that judge the answers.

mod formerly;
mod local;
mod read;
mod reader;
pub mod types;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use formerly::Formerly;
pub use local::Local;
pub use read::{read_local, read_trame};
pub use reader::{Place, Problem};
pub use types::{Choice, CodeList, FieldType, Line, Table};

use crate::{Decimal, Map, Path, Severity, Value, expr, path::InTable};

/// A versioned form: steps of fields with their rules. Published versions never change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trame {
    /// Stable name: `dossier`, later `bilan`.
    pub key: String,
    /// Version, from 1; a dossier keeps the one it began with.
    pub version: u32,
    /// Title shown to people.
    pub title: String,
    /// Name of the fact of the context that fields choose by (`type_siae`).
    pub variant: Option<String>,
    /// Facts of the context that expressions may name, with their type.
    pub facts: Vec<Fact>,
    /// Names of the dated parameters that expressions may use.
    pub parameters: Vec<String>,
    /// How often fields are asked: the name of each cadence that is not every year, with its condition.
    pub cadences: Map<String, String>,
    /// Steps, in the order they are proposed.
    pub steps: Vec<Step>,
    /// What earlier versions called otherwise; a page that is open has no use for it.
    #[serde(skip)]
    pub formerly: Formerly,
}

/// A fact of the context: `type_siae`, `exercice`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Name after `contexte.`.
    pub name: String,
    /// Its type.
    pub kind: FactKind,
    /// Values it may have, for a text; any when empty.
    pub values: Vec<String>,
}

/// Type of a fact of the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Yes or no.
    Boolean,
    /// Number.
    Number,
    /// Text.
    Text,
    /// Day.
    Date,
}

/// A page of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Key in the address of the page.
    pub key: String,
    /// Title of the page.
    pub title: String,
    /// One or two sentences under the title.
    pub intro: Option<String>,
    /// What its questions are for: said of those that do not say it themselves.
    pub why: Option<String>,
    /// Minutes it usually takes.
    pub minutes: u32,
    /// Fields in the order of the page.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Stable key of the answer.
    pub path: Path,
    /// Question as it is shown.
    pub label: String,
    /// Line under the label, with an example.
    pub hint: Option<String>,
    /// Type of the answer.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Heading that opens a group of fields.
    pub section: Option<String>,
    /// When an answer is required.
    pub required: Requirement,
    /// How often it is asked; every year when absent.
    pub cadence: Option<String>,
    /// Expression saying when the field is shown; always when absent.
    pub visible: Option<String>,
    /// Expression computing the value; the person then reads it and does not type it.
    pub computed: Option<String>,
    /// Values of the trame's variant for which the field exists; all when empty.
    pub variants: Vec<String>,
    /// Whether the value is shown and not typed, though not computed.
    pub read_only: bool,
    /// Smallest number accepted.
    #[serde(with = "crate::exact::optional")]
    pub min: Option<Decimal>,
    /// Largest number accepted.
    #[serde(with = "crate::exact::optional")]
    pub max: Option<Decimal>,
    /// Fewest characters accepted.
    pub min_length: Option<usize>,
    /// Most characters accepted.
    pub max_length: Option<usize>,
    /// Characters the control shows, as a hint of the length expected.
    pub width: Option<u32>,
    /// Months that a document given here goes on serving, in the dossiers to come too; none for one dossier only.
    #[serde(default)]
    pub valid_months: Option<u32>,
    /// Whether the total of a column is shown under it.
    pub total: bool,
    /// Legal or practical help, folded beside the field.
    pub help: Option<String>,
    /// Text of law or practice behind the question.
    pub reference: Option<String>,
    /// HTML `autocomplete` token (RGAA 11.13).
    pub autocomplete: Option<String>,
    /// Numbers of the prefill catalogue that can answer (`P05`).
    pub prefill: Vec<String>,
    /// Rules judged beside this field.
    pub rules: Vec<Rule>,
}

/// When an answer is required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Never.
    Never,
    /// Always, when the field is shown.
    Always,
    /// When an expression is true.
    When(String),
}

/// A rule that judges answers together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable code of the finding.
    pub code: String,
    /// Expression that must be true; unknown raises nothing.
    pub check: String,
    /// How serious a failure is.
    pub severity: Severity,
    /// What is said on failure, with the values in place: `{etp.demandes}`.
    pub text: String,
    /// What to do about it, said after the text to who fills and not to who reads.
    pub advice: Option<String>,
    /// Text of law or practice behind the rule.
    pub reference: Option<String>,
    /// Field whose answer justifies a failure, for the severity *to justify*.
    pub justification: Option<Path>,
    /// Cases that pass and fail, run by `trame check` and by the tests; browsers have no use for them.
    #[serde(skip)]
    pub examples: Vec<Example>,
}

/// A worked example of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Whether the rule holds.
    pub passes: bool,
    /// What the rule's names are worth, by name as it is written in the rule.
    pub values: BTreeMap<String, Value>,
    /// The rows of the tables that it reads, each with its cells by column.
    pub tables: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
}

impl Trame {
    /// Every field with the step it stands in.
    pub fn fields(&self) -> impl Iterator<Item = (&Step, &Field)> {
        self.steps.iter().flat_map(|step| step.fields.iter().map(move |field| (step, field)))
    }

    /// Every question: the fields, and the columns of tables after each.
    pub fn questions(&self) -> impl Iterator<Item = &Field> {
        self.fields().flat_map(|(_, field)| std::iter::once(field).chain(field.columns()))
    }

    /// The question of a key: a field, the column of a cell, the table of a row.
    #[must_use]
    pub fn field(&self, path: &Path) -> Option<&Field> {
        let find = |wanted: &Path| self.fields().map(|(_, field)| field).find(|field| field.path == *wanted);
        let column = |table: &Path, key: &str| find(table)?.field_type.table()?.column(key);
        match path.in_table() {
            Some(InTable { column: Some(key), .. }) => column(&path.field(), key),
            Some(_) => find(&path.field()),
            None => find(path).or_else(|| column(&path.parent()?, path.last())),
        }
    }

    /// The question that a person may answer at a path: a field that is typed, a cell, a row to add or take away.
    #[must_use]
    pub fn answerable(&self, path: &Path) -> Option<&Field> {
        let typed = self.fields().any(|(_, field)| field.path == path.field() && field.is_typed());
        self.holder(path).filter(|_| typed)
    }

    /// The question that holds an answer at a path, whoever gives it: a person, or a source alone.
    #[must_use]
    pub fn holder(&self, path: &Path) -> Option<&Field> {
        let field = self.fields().map(|(_, field)| field).find(|field| field.path == path.field())?;
        if field.computed.is_some() {
            return None;
        }
        match (field.field_type.table(), path.in_table()) {
            (None, None) => Some(field),
            (Some(table), Some(InTable { row, column, .. })) => {
                let known = table.lines.iter().any(|line| line.key == row);
                match column {
                    Some(key) if known || !table.is_fixed() => {
                        table.column(key).filter(|column| column.is_typed())
                    }
                    None if !table.is_fixed() => Some(field),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The step that a path stands in.
    #[must_use]
    pub fn step_of(&self, path: &Path) -> Option<&Step> {
        let field = path.field();
        self.fields().find(|(_, found)| found.path == field).map(|(step, _)| step)
    }

    /// The step of a key.
    #[must_use]
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// The step after this one, if any.
    #[must_use]
    pub fn step_after(&self, key: &str) -> Option<&Step> {
        let place = self.steps.iter().position(|step| step.key == key)?;
        self.steps.get(place + 1)
    }
}

impl Step {
    /// The fields by group: each with the heading that opens it, if any.
    pub fn groups(&self) -> impl Iterator<Item = (Option<&str>, &[Field])> {
        let opens = |field: &Field| field.section.is_some();
        self.fields
            .chunk_by(move |_, next| !opens(next))
            .map(|group| (group.first().and_then(|field| field.section.as_deref()), group))
    }
}

impl Field {
    /// Whether the question exists for a kind, by the name that `variants` gives it: for all of them where it names
    /// none.
    #[must_use]
    pub fn is_for(&self, variant: &str) -> bool {
        self.variants.is_empty() || self.variants.iter().any(|own| own == variant)
    }

    /// Whether the value is a circumstance of the dossier (`contexte.exercice`): neither typed nor worked out.
    #[must_use]
    pub fn is_given(&self) -> bool {
        let tree = self.computed.as_deref().and_then(|text| expr::parse(text).ok());
        tree.is_some_and(|tree| matches!(tree.node, expr::ast::Node::Name(expr::Name::Fact(_))))
    }

    /// The columns, for a table.
    #[must_use]
    pub fn columns(&self) -> &[Field] {
        self.field_type.table().map_or(&[], |table| &table.columns)
    }

    /// The rule of a code.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// Whether a person can type an answer.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.computed.is_none() && !self.read_only
    }
}
