//! The findings of a version sent, each with what it was judged on and whether it was set aside.

use form::{Answers, Context, Evaluation, Issue, IssueCode, Path, Program, Severity, Value, french};

use super::Judged;
use crate::{
    dossier::{
        Snapshot, Submission,
        desk::{Desk, Dismissal},
        grounds,
        heard::Heard,
    },
    inventory::label,
    prefill::{Contradicted, Weighed, contradicted, weighed},
};

/// A finding by itself: its code beside its answer, and what it was judged on, each with its value in words.
pub(in super::super) type Found = ((Path, String), Vec<(String, String)>);

/// A finding on a submitted version, with the structure's explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Key of the answer it stands beside.
    pub path: Path,
    /// Its code: stable, beside its answer.
    pub code: String,
    /// The question.
    pub label: String,
    /// What the rule says.
    pub text: String,
    /// How serious it is.
    pub severity: Severity,
    /// What the structure answered to it.
    pub explanation: Option<String>,
    /// What it was judged on, in words.
    pub grounds: Vec<String>,
    /// That the service set it aside.
    pub dismissed: Option<Dismissal>,
}

/// What remains to be looked at, with what the structure answered to it: what the rules of the form find, then what
/// sources say otherwise.
pub(super) fn all(
    judged_version: &Judged,
    snapshot: &Snapshot,
    (submission, heard): (&Submission, &Heard),
    desk: &Desk,
) -> Vec<Finding> {
    let Judged { program, context, evaluation } = judged_version;
    let finding = |issue: &Issue| {
        let field = program.trame().field(&issue.path)?;
        let rule = match &issue.code {
            IssueCode::Rule(code) => field.rule(code),
            _ => None,
        };
        let explanation = rule.and_then(|rule| submission.counted.get(rule.justification.as_ref()?));
        let code = code(issue);
        let judged = judged((program, evaluation, context), issue);
        Some(Finding {
            path: issue.path.clone(),
            label: field.label.clone(),
            text: said_to_service(issue),
            severity: issue.severity,
            explanation: explanation.and_then(Value::text).map(str::to_owned),
            grounds: grounds(program, evaluation, context, issue, &|path| {
                Some(snapshot.answers.get(path)?.origin.clone())
            }),
            dismissed: desk.dismissal((&issue.path, &code), &judged).cloned(),
            code,
        })
    };
    let by_rules = program.issues(evaluation).into_iter().filter_map(finding);
    let by_sources = contradicted(program.trame(), &submission.counted, heard);
    let by_sources = by_sources.iter().map(|found| by_source((program, &submission.counted), found, desk));
    let by_counts = weighed(&submission.counted, heard).into_iter();
    let by_counts = by_counts.map(|found| by_count((program, &submission.counted), found, desk));
    by_rules.chain(by_sources).chain(by_counts).collect()
}

/// What a source counts otherwise than the version sent, without counting all of it.
fn by_count((program, counted): (&Program, &Answers), found: Weighed, desk: &Desk) -> Finding {
    let Weighed { path, code, text, judged } = found;
    Finding {
        label: named(program, counted, &path),
        text,
        severity: Severity::Information,
        explanation: None,
        grounds: judged.iter().map(|(label, shown)| format!("{label}\u{a0}: {shown}")).collect(),
        dismissed: desk.dismissal((&path, code), &judged).cloned(),
        code: code.to_owned(),
        path,
    }
}

/// What the structure says of the answers that rules asked about.
pub(super) struct Explained {
    /// Where the rule stands.
    pub(super) about: Path,
    /// The question that it asked.
    pub(super) by: Path,
    /// What was answered.
    pub(super) said: String,
}

/// What the structure says of the answers that rules asked about.
pub(super) fn explained(findings: &[Finding], program: &Program) -> Vec<Explained> {
    let explained = findings.iter().filter_map(|found| {
        let rule = program.trame().field(&found.path)?.rule(&found.code)?;
        let by = rule.justification.clone()?;
        Some(Explained { about: found.path.clone(), by, said: found.explanation.clone()? })
    });
    explained.collect()
}

/// Every finding of a version, as it can be set aside.
pub(in super::super) fn found(
    Judged { program, context, evaluation }: &Judged,
    counted: &Answers,
    heard: &Heard,
) -> Vec<Found> {
    let by_rules = program.issues(evaluation).into_iter();
    let by_rules = by_rules
        .map(|issue| ((issue.path.clone(), code(issue)), judged((program, evaluation, context), issue)));
    let by_sources = contradicted(program.trame(), counted, heard).into_iter().map(|found| {
        let judged = judged_by_source(program, &found);
        ((found.path.clone(), code_of(&found)), judged)
    });
    let by_counts = weighed(counted, heard).into_iter();
    let by_counts = by_counts.map(|found| ((found.path, found.code.to_owned()), found.judged));
    by_rules.chain(by_sources).chain(by_counts).collect()
}

/// What a source says otherwise than the version sent. Numbers far from it are to be explained, the rest is told.
fn by_source((program, counted): (&Program, &Answers), found: &Contradicted, desk: &Desk) -> Finding {
    let (code, judged) = (code_of(found), judged_by_source(program, found));
    let said = judged.iter().map(|(_, shown)| shown.as_str()).collect::<Vec<_>>();
    let text = match said[..] {
        [sent, told] => {
            format!("{}, {told}\u{a0}; la structure a transmis {sent}.", found.source.according())
        }
        _ => String::new(),
    };
    let is_number = found.sent.number().is_some();
    Finding {
        path: found.path.clone(),
        label: named(program, counted, &found.path),
        text,
        severity: if is_number { Severity::ToJustify } else { Severity::Information },
        explanation: None,
        grounds: [found.place().map(|place| format!("{}\u{a0}: {place}", found.source.name()))]
            .into_iter()
            .flatten()
            .collect(),
        dismissed: desk.dismissal((&found.path, &code), &judged).cloned(),
        code,
    }
}

/// What a datum is called; a cell, by its line, or what stands first in its row, too.
fn named(program: &Program, counted: &Answers, path: &Path) -> String {
    let name = label(program.trame(), path);
    let row = || {
        let table = program.trame().field(&path.field())?.field_type.table()?;
        let row = path.in_table()?.row;
        let line = table.lines.iter().find(|line| line.key == row).map(|line| line.label.clone());
        let first = || {
            table.columns.iter().find_map(|column| {
                let value = counted.get(&path.field().cell(row, column.path.last()))?;
                Some(french::value(value, &column.field_type))
            })
        };
        line.or_else(first).map(|row| format!("{name} ({row})"))
    };
    row().unwrap_or(name)
}

fn code_of(found: &Contradicted) -> String {
    format!("source {}", found.source.code())
}

/// What was sent, then what the source says.
fn judged_by_source(program: &Program, found: &Contradicted) -> Vec<(String, String)> {
    let field = program.trame().answerable(&found.path).or_else(|| program.trame().field(&found.path));
    let shown =
        |value: &Value| field.map_or_else(String::new, |field| french::value(value, &field.field_type));
    vec![
        ("Transmis".to_owned(), shown(&found.sent)),
        (found.source.name().to_owned(), shown(&found.told.value)),
    ]
}

/// What a finding is called beside its answer: that of its rule, or what is wrong with the answer by itself.
fn code(issue: &Issue) -> String {
    match &issue.code {
        IssueCode::Rule(code) => code.clone(),
        IssueCode::Required => "manquant".to_owned(),
        IssueCode::Unreadable(_) => "illisible".to_owned(),
        IssueCode::TooSmall(_) | IssueCode::TooBig(_) => "bornes".to_owned(),
        IssueCode::TooShort(..) | IssueCode::TooLong(..) => "longueur".to_owned(),
        IssueCode::TooFewRows(..) | IssueCode::TooManyRows(..) => "lignes".to_owned(),
        IssueCode::PieceRefused(name, _) => format!("refuse {name}"),
        IssueCode::PieceExpired(name, _) => format!("expire {name}"),
    }
}

/// What a finding was judged on, each question with its value in words: that of its rule's names, or its own answer.
fn judged(
    (program, evaluation, context): (&Program, &Evaluation, &Context),
    issue: &Issue,
) -> Vec<(String, String)> {
    let inputs = program.inputs(evaluation, context, issue);
    if !inputs.is_empty() {
        return inputs.into_iter().map(|input| (input.label, input.shown)).collect();
    }
    let field = program.trame().field(&issue.path);
    let value = program.state(evaluation, &issue.path).and_then(|state| state.value.as_ref());
    let own =
        field.zip(value).map(|(field, value)| (field.label.clone(), french::value(value, &field.field_type)));
    own.into_iter().collect()
}

/// A finding in words for who reads the dossier: what the structure is told to do, the service asks for.
fn said_to_service(issue: &Issue) -> String {
    match &issue.code {
        IssueCode::PieceRefused(name, found) => format!(
            "«\u{a0}{name}\u{a0}» est refusé\u{a0}: l’antivirus y a trouvé «\u{a0}{found}\u{a0}». Personne ne peut l’ouvrir\u{a0}: demandez un fichier sain à la structure."
        ),
        _ => issue.text.clone(),
    }
}
