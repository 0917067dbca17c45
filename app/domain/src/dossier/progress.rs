//! How far a dossier is, step by step.

use form::{Evaluation, Field, Path, Program, Step, StepTally, path::InTable};
use serde::{Deserialize, Serialize};

use super::{Answer, Origin, Snapshot};

/// Where a step stands, in the words of the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Nothing has been done by a person, and something is missing.
    ToDo,
    /// Begun, and something is missing.
    InProgress,
    /// Everything is there; a finding or a confirmation is awaited.
    ToCheck,
    /// Confirmed, and nothing is awaited.
    Complete,
    /// No field of the step concerns this dossier.
    NotConcerned,
}

impl StepStatus {
    /// The status in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ToDo => "À faire",
            Self::InProgress => "En cours",
            Self::ToCheck => "À vérifier",
            Self::Complete => "Complet",
            Self::NotConcerned => "Sans objet",
        }
    }
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepProgress {
    /// Key of the step.
    pub key: String,
    /// Where it stands.
    pub status: StepStatus,
    /// Fields shown that a person can answer.
    pub asked: usize,
    /// Of these, answered.
    pub answered: usize,
    /// Of these, answered by a source and not changed.
    pub taken_over: usize,
    /// Required answers missing.
    pub missing: usize,
    /// Findings that hold submission back, explanations still to give included.
    pub to_check: usize,
    /// Whether a person confirmed the step as it stands.
    pub confirmed: bool,
}

impl StepProgress {
    /// Whether something is still to be done in the step.
    #[must_use]
    pub fn remains(&self) -> bool {
        !matches!(self.status, StepStatus::Complete | StepStatus::NotConcerned)
    }

    /// Minutes that what remains takes, of those that the whole step takes: reading again what a source filled is
    /// a minute.
    #[must_use]
    pub fn minutes_left(&self, whole: u32) -> u32 {
        if !self.remains() {
            return 0;
        }
        let part = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let open = part(self.missing.max(self.to_check));
        whole.saturating_mul(open).div_ceil(part(self.asked).max(1)).clamp(1, whole.max(1))
    }

    /// Measures one step of a snapshot with its evaluation.
    #[must_use]
    pub fn of(program: &Program, evaluation: &Evaluation, snapshot: &Snapshot, step: &Step) -> Self {
        let tally = program.tally(evaluation, &step.key);
        let asked = step.fields.iter().filter(|field| field.is_typed());
        let given: Vec<Vec<&Answer>> =
            asked.map(|field| given(program, evaluation, snapshot, field)).collect();
        let answers = || given.iter().flatten();
        let taken_over = given.iter().filter(|answers| is_taken_over(answers)).count();
        let typed = answers().any(|answer| answer.origin == Origin::Typed);
        let last = answers().map(|answer| answer.version).max().unwrap_or_default();
        let confirmation = snapshot.confirmations.get(&step.key);
        // Who sends a dossier attests all of it: that is a confirmation.
        let confirmed = snapshot.submission().is_some()
            || confirmation.is_some_and(|confirmation| confirmation.seq >= last);
        Self {
            key: step.key.clone(),
            status: status(tally, typed, confirmed),
            asked: tally.asked,
            answered: tally.answered,
            taken_over,
            missing: tally.missing,
            to_check: tally.blocking + tally.to_justify,
            confirmed,
        }
    }
}

/// How far a dossier is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Step by step.
    pub steps: Vec<StepProgress>,
}

impl Progress {
    /// Measures a snapshot with its evaluation.
    #[must_use]
    pub fn of(program: &Program, evaluation: &Evaluation, snapshot: &Snapshot) -> Self {
        let steps = program.trame().steps.iter();
        Self { steps: steps.map(|step| StepProgress::of(program, evaluation, snapshot, step)).collect() }
    }

    /// Share of the fields asked that are answered, from 0 to 100.
    #[must_use]
    pub fn percent(&self) -> usize {
        let (asked, answered) = self.sums(|step| (step.asked, step.answered));
        (answered * 100).checked_div(asked).unwrap_or(100)
    }

    /// Fields shown that a person can answer.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.sums(|step| (step.asked, 0)).0
    }

    /// Answers a source gave.
    #[must_use]
    pub fn taken_over(&self) -> usize {
        self.sums(|step| (step.taken_over, 0)).0
    }

    /// Answers missing, and findings to settle.
    #[must_use]
    pub fn left(&self) -> (usize, usize) {
        self.sums(|step| (step.missing, step.to_check))
    }

    fn sums(&self, count: impl Fn(&StepProgress) -> (usize, usize)) -> (usize, usize) {
        self.steps.iter().map(count).fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1))
    }
}

/// Whether sources alone answered a question: a field counts once, a table when no person wrote in it.
pub(super) fn is_taken_over(given: &[&Answer]) -> bool {
    !given.is_empty() && given.iter().all(|answer| answer.origin.is_taken_over())
}

/// The answers given to a field that are shown: its own, or those of its rows.
pub(super) fn given<'a>(
    program: &Program,
    evaluation: &Evaluation,
    snapshot: &'a Snapshot,
    field: &'a Field,
) -> Vec<&'a Answer> {
    if !program.state(evaluation, &field.path).is_some_and(|state| state.visible) {
        return Vec::new();
    }
    let under = snapshot.answers_under(&field.path);
    let shown = under.filter(|(path, _)| is_shown(program, evaluation, path)).map(|(_, answer)| answer);
    shown.filter(|answer| answer.value.is_some()).collect()
}

/// Whether an answer counts in what is shown: a field, or a cell of a row that is there.
fn is_shown(program: &Program, evaluation: &Evaluation, path: &Path) -> bool {
    match path.in_table() {
        Some(InTable { column: None, .. }) => false,
        Some(_) => program.state(evaluation, path).is_some_and(|cell| cell.visible),
        None => true,
    }
}

fn status(tally: StepTally, typed: bool, confirmed: bool) -> StepStatus {
    let awaited = tally.blocking + tally.to_justify;
    if tally.asked == 0 {
        StepStatus::NotConcerned
    } else if tally.missing > 0 {
        if typed || confirmed { StepStatus::InProgress } else { StepStatus::ToDo }
    } else if awaited > 0 || !confirmed {
        StepStatus::ToCheck
    } else {
        StepStatus::Complete
    }
}
