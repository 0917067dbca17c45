//! What changed in a dossier since someone's last look, told from its log.
//!
//! What the structure is still correcting is its own: answers are those of the versions sent, and what it says of a
//! correction is told once it is sent.

use form::{Answers, Field, Path, Program, Table, Value, file::Analysis, french};

use crate::{
    PersonId, Timestamp,
    dossier::{
        Actor, Body, Event, Reference, Seq, Snapshot, Submission,
        desk::Work,
        messages::{Exchange, Party},
        procedure::{Move, Stage, opinion::Adviser},
        talk::Subject,
    },
    ports::Look,
    source::Source,
};

/// What changed since a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// When that look was.
    pub at: Timestamp,
    /// What others did, in the order of the log, then the answers that are not the same, in that of the form.
    pub changes: Vec<Change>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub what: Changed,
}

/// What it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// An answer of the version sent is not that of the version that was looked at.
    Answer {
        /// Its key.
        path: Path,
        /// Its question.
        label: String,
        /// What it said, in words; none where it said nothing.
        before: Option<String>,
        /// What it says.
        after: Option<String>,
        /// Whether it is of documents.
        documents: bool,
    },
    /// The antivirus refused a document, by its name.
    Infected(String),
    /// A source is said to be wrong about an answer, and why; or no more.
    Contested(Path, Source, Option<String>),
    /// A correction was asked for: by its event, in words.
    CorrectionAsked(Seq, String),
    /// A correction was answered: by its event, in words.
    CorrectionAnswered(Seq, String),
    /// A correction was closed (true) or asked for again, by its event; in words, what is still to correct.
    CorrectionSettled(Seq, bool, Option<String>),
    /// Somebody wrote in a thread (its event), and what.
    Message(Seq, Party, String),
    /// A version was sent.
    Sent(u32, Reference),
    /// It was found complete.
    Acknowledged,
    /// The numbers that ASP gave were noted.
    Numbered,
    /// An opinion was asked for (false) or given.
    Opinion(Adviser, bool),
    /// An opinion is asked no more.
    OpinionDropped(Adviser),
    /// A decision was proposed (true) or given back.
    Proposed(bool),
    /// It was granted, or not.
    Decided(bool),
    /// The decision was taken up again, or the demand that was given up.
    Reopened,
    /// It was taken back without waiting for corrections.
    TakenBack,
    /// The structure gave it up.
    Withdrawn,
    /// A note was written, about what and what it says.
    Noted(Option<Subject>, String),
    /// A finding was set aside, beside which answer and why.
    Dismissed(Path, String),
}

impl Since {
    /// What changed for a person since they looked.
    #[must_use]
    pub fn of(
        log: &[Event],
        (snapshot, submission): (&Snapshot, &Submission),
        program: &Program,
        look: Look,
        person: PersonId,
    ) -> Self {
        let of_others = |event: &&Event| event.actor != Actor::Person(person);
        let mut changes: Vec<Change> = log
            .iter()
            .filter(|event| event.seq > look.seq)
            .filter(of_others)
            .filter_map(|event| {
                let what = told(event, submission)?;
                Some(Change { by: event.actor, at: event.at, what })
            })
            .collect();
        // What was said of a correction is told with the version that sends it, whenever it was written.
        for asked in snapshot.corrections.iter().filter(|asked| is_sent(asked.stage)) {
            let Some(answered) = asked.answer.as_ref() else { continue };
            if is_answer_of(log, asked.seq, (sent_before(snapshot, look.seq), submission.seq)) {
                let what = Changed::CorrectionAnswered(asked.seq, answered.text.clone());
                changes.push(Change { by: answered.by, at: answered.at, what });
            }
        }
        if let Some(then) = snapshot.submissions.iter().rfind(|sent| sent.seq <= look.seq) {
            let values = (&then.counted, &submission.counted);
            let answers = answers_changed(program, values).into_iter();
            changes.extend(answers.map(|what| Change { by: submission.by, at: submission.at, what }));
        }
        Self { at: look.at, changes }
    }

    /// Whether an answer is one of those that changed.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        self.changes
            .iter()
            .any(|change| matches!(&change.what, Changed::Answer { path: own, .. } if own == path))
    }
}

/// The answers of a version that are not those of the one before it; none of a first version.
pub(super) fn revised(snapshot: &Snapshot, submission: &Submission, program: &Program) -> Vec<Changed> {
    let before = snapshot.submissions.iter().rfind(|sent| sent.seq < submission.seq);
    before.map_or_else(Vec::new, |before| answers_changed(program, (&before.counted, &submission.counted)))
}

/// What became of the answers that each correction is about, by its event: from the version that it was asked of to the
/// one sent since.
pub(super) fn corrected(
    snapshot: &Snapshot,
    submission: &Submission,
    program: &Program,
) -> Vec<(Seq, Vec<Changed>)> {
    let sent = snapshot.corrections.iter().filter(|asked| is_sent(asked.stage));
    let each = sent.filter_map(|asked| {
        let then = snapshot.submissions.iter().rfind(|sent| sent.seq < asked.seq)?;
        let mut changes = answers_changed(program, (&then.counted, &submission.counted));
        changes.retain(
            |change| matches!(change, Changed::Answer { path, .. } if is_about(&asked.about, path, program)),
        );
        Some((asked.seq, changes))
    });
    each.collect()
}

/// Whether an answer is one that a correction is about: itself, its row, its table or its step.
fn is_about(about: &Subject, path: &Path, program: &Program) -> bool {
    match about {
        Subject::Step(key) => program.trame().step_of(&path.field()).is_some_and(|step| step.key == *key),
        Subject::Question(asked) => {
            path == asked || path.own_row().as_ref() == Some(asked) || path.field() == *asked
        }
    }
}

fn is_sent(stage: Stage) -> bool {
    matches!(stage, Stage::Sent | Stage::Settled)
}

/// The event that sent the version in force at an event.
fn sent_before(snapshot: &Snapshot, seq: Seq) -> Seq {
    snapshot.submissions.iter().rfind(|sent| sent.seq <= seq).map_or(0, |sent| sent.seq)
}

/// Whether a correction was answered between two versions sent.
fn is_answer_of(log: &[Event], correction: Seq, (after, before): (Seq, Seq)) -> bool {
    let own = |event: &Event| matches!(&event.body, Body::CorrectionAnswered { correction: of, .. } if *of == correction);
    log.iter().any(|event| event.seq > after && event.seq < before && own(event))
}

/// What an event is, for who looks again; none for what is told otherwise, or is the structure's own.
fn told(event: &Event, submission: &Submission) -> Option<Changed> {
    Some(match &event.body {
        Body::ValueContested { path, source, text } if event.seq <= submission.seq => {
            Changed::Contested(path.clone(), *source, text.clone())
        }
        Body::PieceAnalysed { digest, name, analysis: Analysis::Refused(_) } if holds(submission, digest) => {
            Changed::Infected(name.clone())
        }
        Body::CorrectionAsked { text, .. } => Changed::CorrectionAsked(event.seq, text.clone()),
        Body::CorrectionSettled { correction, content, text } => {
            Changed::CorrectionSettled(*correction, *content, text.clone())
        }
        Body::Decided { granted, .. } => Changed::Decided(*granted),
        Body::DecisionReopened { .. } => Changed::Reopened,
        Body::Submitted { version, reference, .. } => Changed::Sent(*version, reference.clone()),
        Body::Moved(moved) => match &**moved {
            Move::Acknowledged { .. } => Changed::Acknowledged,
            Move::OpinionAsked { of, .. } => Changed::Opinion(*of, false),
            Move::OpinionGiven { of, .. } => Changed::Opinion(*of, true),
            Move::OpinionDropped { of, .. } => Changed::OpinionDropped(*of),
            Move::Proposed(_) => Changed::Proposed(true),
            Move::Returned { .. } => Changed::Proposed(false),
            Move::Withdrawn { .. } => Changed::Withdrawn,
            Move::TakenBack { .. } => Changed::TakenBack,
            Move::Numbered { .. } => Changed::Numbered,
        },
        Body::Exchanged(exchange) => match &**exchange {
            Exchange::Opened { from, text, .. } => Changed::Message(event.seq, *from, text.clone()),
            Exchange::Replied { from, thread, text, .. } => Changed::Message(*thread, *from, text.clone()),
            Exchange::Read { .. } => return None,
        },
        Body::Worked(work) => match &**work {
            Work::Noted { about, text, .. } => Changed::Noted(about.clone(), text.clone()),
            Work::FindingDismissed { path, reason, .. } => Changed::Dismissed(path.clone(), reason.clone()),
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether a version holds a document.
fn holds(submission: &Submission, digest: &str) -> bool {
    submission
        .counted
        .iter()
        .any(|(_, value)| matches!(value, Value::Files(files) if files.iter().any(|file| file.id == digest)))
}

/// The answers that are not the same in two versions, in the order of the form.
fn answers_changed(program: &Program, (then, now): (&Answers, &Answers)) -> Vec<Changed> {
    let mut all = Vec::new();
    for (_, field) in program.trame().fields() {
        match field.field_type.table() {
            None => all.extend(changed(field, (&field.path, field.label.clone()), (then, now))),
            Some(table) => all.extend(cells_changed(field, table, (then, now))),
        }
    }
    all
}

fn cells_changed(field: &Field, table: &Table, (then, now): (&Answers, &Answers)) -> Vec<Changed> {
    let rows = |answers: &Answers| -> Vec<String> {
        if table.is_fixed() {
            return table.lines.iter().map(|line| line.key.clone()).collect();
        }
        answers.rows(&field.path).into_iter().map(str::to_owned).collect()
    };
    let mut all = Vec::new();
    let present = rows(now);
    let gone = rows(then).into_iter().filter(|row| !present.contains(row)).collect::<Vec<_>>();
    let named = present.iter().enumerate().map(|(place, row)| (row, table.row_title(place)));
    let gone = gone.iter().map(|row| (row, format!("{} supprimée", field.label)));
    for (row, title) in named.chain(gone) {
        for column in &table.columns {
            let path = field.path.cell(row, column.path.last());
            let label = format!("{title}\u{a0}: {}", column.label);
            all.extend(changed(column, (&path, label), (then, now)));
        }
    }
    all
}

fn changed(
    field: &Field,
    (path, label): (&Path, String),
    (then, now): (&Answers, &Answers),
) -> Option<Changed> {
    let (before, after) = (then.get(path), now.get(path));
    let same = match (before, after) {
        (Some(before), Some(after)) => before.same_as(after),
        (before, after) => before.is_none() && after.is_none(),
    };
    let shown = |value: &Value| french::value(value, &field.field_type);
    (!same).then(|| Changed::Answer {
        path: path.clone(),
        label,
        before: before.map(shown),
        after: after.map(shown),
        documents: matches!(before.or(after), Some(Value::Files(_))),
    })
}

#[cfg(test)]
mod tests;
