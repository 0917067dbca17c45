//! What the structure's own dossier of the year before says of the one of today. Pure.

use std::collections::BTreeSet;

use form::{Answers, FieldType, Path, Trame, Value, french, value::ROW_GAP, versions};

use super::{Carried, Common, Proposal, precedence::asp_first};
use crate::{
    dossier::{
        About, Known, Opening, Origin, Submission,
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

impl Sent<'_> {
    /// What it is called beside a value: `ACI 2026`, `bilan ACI 2025`.
    pub(super) fn name(&self) -> String {
        let Opening { about, kind, year, .. } = self.opening;
        match about {
            About::Demand => format!("{kind} {year}"),
            About::Bilan => format!("{} {kind} {year}", about.word()),
        }
    }
}

/// What the dossier of the year before says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastYear {
    /// What fills a question of today, as long as nobody answered.
    pub filling: Vec<Proposal>,
    /// What is proposed, each with why it is in doubt.
    pub offered: Vec<Told>,
    /// Every value of that year, to be shown beside this year's.
    pub values: Vec<Proposal>,
}

impl LastYear {
    /// Reads a dossier under the keys of today's form; what was renamed since has followed.
    ///
    /// `resolve` turns what a person typed into what a list of codes holds.
    #[must_use]
    pub fn of(sent: Sent<'_>, today: &Trame, resolve: &dyn Fn(&str, &FieldType) -> String) -> Self {
        let mut read = Self::default();
        for Said { path, value, before } in under_today(sent, today, resolve) {
            let carried = Carried::of(&path, today);
            if carried == Carried::Never {
                continue;
            }
            let written = sent.submission.counted.get(&before).filter(|written| **written != value);
            let known = Known { value: spaced(&value), origin: origin(sent, &before, written) };
            match carried {
                Carried::Filled => read.filling.push((path.clone(), known.clone())),
                Carried::Offered => {
                    let doubt = Some(format!("prévu pour {}, à mettre à jour", sent.opening.year));
                    read.offered.push(Told { path: path.clone(), known: known.clone(), doubt });
                }
                Carried::Beside | Carried::Never => {}
            }
            read.values.push((path, known));
        }
        read
    }

    /// What a dossier of another kind says to a first demand: what is about the legal person, as it fills a sister.
    ///
    /// How it did that year is of another trade: it is not shown beside.
    #[must_use]
    pub fn of_the_person(mut self, today: &Trame) -> Self {
        self.filling.retain(|(path, _)| Common::of(path, today) == Common::Person);
        self.offered.clear();
        self.values.clear();
        self
    }

    /// The cadences, other than every year, of which it says something: those whose questions it was asked.
    #[must_use]
    pub fn cadences(&self, today: &Trame) -> BTreeSet<String> {
        self.values.iter().filter_map(|(path, _)| less_often(path, today)).map(str::to_owned).collect()
    }

    /// What a dossier of before says that those since were not asked: the questions of cadences that they say nothing of.
    #[must_use]
    pub fn not_asked_since(mut self, since: &BTreeSet<String>, today: &Trame) -> Self {
        self.filling
            .retain(|(path, _)| less_often(path, today).is_some_and(|cadence| !since.contains(cadence)));
        self.offered.clear();
        self.values.clear();
        self
    }

    /// What fills the dossier, as the source says it, beside what the other sources said of the same tables.
    ///
    /// The rows of a table come from one source, the one that its family believes first: two lists of the same
    /// things, each with its own rows, would ask the same twice.
    #[must_use]
    pub fn told(self, heard: &Heard) -> Vec<Told> {
        let told = self.filling.into_iter().map(|(path, known)| Told { path, known, doubt: None });
        without_rows_delivered(told.chain(self.offered).collect(), heard)
    }
}

/// All that a dossier that was sent said, under the keys of today's form: what the next one is read beside, the period
/// and the number of that demand too. Documents are not here: those that still serve come from the vault.
#[must_use]
pub fn said_then(sent: Sent<'_>, today: &Trame, resolve: &dyn Fn(&str, &FieldType) -> String) -> Answers {
    let said = under_today(sent, today, resolve).into_iter();
    said.filter(|said| !matches!(said.value, Value::Files(_))).map(|said| (said.path, said.value)).collect()
}

/// A value of the version sent, under its key of today.
struct Said {
    path: Path,
    value: Value,
    /// The key it had then.
    before: Path,
}

/// The values of the version sent that today's form can read; what was renamed since has followed.
fn under_today(sent: Sent<'_>, today: &Trame, resolve: &dyn Fn(&str, &FieldType) -> String) -> Vec<Said> {
    let counted = &sent.submission.counted;
    let migration = versions::migrate(sent.trame, today, counted, resolve);
    let now: Answers = migration.applied(counted);
    let said = now.iter().filter_map(|(path, value)| {
        let from = migration.moves.iter().find(|moved| moved.to.as_ref() == Some(path));
        let before = from.map_or(path, |moved| &moved.from);
        let is_there = today.holder(path).is_some() || same_computed(sent.trame, today, (before, path));
        let is_read = is_there && !matches!(value, Value::Unreadable(_));
        is_read.then(|| Said { path: path.clone(), value: value.clone(), before: before.clone() })
    });
    said.collect()
}

/// The cadence of a question that is not asked every year.
fn less_often<'t>(path: &Path, demand: &'t Trame) -> Option<&'t str> {
    let field = demand.fields().map(|(_, field)| field).find(|field| field.path == path.field());
    let field = field.or_else(|| demand.field(path))?;
    let cadence = field.cadence.as_deref()?;
    demand.cadences.get(cadence).filter(|condition| !condition.is_empty()).map(|_| cadence)
}

/// What a dossier of the structure says, without the rows of the tables that delivered files fill first; cells of those
/// stay.
pub(super) fn without_rows_delivered(mut told: Vec<Told>, heard: &Heard) -> Vec<Told> {
    let rows = rows_delivered(heard);
    told.retain(|Told { path, .. }| {
        let Some(parts) = path.in_table() else { return true };
        let theirs = || rows.iter().filter(|row| row.field() == path.field());
        !asp_first(path)
            || theirs().next().is_none()
            || theirs().any(|row| row.in_table().is_some_and(|own| own.row == parts.row))
    });
    told
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
        Source::IN_STORE.iter().filter_map(|source| heard.said.get(source)).flat_map(|said| &said.values);
    let rows = said.filter(|(_, told)| matches!(told.known.value, Value::Row(_)) && told.doubt.is_none());
    rows.map(|(path, _)| path.clone()).collect()
}

/// Whether a value that was worked out is still worked out at the same key, in the same type.
fn same_computed(then: &Trame, today: &Trame, (before, now): (&Path, &Path)) -> bool {
    let of = |trame: &Trame, path: &Path| trame.field(path).map(|field| field.field_type.clone());
    of(then, before).is_some_and(|field_type| Some(field_type) == of(today, now))
}

/// The rank of a row as an open dossier keeps it, with room between two; any other value as it is.
pub(super) fn spaced(value: &Value) -> Value {
    match value {
        Value::Row(rank) if *rank < ROW_GAP => Value::Row(rank.saturating_mul(ROW_GAP)),
        value => value.clone(),
    }
}

/// Where a value comes from: the dossier, the day it was sent, and how it was written where the form changed.
pub(super) fn origin(sent: Sent<'_>, before: &Path, written: Option<&Value>) -> Origin {
    let dossier = sent.name();
    let on = french::time_of_day(sent.submission.at).0;
    let Some(written) = written else { return Origin::given(dossier, on) };
    let field_type = sent.trame.field(before).map_or(&FieldType::Text, |field| &field.field_type);
    Origin::of_own(
        &format!("{dossier}, transmis le {}", french::date(on)),
        format!("le formulaire a changé\u{a0}; écrit alors\u{a0}: {}", french::value(written, field_type)),
    )
}

#[cfg(test)]
mod tests {
    use form::trame::read_trame;

    use super::*;

    const TRAME: &str = r#"
key = "dossier"
version = 1
title = "Dossier"
[cadences]
stable = ""
renouvellement = "demande.nature = 'renouvellement'"
[[step]]
key = "s"
title = "S"
[[step.field]]
key = "demande.nature"
label = "Nature"
type = "choice"
choice = [{ key = "renouvellement", label = "Renouvellement" }, { key = "avenant", label = "Avenant" }]
[[step.field]]
key = "structure.nom"
label = "Nom"
type = "text"
cadence = "stable"
[[step.field]]
key = "projet.besoins"
label = "Besoins"
type = "text"
cadence = "renouvellement"
[[step.field]]
key = "materiel.locaux"
label = "Locaux"
type = "table"
row = "Local"
add = "Ajouter"
cadence = "renouvellement"
[[step.field.column]]
key = "lieu"
label = "Lieu"
type = "text"
"#;

    fn says(keys: &[&str]) -> LastYear {
        let proposal = |key: &&str| {
            let origin = Origin::given("ACI 2024", form::Date::constant(2023, 12, 1));
            (key.parse().expect("a key"), Known { value: Value::Text("x".to_owned()), origin })
        };
        let filling: Vec<Proposal> = keys.iter().map(proposal).collect();
        LastYear { values: filling.clone(), filling, ..LastYear::default() }
    }

    #[test]
    fn what_was_not_asked_since_is_taken_from_the_demand_that_was_asked_last() {
        let trame = read_trame(TRAME).expect("a right trame");
        let whole = ["structure.nom", "projet.besoins", "materiel.locaux[l1].lieu"];
        let asked = says(&["structure.nom", "materiel.locaux[l1].lieu"]).cadences(&trame);
        assert_eq!(asked, BTreeSet::from(["renouvellement".to_owned()]));
        let amended = says(&["structure.nom", "demande.nature"]).cadences(&trame);
        assert_eq!(amended, BTreeSet::new(), "an amendment is not asked what a renewal is");
        for (since, taken) in [(asked, &whole[..0]), (amended, &whole[1..])] {
            let told = says(&whole).not_asked_since(&since, &trame).told(&Heard::default());
            let told: Vec<String> = told.iter().map(|told| told.path.to_string()).collect();
            assert_eq!(told, taken, "since {since:?}");
        }
    }
}
