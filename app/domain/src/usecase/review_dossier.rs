//! Reading a submitted dossier, as the service of the State does.

use form::{Issue, Value};
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
    pub findings: Vec<Issue>,
    /// Names of the people who wrote in it.
    pub names: Vec<(PersonId, String)>,
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
    /// Whether it changed since last year.
    pub changed: bool,
    /// The answer behind it; none when it was computed.
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
    let findings = program.issues(&evaluation).into_iter().cloned().collect();
    let names = services.sessions.names(&people(&snapshot)).await?;
    Ok(Review { id, opening: snapshot.opening.clone(), submission, steps, findings, names })
}

fn line(field: &form::Field, snapshot: &Snapshot, submission: &Submission) -> ReviewLine {
    let value = submission.counted.get(&field.path);
    let known: Option<&Known> =
        snapshot.opening.previous.iter().find(|(path, _)| *path == field.path).map(|(_, known)| known);
    let shown = |value: &Value| form::french::value(value, &field.field_type);
    let changed = match (value, known) {
        (Some(value), Some(known)) => !value.same_as(&known.value),
        _ => false,
    };
    ReviewLine {
        label: field.label.clone(),
        path: field.path.clone(),
        shown: value.map(shown),
        numeric: value.or(known.map(|known| &known.value)).is_some_and(|value| value.number().is_some()),
        previous: known.map(|known| shown(&known.value)),
        previous_origin: known.map(|known| known.origin.clone()),
        changed,
        answer: snapshot.answers.get(&field.path).filter(|_| field.is_typed()).cloned(),
    }
}
