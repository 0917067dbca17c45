//! What those who deliver files say of a dossier, each for itself. Pure.

use form::Date;

use crate::{
    Structure,
    asp::realised::{self, OneSource, Realised},
    dossier::heard::Told,
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
