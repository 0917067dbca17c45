//! What a person is spared, counted: the questions that sources answered, those confirmed, typed, left to fill.
//!
//! A *question* is what the form shows and a person can answer in the dossier as it stands: a field, or a whole
//! table. One that is hidden, computed or read only is none.

mod fields;

use std::collections::{BTreeMap, BTreeSet};

use form::{Evaluation, Field, FieldType, Path, Program, Step};

use super::{
    Answer, Snapshot, StepProgress,
    progress::{given, is_taken_over},
};
use crate::source::Source;

pub use fields::Fields;

/// Questions of one sort, by who answered them: each is prefilled, typed or left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// All of them.
    pub asked: usize,
    /// Those that sources alone answered, with nothing required missing.
    pub prefilled: usize,
    /// Of these, those of a step that a person confirmed since.
    pub confirmed: usize,
    /// Those that a person answered, in part or whole, with nothing required missing.
    pub typed: usize,
}

/// The questions of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepCounts {
    /// Key of the step.
    pub key: String,
    /// Every question.
    pub all: Share,
    /// Those that must be answered.
    pub required: Share,
    /// Those answered with numbers: fields of numbers, and tables of nothing else.
    pub numeric: Share,
    /// The required ones that are left, in the order of the form.
    pub left: Vec<Path>,
    /// Its fields one by one: each cell of a table is one.
    pub fields: Fields,
}

/// The questions of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Step by step.
    pub steps: Vec<StepCounts>,
}

impl Share {
    /// Those without an answer, or with a required part missing.
    #[must_use]
    pub fn left(&self) -> usize {
        self.asked - self.prefilled - self.typed
    }

    /// Share of them that is prefilled, from 0 to 100, rounded down; none when there is no such question.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        (self.prefilled * 100).checked_div(self.asked)
    }

    fn count(&mut self, state: Answered, confirmed: bool) {
        self.asked += 1;
        match state {
            Answered::Prefilled => {
                self.prefilled += 1;
                self.confirmed += usize::from(confirmed);
            }
            Answered::Typed => self.typed += 1,
            Answered::Left => {}
        }
    }

    fn with(self, other: &Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            prefilled: self.prefilled + other.prefilled,
            confirmed: self.confirmed + other.confirmed,
            typed: self.typed + other.typed,
        }
    }
}

/// Who answered a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answered {
    Prefilled,
    Typed,
    Left,
}

impl Answered {
    /// Who answered a question that is shown.
    fn of(program: &Program, evaluation: &Evaluation, field: &Field, given: &[&Answer]) -> Self {
        let missing = || program.issues_under(evaluation, &field.path).iter().any(|issue| issue.is_missing());
        if given.is_empty() || missing() {
            Self::Left
        } else if is_taken_over(given) {
            Self::Prefilled
        } else {
            Self::Typed
        }
    }
}

impl StepCounts {
    fn of(
        program: &Program,
        evaluation: &Evaluation,
        (snapshot, offered): (&Snapshot, &BTreeSet<Path>),
        step: &Step,
    ) -> Self {
        let confirmed = StepProgress::of(program, evaluation, snapshot, step).confirmed;
        let mut counts = Self { key: step.key.clone(), ..Self::default() };
        for field in step.fields.iter().filter(|field| field.is_typed()) {
            let Some(state) = program.state(evaluation, &field.path).filter(|state| state.visible) else {
                continue;
            };
            let given = given(program, evaluation, snapshot, field);
            let answered = Answered::of(program, evaluation, field, &given);
            counts.all.count(answered, confirmed);
            counts.fields = counts.fields.with(Fields::of(program, evaluation, (snapshot, offered), field));
            if state.required {
                counts.required.count(answered, confirmed);
                counts.left.extend((answered == Answered::Left).then(|| field.path.clone()));
            }
            if is_numeric(&field.field_type) {
                counts.numeric.count(answered, confirmed);
            }
        }
        counts
    }
}

impl Counts {
    /// Counts the questions of a snapshot with its evaluation.
    #[must_use]
    pub fn of(program: &Program, evaluation: &Evaluation, snapshot: &Snapshot) -> Self {
        Self::beside(program, evaluation, (snapshot, &BTreeSet::new()))
    }

    /// The same, beside the answers that sources propose in doubt.
    #[must_use]
    pub fn beside(program: &Program, evaluation: &Evaluation, known: (&Snapshot, &BTreeSet<Path>)) -> Self {
        let steps = program.trame().steps.iter();
        Self { steps: steps.map(|step| StepCounts::of(program, evaluation, known, step)).collect() }
    }

    /// One sort of questions, all steps together.
    #[must_use]
    pub fn sum(&self, of: impl Fn(&StepCounts) -> &Share) -> Share {
        self.steps.iter().fold(Share::default(), |sum, step| sum.with(of(step)))
    }

    /// The fields one by one, all steps together.
    #[must_use]
    pub fn fields(&self) -> Fields {
        self.steps.iter().fold(Fields::default(), |sum, step| sum.with(step.fields))
    }

    /// The required questions that are left, in the order of the form.
    pub fn left(&self) -> impl Iterator<Item = &Path> {
        self.steps.iter().flat_map(|step| &step.left)
    }
}

/// The questions that sources alone answered, by source: all of them are what [`super::Progress::taken_over`] counts.
///
/// A table that several sources filled counts for the source of its first answer.
#[must_use]
pub fn taken_over_by_source(
    program: &Program,
    evaluation: &Evaluation,
    snapshot: &Snapshot,
) -> BTreeMap<Source, usize> {
    let mut counts = BTreeMap::new();
    let asked = program.trame().fields().map(|(_, field)| field).filter(|field| field.is_typed());
    for field in asked {
        let given = given(program, evaluation, snapshot, field);
        let first = given.first().filter(|_| is_taken_over(&given));
        let source = first.and_then(|answer| answer.origin.source());
        if let Some(source) = source {
            *counts.entry(source).or_default() += 1;
        }
    }
    counts
}

/// Whether a question is answered with numbers and nothing else.
fn is_numeric(field_type: &FieldType) -> bool {
    match field_type {
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Etp
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Hours => true,
        FieldType::Table(table) => {
            let mut typed = table.columns.iter().filter(|column| column.is_typed()).peekable();
            table.is_fixed() && typed.peek().is_some() && typed.all(|column| is_numeric(&column.field_type))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use form::Program;

    use super::*;
    use crate::{
        PersonId, StructureId, Timestamp,
        dossier::{Actor, Body, Event, Origin, Progress},
        testing::opening,
    };

    const TRAME: &str = r#"
key = "essai"
version = 1
title = "Essai"

[[step]]
key = "un"
title = "Un"

[[step.field]]
key = "un.nom"
label = "Nom"
type = "text"
required = true

[[step.field]]
key = "un.total"
label = "Total"
type = "integer"
required = true

[[step.field]]
key = "un.double"
label = "Double"
type = "integer"
computed = "un.total + un.total"

[[step.field]]
key = "un.pourquoi"
label = "Pourquoi"
type = "text"
required = true
visible = "un.total > 10"

[[step]]
key = "deux"
title = "Deux"

[[step.field]]
key = "deux.gens"
label = "Gens"
type = "table"
required = true

[[step.field.column]]
key = "nom"
label = "Nom"
type = "text"
required = true

[[step.field.column]]
key = "age"
label = "Âge"
type = "integer"
required = true
"#;

    fn program() -> Program {
        let trame = form::trame::read_trame(TRAME).expect("a right form");
        Program::compile(trame).expect("a form that compiles")
    }

    fn told(source: Source) -> Origin {
        Origin::Prefilled {
            source: source.name().to_owned(),
            record: "structure 1".to_owned(),
            column: "c".to_owned(),
            as_of: form::Date::constant(2026, 11, 16),
            original: String::new(),
        }
    }

    /// A dossier where answers came from somewhere, then steps were confirmed.
    fn dossier(answers: &[(&str, form::Value, Origin)], confirmed: &[&str]) -> Snapshot {
        let person = Actor::Person(PersonId(uuid::Uuid::nil()));
        let opened = Body::Opened(Box::new(opening(StructureId::of_asp(1), &["29"])));
        let set = answers.iter().map(|(path, value, origin)| {
            let actor = if *origin == Origin::Typed { person } else { Actor::Application };
            let path = path.parse().expect("a key");
            let value = Some(value.clone());
            (actor, Body::AnswerSet { path, value, base: 0, origin: origin.clone(), deposit: None })
        });
        let confirmed =
            confirmed.iter().map(|step| (person, Body::StepConfirmed { step: (*step).to_owned() }));
        let bodies = std::iter::once((Actor::Application, opened)).chain(set).chain(confirmed);
        let at = Timestamp::from_second(1_800_000_000).expect("an instant");
        let events: Vec<Event> =
            bodies.zip(1..).map(|((actor, body), seq)| Event { seq, at, actor, stamp: None, body }).collect();
        Snapshot::fold(&events).expect("a log in order")
    }

    fn counted(snapshot: &Snapshot) -> (Counts, Progress, BTreeMap<Source, usize>) {
        let program = program();
        let context = snapshot.context(form::Date::constant(2026, 11, 26), &form::Parameters::default());
        let evaluation = program.evaluate(&snapshot.values(), &context);
        (
            Counts::of(&program, &evaluation, snapshot),
            Progress::of(&program, &evaluation, snapshot),
            taken_over_by_source(&program, &evaluation, snapshot),
        )
    }

    fn text(text: &str) -> form::Value {
        form::Value::Text(text.to_owned())
    }

    #[test]
    fn each_question_is_prefilled_typed_or_left() {
        let asp = || told(Source::Asp);
        let whole = [
            ("un.nom", text("Odet"), told(Source::Sirene)),
            ("un.total", form::Value::Integer(3), asp()),
            ("deux.gens[a]", form::Value::Row(form::value::ROW_GAP), asp()),
            ("deux.gens[a].nom", text("Lou"), asp()),
            ("deux.gens[a].age", form::Value::Integer(40), asp()),
        ];
        let share = |asked, prefilled, confirmed, typed| Share { asked, prefilled, confirmed, typed };
        let left = |counts: &Counts| counts.left().map(ToString::to_string).collect::<Vec<_>>();

        let (counts, progress, sources) = counted(&dossier(&whole, &["un"]));
        assert_eq!(counts.sum(|step| &step.required), share(3, 3, 2, 0));
        assert_eq!(counts.sum(|step| &step.numeric), share(1, 1, 1, 0), "a table with a name is no number");
        assert_eq!(left(&counts), [""; 0]);
        assert_eq!(sources, BTreeMap::from([(Source::Asp, 2), (Source::Sirene, 1)]));
        assert_eq!(progress.taken_over(), 3);

        // What a person writes over is typed; a condition that comes true asks for more.
        let mut typed = whole.clone();
        typed[1] = ("un.total", form::Value::Integer(11), Origin::Typed);
        let (counts, progress, sources) = counted(&dossier(&typed, &[]));
        assert_eq!(counts.sum(|step| &step.required), share(4, 2, 0, 1));
        assert_eq!(counts.sum(|step| &step.required).left(), 1);
        assert_eq!(counts.sum(|step| &step.required).percent(), Some(50));
        assert_eq!(left(&counts), ["un.pourquoi"]);
        assert_eq!(progress.taken_over(), sources.values().sum::<usize>());

        // A table with a cell missing is still to fill, though a source began it.
        let (counts, progress, sources) = counted(&dossier(&whole[..4], &[]));
        assert_eq!(counts.sum(|step| &step.required), share(3, 2, 0, 0));
        assert_eq!(left(&counts), ["deux.gens"]);
        assert_eq!(progress.taken_over(), sources.values().sum::<usize>());
    }
}
