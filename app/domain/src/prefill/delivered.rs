//! What those who deliver files say of a dossier, each for itself. Pure.

use form::{Date, Parameters};

use super::{asp::people_cofinanced, told_to_bilan, told_to_demand};
use crate::{
    Kind, Structure,
    asp::realised::{self, OneSource, Realised},
    dossier::{About, heard::Told},
    source::Source,
};

/// All that one of those who deliver files says of a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// Who.
    pub source: Source,
    /// The day it says so.
    pub as_of: Date,
    /// Its values.
    pub told: Vec<Told>,
}

/// What each says to a dossier of a kind and a year, on a day; what is worked out with amounts of a year takes them from
/// the dated amounts.
#[must_use]
pub fn told_to(
    about: About,
    (structure, realised): (&Structure, &Realised),
    (kind, year): (Kind, i16),
    today: Date,
    amounts: &Parameters,
) -> Vec<Delivered> {
    match about {
        About::Bilan => told_to_bilan(structure, kind, year, realised, today),
        About::Demand => {
            let mut said = told_to_demand(structure, kind, year, realised, today);
            let declared = said.iter_mut().find(|said| said.source == Source::Asp);
            if let Some(declared) = declared {
                declared.told.extend(people_cofinanced(structure, kind, amounts));
            }
            said
        }
    }
}

/// What ASP declares of a structure, then what each of those who count says, which may be nothing; then the calendar.
pub(super) fn each(
    structure: &Structure,
    declared: Vec<Told>,
    (realised, today): (&Realised, Date),
    counted: impl Fn(&OneSource<'_>) -> Vec<Told>,
) -> Vec<Delivered> {
    let record = structure.asp.delivered;
    let annexes = structure.annexes.iter().map(|annexe| annexe.delivered);
    let as_of = annexes.max().map_or(record, |annexes| annexes.max(record));
    let counts = realised::Source::ALL.into_iter().map(|source| {
        let own = realised.of_source(source, today);
        Delivered { source: source.speaker(), as_of: own.as_of().unwrap_or(record), told: counted(&own) }
    });
    let (calendar, declared): (Vec<Told>, Vec<Told>) =
        declared.into_iter().partition(|told| told.known.origin.source() == Some(Source::Campaign));
    let declared = Delivered { source: Source::Asp, as_of, told: declared };
    let calendar = Delivered { source: Source::Campaign, as_of: today, told: calendar };
    std::iter::once(declared).chain(counts).chain([calendar]).collect()
}
