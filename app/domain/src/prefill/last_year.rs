//! What the structure's own dossier of the year before says of the one of today. Pure.

use form::{Answers, FieldType, Path, Trame, Value, french, value::ROW_GAP, versions};

use super::{Carried, Common, Proposal, precedence::asp_first};
use crate::{
    dossier::{
        Known, Opening, Origin, Submission,
        heard::{Heard, Told},
    },
    source::Source,
};

/// A dossier that was sent, as the next one reads it: the version last sent holds what was corrected.
#[derive(Clone, Copy)]
pub struct Sent<'a> {
    /// Its circumstances.
    pub opening: &'a Opening,
    /// The version last sent.
    pub submission: &'a Submission,
    /// The form it was sent on.
    pub trame: &'a Trame,
}

/// What the dossier of the year before says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastYear {
    /// What fills a question of today, as long as nobody answered.
    pub filling: Vec<Proposal>,
    /// Every value of that year, to be shown beside this year's.
    pub values: Vec<Proposal>,
}

impl LastYear {
    /// Reads a dossier under the keys of today's form; what was renamed since has followed.
    ///
    /// `resolve` turns what a person typed into what a list of codes holds.
    #[must_use]
    pub fn of(sent: Sent<'_>, today: &Trame, resolve: &dyn Fn(&str, &FieldType) -> String) -> Self {
        let counted = &sent.submission.counted;
        let migration = versions::migrate(sent.trame, today, counted, resolve);
        let now: Answers = migration.applied(counted);
        let mut read = Self::default();
        for (path, value) in now.iter() {
            let from = migration.moves.iter().find(|moved| moved.to.as_ref() == Some(path));
            let before = from.map_or(path, |moved| &moved.from);
            let is_there = today.holder(path).is_some() || same_computed(sent.trame, today, (before, path));
            if !is_there || matches!(value, Value::Unreadable(_)) {
                continue;
            }
            let carried = Carried::of(path, today);
            if carried == Carried::Never {
                continue;
            }
            let written = counted.get(before).filter(|written| *written != value);
            let known = Known { value: spaced(value), origin: origin(sent, before, written) };
            if carried == Carried::Filled {
                read.filling.push((path.clone(), known.clone()));
            }
            read.values.push((path.clone(), known));
        }
        read
    }

    /// What a dossier of another kind says to a first demand: what is about the legal person, as it fills a sister.
    ///
    /// How it did that year is of another trade: it is not shown beside.
    #[must_use]
    pub fn of_the_person(mut self, today: &Trame) -> Self {
        self.filling.retain(|(path, _)| Common::of(path, today) == Common::Person);
        self.values.clear();
        self
    }

    /// What fills the dossier, as the source says it, beside what the other sources said of the same tables.
    ///
    /// The rows of a table come from one source, the one that its family believes first: two lists of the same
    /// things, each with its own rows, would ask the same twice.
    #[must_use]
    pub fn told(self, heard: &Heard) -> Vec<Told> {
        let rows = rows_delivered(heard);
        let belongs = |path: &Path| {
            let Some(parts) = path.in_table() else { return true };
            let theirs = || rows.iter().filter(|row| row.field() == path.field());
            !asp_first(path)
                || theirs().next().is_none()
                || theirs().any(|row| row.in_table().is_some_and(|own| own.row == parts.row))
        };
        let filling = self.filling.into_iter().filter(|(path, _)| belongs(path));
        filling.map(|(path, known)| Told { path, known, doubt: None }).collect()
    }
}

/// Last year's values from ASP and from the structure's own dossier: of one datum, the one that its family believes
/// first.
#[must_use]
pub fn beside(of_asp: Vec<Proposal>, own: Vec<Proposal>) -> Vec<Proposal> {
    let (first, last): (Vec<Proposal>, Vec<Proposal>) =
        of_asp.into_iter().partition(|(path, _)| asp_first(path));
    let mut all = first;
    for (path, known) in own.into_iter().chain(last) {
        if all.iter().all(|(taken, _)| *taken != path) {
            all.push((path, known));
        }
    }
    all
}

/// The rows that those who deliver files let stand in tables; one that is in doubt lets none.
fn rows_delivered(heard: &Heard) -> Vec<Path> {
    let said =
        Source::DELIVERED.iter().filter_map(|source| heard.said.get(source)).flat_map(|said| &said.values);
    let rows = said.filter(|(_, told)| matches!(told.known.value, Value::Row(_)) && told.doubt.is_none());
    rows.map(|(path, _)| path.clone()).collect()
}

/// Whether a value that was worked out is still worked out at the same key, in the same type.
fn same_computed(then: &Trame, today: &Trame, (before, now): (&Path, &Path)) -> bool {
    let of = |trame: &Trame, path: &Path| trame.field(path).map(|field| field.field_type.clone());
    of(then, before).is_some_and(|field_type| Some(field_type) == of(today, now))
}

/// The rank of a row as an open dossier keeps it, with room between two; any other value as it is.
fn spaced(value: &Value) -> Value {
    match value {
        Value::Row(rank) if *rank < ROW_GAP => Value::Row(rank.saturating_mul(ROW_GAP)),
        value => value.clone(),
    }
}

/// Where a value comes from: the dossier, the day it was sent, and how it was written where the form changed.
fn origin(sent: Sent<'_>, before: &Path, written: Option<&Value>) -> Origin {
    let dossier = format!("{} {}", sent.opening.kind, sent.opening.year);
    let on = french::time_of_day(sent.submission.at).0;
    let Some(written) = written else { return Origin::given(dossier, on) };
    let field_type = sent.trame.field(before).map_or(&FieldType::Text, |field| &field.field_type);
    Origin::of_own(
        &format!("{dossier}, transmis le {}", french::date(on)),
        format!("le formulaire a changé\u{a0}; écrit alors\u{a0}: {}", french::value(written, field_type)),
    )
}
