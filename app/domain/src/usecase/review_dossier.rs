//! Reading a submitted dossier, as the service of the State does.

use form::{Program, Severity, Value};
use serde::{Deserialize, Serialize};

use super::{
    Services, allow,
    open_dossier::{context_of, people, program_of},
};
use crate::{
    Error, PersonId, Result, Viewer,
    access::Action,
    dossier::{Answer, DossierId, Known, Opening, Snapshot, Submission},
};

/// A submitted version, by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The dossier.
    pub id: DossierId,
    /// Its circumstances.
    pub opening: Opening,
    /// The version sent.
    pub submission: Submission,
    /// Steps in the order of the form.
    pub steps: Vec<ReviewStep>,
    /// Findings that remain: explained ones and information.
    pub findings: Vec<Finding>,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
}

/// A finding on a submitted version, with the structure's explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Key of the answer it stands beside.
    pub path: form::Path,
    /// The question.
    pub label: String,
    /// What the rule says.
    pub text: String,
    /// How serious it is.
    pub severity: Severity,
    /// What the structure answered to it.
    pub explanation: Option<String>,
}

/// A step of a submitted version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewStep {
    /// Key of the step.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its values.
    pub lines: Vec<ReviewLine>,
}

/// A value beside last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The same, or nothing on either side.
    None,
    /// Another value.
    Changed,
    /// An answer, and last year's value is not known.
    New,
}

/// A value of a submitted version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewLine {
    /// The question.
    pub label: String,
    /// Key of the answer.
    pub path: form::Path,
    /// The value as people read it; none when it was left blank.
    pub shown: Option<String>,
    /// Whether it is a number, to be aligned.
    pub numeric: bool,
    /// Last year's value as people read it.
    pub previous: Option<String>,
    /// Where last year's value was read.
    pub previous_origin: Option<crate::dossier::Origin>,
    /// What the value is beside last year's.
    pub difference: Difference,
    /// Whether it is computed and nobody types it.
    pub computed: bool,
    /// The answer behind it; none when it was computed or left blank.
    pub answer: Option<Answer>,
}

/// Opens the last submitted version of a dossier.
pub async fn review_dossier(services: &Services, viewer: &Viewer, id: DossierId) -> Result<Review> {
    let snapshot = services.dossiers.snapshot(id).await?.ok_or(Error::NotFound)?;
    allow(viewer, Action::Review, &snapshot.opening, snapshot.state())?;
    let submission = snapshot.submission().cloned().ok_or(Error::NotFound)?;
    let program = program_of(services, &snapshot)?;
    let evaluation = program.evaluate(&snapshot.values(), &context_of(services, &snapshot));
    let steps = program
        .trame()
        .steps
        .iter()
        .map(|step| ReviewStep {
            key: step.key.clone(),
            title: step.title.clone(),
            lines: step
                .fields
                .iter()
                .filter(|field| program.state(&evaluation, &field.path).is_some_and(|state| state.visible))
                .map(|field| line(field, &snapshot, &submission))
                .collect(),
        })
        .filter(|step| !step.lines.is_empty())
        .collect();
    let findings = findings(&program, &evaluation, &submission);
    let names = services.sessions.names(&people(&snapshot)).await?;
    Ok(Review { id, opening: snapshot.opening.clone(), submission, steps, findings, names })
}

/// What remains to be looked at; a rule is said beside its field, its explanation is an answer too.
fn findings(program: &Program, evaluation: &form::Evaluation, submission: &Submission) -> Vec<Finding> {
    let finding = |issue: &form::Issue| {
        let field = program.trame().field(&issue.path)?;
        let rules = || field.rules.iter().filter_map(|rule| rule.justification.as_ref());
        let explanation = rules().find_map(|path| submission.counted.get(path)).and_then(Value::text);
        Some(Finding {
            path: issue.path.clone(),
            label: field.label.clone(),
            text: issue.text.clone(),
            severity: issue.severity,
            explanation: explanation.filter(|_| issue.severity == Severity::ToJustify).map(str::to_owned),
        })
    };
    program.issues(evaluation).into_iter().filter_map(finding).collect()
}

fn line(field: &form::Field, snapshot: &Snapshot, submission: &Submission) -> ReviewLine {
    let value = submission.counted.get(&field.path);
    let known: Option<&Known> =
        snapshot.opening.previous.iter().find(|(path, _)| *path == field.path).map(|(_, known)| known);
    let shown = |value: &Value| form::french::value(value, &field.field_type);
    let difference = match (value, known) {
        (Some(value), Some(known)) if !value.same_as(&known.value) => Difference::Changed,
        (Some(_), None) if field.is_typed() => Difference::New,
        _ => Difference::None,
    };
    ReviewLine {
        label: field.label.clone(),
        path: field.path.clone(),
        shown: value.map(shown),
        numeric: value.or(known.map(|known| &known.value)).is_some_and(|value| value.number().is_some()),
        previous: known.map(|known| shown(&known.value)),
        previous_origin: known.map(|known| known.origin.clone()),
        difference,
        computed: !field.is_typed(),
        answer: snapshot.answers.get(&field.path).filter(|_| field.is_typed()).cloned(),
    }
}
