//! Trainings, tied to an annexe by the statements of their contract.

use std::collections::BTreeMap;

use form::Date;

use super::{
    TrainingPart, Trainings, annexes::Annexes, contract::Contracts, packed::day_number, statement::Statement,
};

/// A row of `fluxIAE_Formations`.
///
/// Neither `Debug` nor `Serialize`: it cannot be shown.
#[derive(Clone, Copy)]
pub struct TrainingRow {
    /// `formation_id_ctr`.
    pub contract: u32,
    /// `formation_id_for`; 0 for none.
    pub id: u32,
    /// `formation_date_debut`.
    pub start: Date,
    /// `formation_duree_heures` and `_minutes`; none when both are blank or zero.
    pub minutes: Option<u32>,
    /// `formation_duree_jours`, whole days.
    pub days: u16,
    /// `formation_type_for_code`, as the gathering numbers it.
    pub kind: u16,
    /// `formation_objectif_for_code`, as the gathering numbers it.
    pub objective: u16,
}

/// One training, packed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Training {
    pub(super) contract: u32,
    id: u32,
    minutes: u32,
    start: u16,
    year: i16,
    days: u16,
    kind: u16,
    objective: u16,
}

impl Training {
    pub(super) fn packed(row: &TrainingRow) -> Self {
        Self {
            contract: row.contract,
            id: row.id,
            minutes: row.minutes.unwrap_or_default(),
            start: day_number(Some(row.start)),
            year: row.start.year(),
            days: if row.minutes.is_some() { 0 } else { row.days },
            kind: row.kind,
            objective: row.objective,
        }
    }
}

/// Labels of the types and objectives, by measure and number.
pub(super) trait Labels {
    /// Label of a type under a measure.
    fn kind(&self, measure: u16, number: u16) -> String;
    /// Label of an objective under a measure.
    fn objective(&self, measure: u16, number: u16) -> String;
}

/// Where the contracts of the trainings had statements: contract, year, place of the annexe.
type Links = Vec<(u32, i16, u32)>;

/// The links of the contracts that had a training, out of sorted statements.
fn links(trainings: &[Training], statements: &[Statement]) -> Links {
    let trained = |contract: u32| trainings.binary_search_by_key(&contract, |one| one.contract).is_ok();
    let mut links: Links = Vec::new();
    let mut last = None;
    for statement in statements {
        let link = (statement.contract, statement.year(), statement.place);
        if last != Some(link) && trained(statement.contract) {
            links.push(link);
        }
        last = Some(link);
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// The annexe of a training: one under which its contract had a statement that year, best the one in force the day it
/// began.
fn annexe_of(training: &Training, links: &Links, annexes: &Annexes) -> Option<u32> {
    let wanted = (training.contract, training.year);
    let begin = links.partition_point(|link| (link.0, link.1) < wanted);
    let found = links[begin..].iter().take_while(|link| (link.0, link.1) == wanted).map(|link| link.2);
    let in_force = |place: &u32| {
        let held = annexes.at(*place);
        (day_number(Some(held.start))..=day_number(Some(held.end))).contains(&training.start)
    };
    found.max_by_key(|place| (in_force(place), std::cmp::Reverse(*place)))
}

/// Trainings by annexe and year, and how many no annexe could be found for.
pub(super) fn gather(
    mut trainings: Vec<Training>,
    statements: &[Statement],
    annexes: &Annexes,
    contracts: &Contracts,
    labels: &dyn Labels,
) -> (BTreeMap<(u32, i16), Trainings>, u32) {
    trainings.sort_unstable();
    trainings.dedup_by(|next, kept| {
        next == kept || next.id != 0 && (next.contract, next.id) == (kept.contract, kept.id)
    });
    let links = links(&trainings, statements);
    let mut tied: Vec<Tied> = Vec::with_capacity(trainings.len());
    let mut astray = 0;
    for training in trainings {
        match annexe_of(&training, &links, annexes) {
            Some(place) => {
                let contract = contracts.get(training.contract);
                let person = contract.map_or(training.contract, |contract| contract.person);
                let measure = contract.map_or(0, super::contract::Contract::measure);
                tied.push(Tied { group: (place, training.year), person, measure, training });
            }
            None => astray += 1,
        }
    }
    tied.sort_unstable_by_key(|tied| (tied.group, tied.person));
    let totals = tied.chunk_by(|a, b| a.group == b.group).map(|group| (group[0].group, total(group, labels)));
    (totals.collect(), astray)
}

struct Tied {
    group: (u32, i16),
    person: u32,
    measure: u16,
    training: Training,
}

fn total(group: &[Tied], labels: &dyn Labels) -> Trainings {
    let mut trainings = Trainings { all: part(group.iter()), ..Trainings::default() };
    let mut kinds: BTreeMap<String, Vec<&Tied>> = BTreeMap::new();
    let mut objectives: BTreeMap<String, Vec<&Tied>> = BTreeMap::new();
    for tied in group {
        kinds.entry(labels.kind(tied.measure, tied.training.kind)).or_default().push(tied);
        objectives.entry(labels.objective(tied.measure, tied.training.objective)).or_default().push(tied);
        trainings.in_days_only += u32::from(tied.training.days > 0);
        trainings.days += u32::from(tied.training.days);
    }
    trainings.by_type = kinds.into_iter().map(|(label, some)| (label, part(some.into_iter()))).collect();
    trainings.by_objective =
        objectives.into_iter().map(|(label, some)| (label, part(some.into_iter()))).collect();
    trainings
}

/// Sums trainings sorted by person.
fn part<'t>(trainings: impl Iterator<Item = &'t Tied>) -> TrainingPart {
    let mut part = TrainingPart::default();
    let mut last = None;
    for tied in trainings {
        part.count += 1;
        part.people += u32::from(last != Some(tied.person));
        part.minutes += u64::from(tied.training.minutes);
        last = Some(tied.person);
    }
    part
}
