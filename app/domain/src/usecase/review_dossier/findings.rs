//! The findings of a version sent, each with what it was judged on and whether it was set aside.

use form::{Context, Evaluation, Issue, IssueCode, Path, Program, Severity, Value, french};

use super::Judged;
use crate::dossier::{
    Snapshot, Submission,
    desk::{Desk, Dismissal},
    grounds,
};

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

/// What remains to be looked at, with what the structure answered to it.
pub(super) fn all(
    judged_version: &Judged,
    snapshot: &Snapshot,
    submission: &Submission,
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
    program.issues(evaluation).into_iter().filter_map(finding).collect()
}

/// What a finding is called beside its answer: that of its rule, or what is wrong with the answer by itself.
pub(in super::super) fn code(issue: &Issue) -> String {
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
pub(in super::super) fn judged(
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
